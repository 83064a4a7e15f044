//! What a test says of variables and fields: [`when`].

use crate::build::render::template_syntax::{Expr, Operator};

/// What stands for “one of the two is not none” among paths.
pub(super) fn either(left: &Expr<'_>, right: &Expr<'_>) -> Option<String> {
    Some(format!("{} or {}", left.path()?, right.path()?))
}

/// The paths that are not none where a test has come out this way.
pub(super) fn when(test: &Expr<'_>, holds: bool) -> Vec<String> {
    let present = |expr: &Expr<'_>| if holds { expr.path().into_iter().collect() } else { vec![] };
    match test {
        Expr::Name { .. } | Expr::Field { .. } => present(test),
        Expr::Not { of, .. } => when(of, !holds),
        Expr::Binary { operator: Operator::And, left, right } if holds => {
            [when(left, true), when(right, true)].concat()
        }
        Expr::Binary { operator: Operator::Or, left, right } if !holds => {
            [when(left, false), when(right, false)].concat()
        }
        // Either of them holds: what both say, and that one of the two does.
        Expr::Binary { operator: Operator::Or, left, right } => {
            let other = when(right, true);
            let both = when(left, true).into_iter().filter(|path| other.contains(path));
            both.chain(either(left, right)).collect()
        }
        // None is not equal to a constant, nor greater or less than anything.
        Expr::Binary { operator: Operator::Equal, left, right } => {
            match (&**left, &**right) {
                (path, Expr::Constant { is_none: true, .. }) | (Expr::Constant { is_none: true, .. }, path) => {
                    if holds { vec![] } else { path.path().into_iter().collect() }
                }
                (path, Expr::Text { .. } | Expr::Constant { .. })
                | (Expr::Text { .. } | Expr::Constant { .. }, path) => present(path),
                _ => vec![],
            }
        }
        Expr::Binary { operator: Operator::Order | Operator::In, left, right } if holds => {
            [when(left, true), when(right, true)].concat()
        }
        Expr::Filter { of, .. } if holds => when(of, true),
        Expr::Test { of, name, .. } => match (*name, holds) {
            // None is defined.
            ("none", false) | ("string" | "number" | "map" | "array" | "iterable", true) => {
                of.path().into_iter().collect()
            }
            _ => vec![],
        },
        _ => vec![],
    }
}
