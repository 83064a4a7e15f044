//! Reading a note that is no YAML yet, or no longer: line by line, and never refused.

mod line;

pub(crate) use line::FieldLine;
