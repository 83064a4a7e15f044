//! How a page's style sheets and `style` attributes show its elements: [`Styles::of`]. Only what is certain counts: rules for some screens,
//! or with selectors that are not understood, never hide anything, but may show what another rule hides.

use std::collections::HashMap;

use super::effect::{Display, Effect, Numbering, Property, Value, Weight};
use super::effects::{effects, generated_words};
use super::page::SavedPage;
use super::placed::{Placed, placing};
use super::selector::{Key, Selector};
use super::sheet::{Declaration, declarations, media, rules};
use citeback_quote::text::{shortened, single_spaced};

/// How many steps are made to match selectors. Real pages need a hundredth; hostile ones could take hours.
const MAX_STEPS: usize = 10_000_000;
/// How much text of selectors is read, in bytes, with lists written out.
const MAX_SELECTORS: usize = 2 << 20;
/// How much of doubted words is shown, in characters.
const MAX_QUOTED: usize = 40;
/// What cannot be undone on an element inside.
const UNSEEN: [Property; 5] =
    [Property::Opacity, Property::ContentVisibility, Property::Away, Property::Colour, Property::Replaced];
/// How many remarks quote words of a style sheet.
const MAX_GENERATED: usize = 3;

/// How an element is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// Whether the element and everything inside it has no box.
    pub removed: bool,
    /// Whether it is there but cannot be seen: transparent, cut off or beside the screen.
    pub unseen: bool,
    /// Whether its words are visible, and those inside it that do not say otherwise.
    pub visible: Option<bool>,
    /// Whether its words have no size, and those inside it that do not say otherwise.
    pub sizeless: Option<bool>,
    pub display: Option<Display>,
    /// Of the words.
    pub ink: Option<Paint>,
    /// Behind the words.
    pub ground: Option<Paint>,
    pub raised: bool,
    pub lowered: bool,
    pub struck: bool,
    pub numbering: Option<Numbering>,
    /// Whether boxes or letters are shown in another order.
    pub reordered: bool,
    /// Whether it is hidden if a rule that may apply does, or one that may not apply does not.
    pub doubted: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Paint {
    /// Red, green and blue.
    Colour([u8; 3]),
    /// A picture, or a colour that is not known.
    Other,
}

/// Indexed by node; the looks that are not plain.
pub(super) struct Styles {
    looks: HashMap<usize, Look>,
    /// What the editor should know.
    pub remarks: Vec<String>,
    /// Whether there are style sheets that the file does not have.
    pub incomplete: bool,
}

/// A rule of the page that may concern words.
struct Known {
    selector: Selector,
    effects: Vec<Effect>,
    /// What it says of place and size.
    placing: Vec<Declaration>,
    /// Words that the rule puts before or after an element.
    words: Option<String>,
}

impl Styles {
    pub fn of(page: &SavedPage) -> Styles {
        let mut bytes = MAX_SELECTORS;
        let (known, index) = known_rules(page, &mut bytes);
        let mut styles = Styles { looks: HashMap::new(), remarks: vec![], incomplete: has_other_sheets(page) };
        let mut steps = MAX_STEPS;
        let mut generated: Vec<&str> = vec![];
        for node in 1..page.len() {
            if page.text(node).is_some() {
                continue;
            }
            let candidates = candidates(page, node, &index);
            steps = steps.saturating_sub(candidates.len());
            let mut winners: Winners = HashMap::new();
            // If every doubt is decided for hiding.
            let mut worst: Winners = HashMap::new();
            let attribute = page.attribute(node, "style").map(declarations).unwrap_or_default();
            let attribute_placing = placing(&attribute);
            let mut placed = Placed::default();
            for rule in candidates {
                if steps == 0 || !known[rule].selector.matches(page, node, &mut steps) {
                    continue;
                }
                generated.extend(known[rule].words.as_deref());
                let selector = &known[rule].selector;
                let weight = |important| (important, false, important == selector.layered, selector.specificity, rule);
                placed.add(&known[rule].placing, selector.certain, weight);
                for effect in &known[rule].effects {
                    let weight = weight(effect.important);
                    let hides = effect.value.hides();
                    // A rule that may not apply never hides.
                    if selector.certain || !hides && effect.property != Property::Order {
                        decide(&mut winners, effect, weight);
                    }
                    // What is on some screens is seen.
                    let may_hide = hides && !selector.for_some_screens && !selector.is_vague();
                    if selector.certain || may_hide || !hides && selector.for_some_screens {
                        decide(&mut worst, effect, weight);
                    }
                }
            }
            for (order, effect) in effects(&attribute).iter().enumerate() {
                let weight = (effect.important, true, false, (0, 0, 0), order);
                decide(&mut winners, effect, weight);
                decide(&mut worst, effect, weight);
            }
            placed.add(&attribute_placing, true, |important| (important, true, false, (0, 0, 0), 0));
            if placed.hides() {
                let weight = (true, true, true, (0, 0, 0), 0);
                winners.insert(Property::Away, (weight, Value::Hidden));
                worst.insert(Property::Away, (weight, Value::Hidden));
            }
            if !winners.is_empty() || !worst.is_empty() {
                let hidden = |winners: &Winners, property: &Property| {
                    winners.get(property).is_some_and(|(_, value)| value.hides())
                };
                let doubted = worst.keys().any(|property| hidden(&worst, property) && !hidden(&winners, property));
                styles.looks.insert(node, Look { doubted, ..Look::of(&winners) });
            }
        }
        if steps == 0 || bytes == 0 {
            styles.looks.clear();
            styles.remarks.push("its style sheets are too large to tell which words they hide".to_owned());
        }
        styles.remark_generated(&generated);
        styles
    }

