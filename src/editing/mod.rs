//! Help for writing notes: their JSON [`schema`] and [`fields`], new sites and notes to fill in ([`scaffold`]), and other ids for what has
//! one ([`mod@rename`]).

pub mod fields;
pub mod rename;
pub mod scaffold;
pub mod schema;
