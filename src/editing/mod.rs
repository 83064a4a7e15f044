//! What helps somebody begin and write notes: their [`schema`], and a first site and notes to fill in ([`scaffold`]).

pub mod scaffold;
pub mod schema;
