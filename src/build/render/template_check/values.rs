//! What expressions come to: [`Follower::value`], and [`Follower::needed`] where a missing value makes a page fail.

use std::rc::Rc;

use super::facts::{either, when};
use super::follow::Follower;
use super::scope::{Known, Named, Place, Scope, Undefined};
use super::shape::{GroupId, Shape, Type};
use crate::build::render::template_syntax::{Argument, Expr, Operator};
use crate::findings::{did_you_mean, question};

/// At most this many fields are listed.
const LISTED: usize = 30;

impl<'c> Follower<'c, '_> {
    /// What an expression comes to, if it may be missing.
    pub fn value(&mut self, expr: &'c Expr<'c>, scope: &Scope<'c>) -> Known {
        match expr {
            Expr::Text { .. } => Known::of(Shape::Text),
            Expr::Constant { is_none, .. } => Known { optional: *is_none, ..Known::of(Shape::Anything) },
            Expr::Name { name, .. } => self.name(name, expr, scope),
            Expr::Field { of, name, optional, .. } => {
                let of_known = if *optional { self.value(of, scope) } else { self.defined(of, scope) };
                self.field(&of_known, of, name, expr, scope)
            }
            Expr::Item { of, indices, slice, optional, .. } => {
                let of_known = if *optional { self.value(of, scope) } else { self.defined(of, scope) };
                self.values(indices, scope);
                match (&of_known.shape, &indices[..]) {
                    (_, _) if *slice => of_known,
                    (Shape::Group(group), [Expr::Text { text, .. }]) => {
                        self.item_of_group(*group, &of_known, of, text, &indices[0])
                    }
                    (Shape::List(entry), [_]) => Known::from(&**entry),
                    _ => Known::of(Shape::Anything),
                }
            }
            Expr::Filter { of, name, arguments, .. } => self.filtered(of, name, arguments, scope),
            Expr::Test { of, arguments, .. } => {
                self.value(of, scope);
                self.arguments(arguments, scope);
                Known::of(Shape::Boolean)
            }
            Expr::Call { name, arguments, .. } => {
                self.arguments(arguments, scope);
                if *name == "super" {
                    self.parent_block(scope);
                    return Known::of(Shape::Html);
                }
                Known::of(Shape::Anything)
            }
            Expr::Not { of, .. } => {
                self.value(of, scope);
                Known::of(Shape::Boolean)
            }
            Expr::Binary { operator, left, right } => self.binary(*operator, left, right, scope),
            Expr::Choice { test, yes, no } => {
                self.value(test, scope);
                let no = self.value(no, &scope.with(when(test, false)));
                if self.never_holds(test, scope) {
                    return no;
                }
                self.value(yes, &scope.with(when(test, true))).or(no)
            }
            Expr::Several { entries, is_list, .. } => self.several(entries, *is_list, scope),
            Expr::Comprehension { value, key, name, of, test, .. } => {
                let of = self.needed(of, scope);
                let mut inner = scope.clone();
                self.bind_entry(*key, name, &of, &mut inner);
                if let Some(test) = test {
                    self.value(test, &inner);
                    inner = inner.with(when(test, true));
                }
                let value = self.value(value, &inner);
                Known::of(Shape::List(Rc::new(Type { shape: value.shape, optional: value.optional })))
            }
        }
    }

    pub fn values(&mut self, exprs: &'c [Expr<'c>], scope: &Scope<'c>) {
        for expr in exprs {
            self.value(expr, scope);
        }
    }

    fn arguments(&mut self, arguments: &'c [Argument<'c>], scope: &Scope<'c>) {
        for argument in arguments {
            self.value(&argument.value, scope);
        }
    }

    /// What an expression comes to where a page fails if it is undefined.
    pub fn defined(&mut self, expr: &'c Expr<'c>, scope: &Scope<'c>) -> Known {
        let known = self.value(expr, scope);
        match &known.undefined {
            Some(Undefined::Unknown(place)) if self.own_text().is_some() => self.report.needs(place),
            Some(Undefined::OfOptional(of, place)) => self.report.untested(place, self.page, of),
            _ => {}
        }
        Known { undefined: None, ..known }
    }

    /// What an expression comes to where a page fails if it is none, too.
    pub fn needed(&mut self, expr: &'c Expr<'c>, scope: &Scope<'c>) -> Known {
        let known = self.defined(expr, scope);
        if known.optional
            && let Some((path, place)) = self.cause(&known, expr, expr)
        {
            self.report.untested(&place, self.page, &path);
        }
        Known { optional: false, ..known }
    }

    /// What of the site's own templates makes a value optional: where a template gave it the name that is read, or where it is read.
    fn cause(&self, known: &Known, of: &Expr<'_>, read: &Expr<'_>) -> Option<(String, Place)> {
        if let Some(named) = &known.named {
            return Some((named.path.clone(), named.place.clone()));
        }
        let path = of.path().filter(|_| self.own_text().is_some())?;
        Some((path, self.place(read)))
    }

    /// A value that gets a name.
    pub fn named(&self, known: Known, value: &Expr<'_>) -> Known {
        if !known.optional || known.named.is_some() {
            return known;
        }
        let cause = self.cause(&known, value, value);
        Known { named: cause.map(|(path, place)| Rc::new(Named { path, place })), ..known }
    }

    fn binary(&mut self, operator: Operator, left: &'c Expr<'c>, right_expr: &'c Expr<'c>, scope: &Scope<'c>) -> Known {
        let left_known = self.value(left, scope);
        match operator {
            // What is never reached is not looked at.
            Operator::And if self.never_holds(left, scope) => left_known,
            Operator::And => {
                let right = self.value(right_expr, &scope.with(when(left, true)));
                Known { undefined: None, ..left_known.or(right) }
            }
            // The left one if it is true: then it is there.
            Operator::Or => {
                let right = self.value(right_expr, &scope.with(when(left, false)));
                let left_known = Known { optional: false, undefined: None, ..left_known };
                let known = left_known.or(right);
                match either(left, right_expr) {
                    Some(either) if scope.is_present(&either) => Known { optional: false, undefined: None, ..known },
                    _ => known,
                }
            }
            Operator::Equal | Operator::In | Operator::Order => {
                self.value(right_expr, scope);
                Known::of(Shape::Boolean)
            }
            Operator::Other => {
                self.value(right_expr, scope);
                Known::of(Shape::Anything)
            }
        }
    }

    fn several(&mut self, entries: &'c [Expr<'c>], is_list: bool, scope: &Scope<'c>) -> Known {
        let mut shape: Option<Known> = None;
        for entry in entries {
            let known = self.value(entry, scope);
            shape = Some(match shape {
                Some(first) => first.or(known),
                None => known,
            });
        }
        match shape {
            Some(Known { shape, optional, .. }) if is_list => Known::of(Shape::List(Rc::new(Type { shape, optional }))),
            _ => Known::of(Shape::Anything),
        }
    }

    fn filtered(&mut self, of: &'c Expr<'c>, name: &str, arguments: &'c [Argument<'c>], scope: &Scope<'c>) -> Known {
        let known = match name {
            "default" => self.value(of, scope),
            "json_encode" => self.defined(of, scope),
            _ => self.needed(of, scope),
        };
        self.arguments(arguments, scope);
        let entry = |known: &Known| match &known.shape {
            Shape::List(entry) => Known { optional: true, ..Known::from(&**entry) },
            _ => Known::of(Shape::Anything),
        };
        match name {
            "default" => {
                let other = arguments.iter().find(|argument| argument.name == "value");
                let other = other.map(|argument| self.value(&argument.value, scope));
                let known = Known { undefined: None, ..known };
                other.map_or_else(|| Known::of(Shape::Anything), |other| known.or(other))
            }
            "fill" => {
                self.fill(&known, of, arguments);
                Known::of(Shape::Html)
            }
            "length" | "wordcount" | "abs" | "int" | "float" | "round" => Known::of(Shape::Number),
            "first" | "last" | "nth" => entry(&known),
            "reverse" | "sort" | "unique" | "safe" => Known { optional: false, ..known },
            "keys" | "values" | "pairs" | "split" => {
                Known::of(Shape::List(Rc::new(Type { shape: Shape::Anything, optional: false })))
            }
            "get" | "group_by" => Known::of(Shape::Anything),
            _ => Known::of(Shape::Text),
        }
    }

    fn name(&mut self, name: &'c str, expr: &Expr<'_>, scope: &Scope<'c>) -> Known {
        if name == "__tera_context" {
            return Known::of(Shape::Anything);
        }
        let place = self.place(expr);
        let Some(known) = scope.get(name) else {
            if self.is_open {
                return Known::of(Shape::Anything);
            }
            if self.own_text().is_some() {
                let message = format!("nothing is called `{name}` here");
                let meant = self.names_meant(name, scope);
                self.report.unknown(&place, self.page, message, Some(meant));
            }
            return Known { undefined: Some(Undefined::Unknown(place)), ..Known::of(Shape::Anything) };
        };
        if self.own_text().is_some() {
            self.report.known(place);
        }
        let present = scope.is_present(name);
        let known = known.clone();
        if present { Known { optional: false, undefined: None, ..known } } else { known }
    }

    /// A field of a value. `expr`: the whole of it.
    fn field(&mut self, of_known: &Known, of: &Expr<'_>, name: &str, expr: &Expr<'_>, scope: &Scope<'c>) -> Known {
        let Expr::Field { at, .. } = expr else { return Known::of(Shape::Anything) };
        let place = self.place_of(at.clone());
        let found = match &of_known.shape {
            Shape::Anything => return Known::of(Shape::Anything),
            Shape::Group(group) => {
                let group = self.declared.groups.get(*group);
                match group.field(name) {
                    None if group.open => return Known::of(Shape::Anything),
                    found => found,
                }
            }
            _ => None,
        };
        let Some(found) = found else { return self.no_such_field(of_known, of, name, place) };
        if self.own_text().is_some() {
            self.report.known(place);
        }
        let path = expr.path();
        let known = Known::from(found);
        if path.is_some_and(|path| scope.is_present(&path)) {
            return Known { optional: false, ..known };
        }
        let cause = if of_known.optional { self.cause(of_known, of, expr) } else { None };
        Known { undefined: cause.map(|(path, place)| Undefined::OfOptional(path, place)), ..known }
    }

    /// `assets["newsroom.css"]`
    fn item_of_group(&mut self, group: GroupId, known: &Known, of: &Expr<'_>, name: &str, index: &Expr<'_>) -> Known {
        let group = self.declared.groups.get(group);
        match group.field(name) {
            Some(found) => Known::from(found),
            None if group.open => Known::of(Shape::Anything),
            None => {
                let place = self.place(index);
                self.no_such_field(known, of, name, place)
            }
        }
    }

    fn no_such_field(&mut self, known: &Known, of: &Expr<'_>, name: &str, place: Place) -> Known {
        if self.own_text().is_some() {
            let file = self.source(of);
            let message = match &known.shape {
                Shape::Group(_) => format!("`{file}` has no field `{name}`"),
                other => format!("`{file}` is {} and has no field `{name}`", other.name()),
            };
            let meant = self.fields_meant(known, &file, name);
            self.report.unknown(&place, self.page, message, meant);
        }
        Known { undefined: Some(Undefined::Unknown(place)), ..Known::of(Shape::Anything) }
    }

    pub fn place(&self, expr: &Expr<'_>) -> Place {
        self.place_of(expr.range())
    }

    /// An expression of one of the site's own templates as it is written.
    pub fn source(&self, expr: &Expr<'_>) -> String {
        citeback_quote::text::single_spaced(self.own_text().map_or("", |text| &text[expr.range()]))
    }

    /// What may be meant by a field that a value has not.
    fn fields_meant(&self, known: &Known, of: &str, name: &str) -> Option<String> {
        match &known.shape {
            Shape::Group(group) => {
                let fields = &self.declared.groups.get(*group).fields;
                let names: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
                let meant = did_you_mean(name, names.iter().copied()).map(question);
                let more = if names.len() > LISTED { " …" } else { "" };
                let listed = format!("fields of `{of}`: {}{more}", names[..names.len().min(LISTED)].join(", "));
                // The list helps where nothing is near.
                Some(meant.unwrap_or(listed))
            }
            Shape::List(_) => Some(format!("go through its entries: {{% for entry in {of} %}} … {{% endfor %}}")),
            _ => None,
        }
    }

    /// What may be meant by a name that is unknown: another name, or a field of one.
    fn names_meant(&self, name: &str, scope: &Scope<'c>) -> String {
        let names: Vec<&str> = scope.names().map(|(name, _)| name).collect();
        if let Some(meant) = did_you_mean(name, names.iter().copied()) {
            return question(meant);
        }
        let has = |known: &Known| matches!(known.shape, Shape::Group(group) if self.declared.groups.get(group).field(name).is_some());
        // What a page is about comes before what all pages have.
        let is_shared = |known: &str| self.declared.groups.get(self.declared.shared).field(known).is_some();
        let own = scope.names().find(|(known, value)| !is_shared(known) && has(value));
        let of_group =
            own.or_else(|| scope.names().find(|(known, value)| matches!(*known, "brief" | "page") && has(value)));
        match of_group {
            Some((group, _)) => question(format!("{group}.{name}")),
            None => format!("names here: {}", names.join(", ")),
        }
    }
}
