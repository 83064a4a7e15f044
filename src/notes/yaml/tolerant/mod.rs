//! Reads notes that are not valid YAML: [`Outline`] for a note that is being typed, [`FieldLine`](line::FieldLine) for the lines around a mistake. Neither
//! ever fails.

mod flow;
mod item;
pub(in crate::notes::yaml) mod line;
mod outline;
mod typed;

pub(crate) use item::{Item, Name, Style};
pub(crate) use outline::Outline;
pub(crate) use typed::typed;
