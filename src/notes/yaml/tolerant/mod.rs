//! Reading a note that is no YAML yet, or no longer: [`Outline`] for one that is being typed, [`FieldLine`] for the lines around a
//! mistake. Neither ever refuses a text.

mod flow;
mod item;
mod line;
mod outline;
mod typed;

pub(crate) use item::{Item, Name, Style};
pub(crate) use line::FieldLine;
pub(crate) use outline::Outline;
pub(crate) use typed::typed;
