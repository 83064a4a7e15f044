//! Help for writing notes: their JSON [`schema`], their [`fields`] and what they mean ([`reference`](mod@reference)), new sites and notes
//! to fill in ([`scaffold`]), notes from a table ([`table_import`]), other ids for what has one ([`mod@rename`]), decisions about
//! imported sources ([`review`]), translations of notes ([`translating`]), and a site's templates beside the built-in ones ([`theme`]).

pub mod desk_rename;
pub mod fields;
pub mod fixing;
pub mod reference;
pub mod rename;
pub mod review;
pub mod scaffold;
pub mod schema;
pub mod table_import;
pub mod theme;
pub mod translating;
