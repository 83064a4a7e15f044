//! Drawings in SVG of which share cards and stylesheets show the paths. Entry point: [`drawing`].

use dom_query::{Document, NodeData, NodeId};

use crate::build::card::placed;
use crate::model::{Colour, Drawing, DrawnPath};

/// Attributes that change how a path looks, and that are not read.
const UNREAD: [&str; 8] = ["transform", "style", "class", "clip-path", "mask", "opacity", "fill-opacity", "filter"];

/// Groups inside groups, at most.
const MAX_DEPTH: usize = 16;

/// Reads a drawing that is made of filled shapes alone.
///
/// # Errors
/// What of it cannot be drawn.
pub(super) fn drawing(svg: &str) -> Result<Drawing, String> {
    let doc = Document::from(svg);
    let mut reader = Reader { doc: &doc, limit: 0.0 };
    let root = doc.select("svg").nodes().first().map(|node| node.id).ok_or("it is not an SVG file")?;
    let [left, top, width, height] = reader.view_box(root).ok_or("its element svg has no viewBox that can be read")?;
    reader.limit = 4.0 * width.max(height);
    let mut drawing = Drawing { width, height, parts: vec![] };
    let paint = Paint { colour: Some(None), even_odd: false };
    reader.group(root, paint, (-left, -top), MAX_DEPTH, &mut drawing.parts)?;
    if drawing.parts.is_empty() { Err("it draws nothing".to_owned()) } else { Ok(drawing) }
}

/// How shapes are filled: the colour is `None` where they are not, and `Some(None)` where no colour is given.
#[derive(Clone, Copy)]
struct Paint {
    colour: Option<Option<Colour>>,
    even_odd: bool,
}

struct Reader<'d> {
    doc: &'d Document,
    /// How far from its corner a shape may reach: what is drawn takes memory.
    limit: f32,
}

impl Reader<'_> {
    fn view_box(&self, root: NodeId) -> Option<[f32; 4]> {
        let text = self.attribute(root, "viewBox")?;
        let numbers: Vec<f32> = numbers(&text)?;
        let view: [f32; 4] = numbers.try_into().ok()?;
        let is_side = |side: f32| (0.01..=100_000.0).contains(&side);
        let is_slim = view[2] > 20.0 * view[3] || view[3] > 20.0 * view[2];
        (is_side(view[2]) && is_side(view[3]) && !is_slim && view[0].is_finite() && view[1].is_finite()).then_some(view)
    }

    /// Reads the shapes in an element.
    fn group(
        &self,
        group: NodeId,
        paint: Paint,
        shift: (f32, f32),
        depth: usize,
        parts: &mut Vec<DrawnPath>,
    ) -> Result<(), String> {
        let paint = self.paint(group, paint)?;
        for child in self.doc.tree.child_ids_of(&group) {
            let Some(name) = self.doc.tree.get_name(&child).map(|name| name.local.to_string()) else { continue };
            match name.as_str() {
                "title" | "desc" | "metadata" => {}
                "g" if depth > 0 => self.group(child, paint, shift, depth - 1, parts)?,
                "path" | "rect" | "circle" | "polygon" => {
                    let Paint { colour, even_odd } = self.paint(child, paint)?;
                    let path = self.outline(child, &name).and_then(|path| placed(&path, shift, 1.0));
                    let path = path.ok_or_else(|| format!("an element {name} in it cannot be read"))?;
                    if extent(&path) > self.limit {
                        return Err("a shape in it is far outside of its viewBox".to_owned());
                    }
                    parts.extend(colour.map(|colour| DrawnPath { path, even_odd, colour }));
                }
                _ => return Err(format!("it has an element {name}")),
            }
        }
        Ok(())
    }

    fn paint(&self, element: NodeId, outer: Paint) -> Result<Paint, String> {
        if let Some(unread) = UNREAD.iter().find(|name| self.attribute(element, name).is_some()) {
            return Err(format!("an element in it has the attribute {unread}"));
        }
        if self.attribute(element, "stroke").is_some_and(|stroke| stroke.trim() != "none") {
            return Err("a line in it is stroked".to_owned());
        }
        let colour = match self.attribute(element, "fill").as_deref().map(str::trim) {
            None => outer.colour,
            Some("none") => None,
            Some("currentColor") => Some(None),
            Some("black") => Some(Some(Colour::BLACK)),
            Some("white") => Some(Some(Colour::WHITE)),
            Some(other) => Some(Some(Colour::parse(other).ok_or_else(|| format!("a colour in it is “{other}”"))?)),
        };
        let even_odd = match self.attribute(element, "fill-rule").as_deref() {
            None => outer.even_odd,
            Some(rule) => rule.trim() == "evenodd",
        };
        Ok(Paint { colour, even_odd })
    }

    /// A shape as a path.
    fn outline(&self, shape: NodeId, name: &str) -> Option<String> {
        let number = |name: &str| self.attribute(shape, name).map_or(Some(0.0), |text| text.trim().parse::<f32>().ok());
        match name {
            "rect" if self.attribute(shape, "rx").is_none() && self.attribute(shape, "ry").is_none() => {
                let (width, height) = (number("width")?, number("height")?);
                Some(format!("M{} {}h{width}v{height}h{}z", number("x")?, number("y")?, -width))
            }
            "circle" => {
                let (x, y, r) = (number("cx")?, number("cy")?, number("r")?);
                Some(format!("M{} {y}a{r} {r} 0 1 0 {} 0a{r} {r} 0 1 0 {} 0z", x - r, r * 2.0, -r * 2.0))
            }
            "polygon" => Some(format!("M{}z", self.attribute(shape, "points")?.trim())),
            "path" => self.attribute(shape, "d").map(|path| path.trim().to_owned()),
            _ => None,
        }
    }

    fn attribute(&self, element: NodeId, wanted: &str) -> Option<String> {
        let value = |node: &dom_query::TreeNode| match &node.data {
            NodeData::Element(element) => {
                let found = element.attrs.iter().find(|attribute| &*attribute.name.local == wanted);
                found.map(|attribute| attribute.value.to_string())
            }
            _ => None,
        };
        self.doc.tree.query_node(&element, value).flatten()
    }
}

