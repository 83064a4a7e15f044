//! YAML as editors write it: parses it and reports all faults at once, finds the position of a value, and changes it without touching any
//! other byte.

pub mod edit;
pub mod front_matter;
mod parsed;
pub mod place;
pub mod yaml;
