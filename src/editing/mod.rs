//! Help for writing notes: their JSON [`schema`], and new sites and notes to fill in ([`scaffold`]).

pub mod scaffold;
pub mod schema;
