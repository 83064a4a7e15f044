//! Counts how often a text is parsed, for tests: [`counted`]. It is compiled with debug assertions, as tests of other crates need it.

use std::sync::Mutex;

/// Only texts with this word are counted, and each test puts a name of its own after it: tests run at the same time.
const MARK: &str = "counted-text-";

/// What is done to a text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Reading its values.
    Parse,
    /// Building a tree with positions.
    Tree,
}

static DONE: Mutex<Vec<(Step, String)>> = Mutex::new(vec![]);

pub(super) fn count(step: Step, text: &str) {
    if text.contains(MARK) {
        DONE.lock().expect("no test panics while it counts").push((step, text.to_owned()));
    }
}

/// How often a step was done to texts that contain `counted-text-` and then `name`.
pub fn counted(step: Step, name: &str) -> usize {
    let marked = format!("{MARK}{name}");
    let done = DONE.lock().expect("no test panics while it counts");
    done.iter().filter(|(done, text)| *done == step && text.contains(&marked)).count()
}