    pub fn look(&self, node: usize) -> Look {
        self.looks.get(&node).copied().unwrap_or_default()
    }

    /// What the editor should know of words in the article that some rule may hide.
    pub fn doubted(&self, page: &SavedPage, hidden: &[bool]) -> Option<String> {
        let mut doubted = vec![false; page.len()];
        for node in 1..page.len() {
            // Pages hide themselves until a script runs.
            let whole = matches!(page.name(node), "html" | "body");
            doubted[node] = doubted[page.parent(node)] || self.look(node).doubted && !whole;
            let words = page.text(node).filter(|text| text.contains(char::is_alphanumeric));
            if let Some(words) = words.filter(|_| doubted[node] && !hidden[node]) {
                let words = shortened(&single_spaced(words), MAX_QUOTED);
                let remark = "may be hidden by the style sheet: look at the page whether readers can see it";
                return Some(format!("“{words}” {remark}"));
            }
        }
        None
    }

    fn remark_generated(&mut self, words: &[&str]) {
        let mut known: Vec<&str> = vec![];
        for words in words {
            if !known.contains(words) && known.len() < MAX_GENERATED {
                known.push(words);
            }
        }
        if !known.is_empty() {
            let words: Vec<String> = known.iter().map(|words| format!("“{words}”")).collect();
            let words = words.join(", ");
            self.remarks.push(format!("its style sheet shows words that are not in the text: {words}"));
        }
    }
}

/// The rules of the page, and where they are by what they select and the shadow tree that they are in.
type Index = HashMap<(usize, Key), Vec<usize>>;

fn known_rules(page: &SavedPage, bytes: &mut usize) -> (Vec<Known>, Index) {
    let (mut known, mut index) = (vec![], Index::new());
    for (scope, css) in sheets(page) {
        for rule in rules(&css, bytes) {
            let generated = rule.selector.generated;
            let words = generated.then(|| generated_words(&rule.declarations)).flatten();
            let effects = if generated { vec![] } else { effects(&rule.declarations) };
            if words.is_some() || !effects.is_empty() {
                index.entry((scope, rule.selector.key())).or_default().push(known.len());
                let placing = if generated { vec![] } else { placing(&rule.declarations) };
                known.push(Known { selector: rule.selector, effects, placing, words });
            }
        }
    }
    (known, index)
}

type Winners = HashMap<Property, (Weight, Value)>;

fn decide(winners: &mut Winners, effect: &Effect, weight: Weight) {
    let best = winners.entry(effect.property).or_insert((weight, effect.value));
    if weight >= best.0 {
        *best = (weight, effect.value);
    }
}

/// The rules that may select a node, in order.
fn candidates(page: &SavedPage, node: usize, index: &Index) -> Vec<usize> {
    if index.is_empty() {
        return vec![];
    }
    let scope = page.scope(node);
    let classes = page.attribute(node, "class").unwrap_or_default().split_ascii_whitespace();
    let keys = classes
        .map(|class| Key::Class(class.to_owned()))
        .chain(page.attribute(node, "id").map(|id| Key::Id(id.to_owned())))
        .chain([Key::Element(page.name(node).to_owned()), Key::Any]);
    let mut found: Vec<usize> = keys.filter_map(|key| index.get(&(scope, key))).flatten().copied().collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The style sheets in the page that apply on screens where scripts run, each with its shadow tree.
fn sheets(page: &SavedPage) -> impl Iterator<Item = (usize, String)> + '_ {
    let applies = |node: &usize| {
        let kind = page.attribute(*node, "type").unwrap_or_default().trim().to_ascii_lowercase();
        let off = page
            .ancestors_and_self(*node)
            .any(|ancestor| matches!(page.name(ancestor), "noscript" | "template") || page.is_unrendered(ancestor));
        !off && matches!(kind.as_str(), "" | "text/css")
            && media(page.attribute(*node, "media").unwrap_or_default()) == Some(true)
    };
    page.elements(&["style"])
        .filter(applies)
        .map(|node| (page.scope(node), page.descendants(node).filter_map(|inside| page.text(inside)).collect()))
}

fn has_other_sheets(page: &SavedPage) -> bool {
    page.elements(&["link"])
        .any(|node| page.has_token(node, "rel", "stylesheet") && page.attribute(node, "href").is_some())
}

impl Look {
    fn of(winners: &Winners) -> Look {
        let value = |property: Property| winners.get(&property).map(|(_, value)| *value);
        let hides = |property: Property| value(property).is_some_and(Value::hides);
        let shows =
            |property: Property| value(property).filter(|value| *value != Value::Inherited).map(|value| !value.hides());
        let paint = |property: Property| match value(property)? {
            Value::Colour(colour) => Some(Paint::Colour(colour)),
            Value::Painted => Some(Paint::Other),
            _ => None,
        };
        let display = match value(Property::Display) {
            Some(Value::Display(display)) => Some(display),
            _ => None,
        };
        Look {
            removed: display == Some(Display::None),
            unseen: UNSEEN.iter().any(|property| hides(*property)),
            visible: shows(Property::Visibility),
            sizeless: shows(Property::FontSize).map(|shown| !shown),
            display,
            ink: paint(Property::Ink),
            ground: paint(Property::Ground),
            reordered: value(Property::Order) == Some(Value::Reversed),
            doubted: false,
            raised: value(Property::Baseline) == Some(Value::Raised),
            lowered: value(Property::Baseline) == Some(Value::Lowered),
            struck: value(Property::Decoration) == Some(Value::Struck),
            numbering: match value(Property::Numbering) {
                Some(Value::Numbering(numbering)) => Some(numbering),
                _ => None,
            },
        }
    }
}
