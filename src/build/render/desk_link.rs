//! What the pages of a site show of its desk: [`fields`].

use tera::Value;

use super::value::{list, object, text};
use crate::build::relate::Site;
use crate::model::DeskLink;
use crate::routes;

/// The link from a brief to the desk that it is a part of, and what only the pages of the desk itself show.
pub(super) fn fields(site: &Site) -> [(&'static str, Value); 4] {
    let none: (&[&str], &[String]) = (&[], &[]);
    let (is_desk, (pages, searched)) = match &site.desk {
        Some(DeskLink::Itself { pages, searched }) => (true, (pages.as_slice(), searched.as_slice())),
        _ => (false, none),
    };
    let link = match &site.desk {
        Some(DeskLink::Brief { title }) => {
            object([("title", text(title)), ("href", text(&format!("{}../{}", site.up(), routes::FRONT)))])
        }
        _ => Value::none(),
    };
    [
        ("desk", link),
        ("is_desk", Value::from(is_desk)),
        ("desk_pages", list(pages.iter().map(|name| text(name)))),
        ("searched", list(searched.iter().map(|name| text(name)))),
    ]
}
