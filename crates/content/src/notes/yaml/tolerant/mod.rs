//! Reads notes that are not valid YAML: [`Outline`] for a note that is being typed, [`FieldLine`](line::FieldLine) for the lines around a mistake. Neither
//! ever fails.

mod flow;
mod item;
pub(in crate::notes::yaml) mod line;
mod outline;
mod typed;

pub use item::{Item, Name, Style};
pub use outline::Outline;
pub use typed::typed;
