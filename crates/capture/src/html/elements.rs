//! Which elements start a new line, which contain other parts of a page, and which show no text: [`is_block`], [`is_container`],
//! [`is_invisible`].

/// Elements that start a new line.
const BLOCKS: [&str; 44] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "td",
    "th",
    "tr",
    "ul",
];

/// Elements that can hold a whole part of a page; a paragraph, for example, never does.
const CONTAINERS: [&str; 19] = [
    "div", "section", "aside", "ul", "ol", "nav", "footer", "header", "form", "article", "figure", "dl", "table", "td",
    "tr", "tbody", "main", "details", "fieldset",
];

/// Elements without text for readers.
const INVISIBLE: [&str; 23] = [
    "script", "style", "template", "noscript", "noembed", "noframes", "head", "title", "svg", "iframe", "object",
    "embed", "canvas", "audio", "video", "map", "select", "datalist", "button", "input", "textarea", "progress",
    "meter",
];

pub(super) fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name)
}

/// Elements of a page's own making, such as `app-teaser`, contain parts, too.
pub(super) fn is_container(name: &str) -> bool {
    CONTAINERS.contains(&name) || name.contains('-')
}

pub(super) fn is_invisible(name: &str) -> bool {
    INVISIBLE.contains(&name)
}

pub(super) fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}
