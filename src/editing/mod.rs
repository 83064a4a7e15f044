//! Help for writing notes: their JSON [`schema`], their [`fields`] and what they mean ([`reference`](mod@reference)), new sites and notes
//! to fill in ([`scaffold`]), and other ids for what has one ([`mod@rename`]).

pub mod fields;
pub mod fixing;
pub mod reference;
pub mod rename;
pub mod scaffold;
pub mod schema;