/// The largest number in a path of absolute commands.
fn extent(path: &str) -> f32 {
    let numbers = path.split(|c: char| c == ' ' || c.is_ascii_alphabetic()).filter_map(|part| part.parse::<f32>().ok());
    numbers.fold(0.0, |largest, number| largest.max(number.abs()))
}

/// Numbers with spaces or commas between them.
fn numbers(text: &str) -> Option<Vec<f32>> {
    text.split([' ', ',', '\n', '\t']).filter(|part| !part.is_empty()).map(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::drawing;
    use crate::model::Colour;

    #[test]
    fn reads_shapes_with_their_colours() {
        let svg = "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"10 0 20 10\"><title>A</title>\
                   <g fill=\"#c00\" fill-rule=\"evenodd\"><path d=\"M10 0h4v4z\"/><circle cx=\"15\" cy=\"5\" r=\"1\" fill=\"none\"/></g>\
                   <rect x=\"12\" y=\"1\" width=\"2\" height=\"3\"/></svg>";
        let drawing = drawing(svg).unwrap();
        assert_eq!((drawing.width, drawing.height, drawing.parts.len()), (20.0, 10.0, 2));
        assert_eq!(drawing.parts[0].path, "M0 0L4 0L4 4Z");
        assert_eq!((drawing.parts[0].colour, drawing.parts[0].even_odd), (Colour::parse("#cc0000"), true));
        assert_eq!((drawing.parts[1].path.as_str(), drawing.parts[1].colour), ("M2 1L4 1L4 4L2 4Z", None));
    }

    #[test]
    fn says_what_cannot_be_drawn() {
        let svg = |inside: &str| format!("<svg viewBox=\"0 0 16 16\">{inside}</svg>");
        let fault = |inside: &str| drawing(&svg(inside)).unwrap_err();
        assert_eq!(fault("<text>A</text>"), "it has an element text");
        assert_eq!(
            fault("<path d=\"M0 0h4v4z\" transform=\"scale(2)\"/>"),
            "an element in it has the attribute transform"
        );
        assert_eq!(fault("<path d=\"M0 0h4\" stroke=\"#000\" fill=\"none\"/>"), "a line in it is stroked");
        assert_eq!(fault("<path d=\"no\"/>"), "an element path in it cannot be read");
        assert_eq!(fault("<path d=\"M0 0h4v4z\" fill=\"url(#a)\"/>"), "a colour in it is “url(#a)”");
        assert_eq!(fault(""), "it draws nothing");
        assert_eq!(drawing("words").unwrap_err(), "it is not an SVG file");
        assert_eq!(
            drawing("<svg><path d=\"M0 0h4v4z\"/></svg>").unwrap_err(),
            "its element svg has no viewBox that can be read"
        );
        assert_eq!(fault("<path d=\"M0 0H900000v4z\"/>"), "a shape in it is far outside of its viewBox");
        let deep = "<g>".repeat(10_000);
        assert_eq!(drawing(&svg(&deep)).unwrap_err(), "it has an element g");
    }
}
