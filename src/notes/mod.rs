//! YAML as editors write it: parsing it with all faults at once, finding where a value is, changing it without touching another byte.

pub mod edit;
pub(crate) mod place;
pub mod yaml;
