//! Finds a quotation in a text, exactly. Entry point: [`locate::locate`].

pub mod locate;
pub mod text;
