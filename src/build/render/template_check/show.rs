//! What `{{ … }}` shows: [`Follower::show`]. Groups and lists are not for readers, and a phrase must get what it is filled with.

use super::follow::Follower;
use super::scope::{Known, Scope};
use super::shape::Shape;
use crate::build::load::english_phrase;
use crate::build::render::template_syntax::{Argument, Expr};
use crate::findings::{did_you_mean, question};
use crate::model::locale::{Phrase, placeholders};

impl<'c> Follower<'c, '_> {
    pub fn show(&mut self, expr: &'c Expr<'c>, scope: &Scope<'c>) {
        let known = self.defined(expr, scope);
        if self.own_text().is_none() {
            return;
        }
        let source = self.source(expr);
        let (message, hint) = match &known.shape {
            Shape::Phrase(name) if self.has_forms(name) => (
                format!("`{source}` has a form for each number, so it needs one"),
                format!("write {{{{ {source} | fill(count=…) }}}}"),
            ),
            Shape::Group(group) => {
                let group = self.declared.groups.get(*group);
                let fields: Vec<&str> = group.fields.iter().map(|(name, _)| name.as_str()).collect();
                let shown = ["text", "label", "name", "title"].into_iter().find(|name| fields.contains(name));
                let hint = match shown {
                    Some(field) => format!("show one of its fields: {{{{ {source}.{field} }}}}"),
                    None => format!("show one of its fields: {}", fields.join(", ")),
                };
                (format!("`{source}` is a group of values, which readers would see as data"), hint)
            }
            Shape::List(_) => (
                format!("`{source}` is a list, which readers would see as data"),
                format!(
                    "show its entries: {{% for entry in {source} %}} … {{% endfor %}}, or {{{{ {source} | join(sep=\", \") }}}}"
                ),
            ),
            _ => return,
        };
        let place = self.place(expr);
        self.report.fault(place, self.page, message, hint);
    }

    fn has_forms(&self, phrase: &str) -> bool {
        matches!(self.locale.phrases.get(phrase), Some(Phrase::Forms(_)))
    }

    /// `words.passages | fill(count=3)`
    pub fn fill(&mut self, phrase: &Known, of: &Expr<'c>, arguments: &'c [Argument<'c>]) {
        let Shape::Phrase(name) = &phrase.shape else { return };
        let Some(own) = self.locale.phrases.get(&**name).filter(|_| self.own_text().is_some()) else { return };
        let source = self.source(of);
        let mut needed: Vec<&str> = own.wordings().into_iter().flat_map(placeholders).collect();
        if self.has_forms(name) {
            needed.push("count");
        }
        needed.sort_unstable();
        needed.dedup();
        let missing: Vec<&str> =
            needed.iter().copied().filter(|name| !arguments.iter().any(|given| given.name == *name)).collect();
        // A wording need not use all that the English one has.
        let english =
            arguments.iter().any(|given| !needed.contains(&given.name)).then(|| english_phrase(name)).flatten();
        let mut allowed: Vec<&str> = english.iter().flat_map(Phrase::wordings).flat_map(placeholders).collect();
        if matches!(english, Some(Phrase::Forms(_))) {
            allowed.push("count");
        }
        let unknown: Vec<&Argument<'_>> =
            arguments.iter().filter(|given| !needed.contains(&given.name) && !allowed.contains(&given.name)).collect();
        for given in &unknown {
            let mut names: Vec<&str> = needed.iter().chain(&allowed).copied().collect();
            names.sort_unstable();
            names.dedup();
            let hint = match did_you_mean(given.name, names.iter().copied()).or(missing.first().copied()) {
                Some(meant) => question(meant),
                None if !names.is_empty() => format!("it takes {}", names.join(", ")),
                None => "nothing is filled into it: leave the filter out".to_owned(),
            };
            let place = self.place_of(given.at.clone());
            let message = format!("`{source}` takes no `{}`", given.name);
            self.report.fault(place, self.page, message, hint);
        }
        // A misspelt one is one mistake.
        for name in missing.iter().skip(unknown.len()) {
            let message = format!("`{source}` needs `{name}`, which is not given");
            let place = self.place(of);
            let hint = format!("add {name}=… in the brackets of fill");
            self.report.fault(place, self.page, message, hint);
        }
    }
}
