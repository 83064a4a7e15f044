//! What `citeback publish` says: the plan, progress, the result. Entry points: [`Report`], [`Progress`].

use std::io::{IsTerminal as _, stderr};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use url::Url;

use super::messages::{count, grouped, write_stderr};
use crate::base::error::Error;
use crate::cli::{Format, print};
use crate::findings::Code;
use crate::publish::gone::{Gone, Successor};
use crate::publish::plan::Plan;
use crate::publish::release::{Current, Release, Sha256};
use crate::publish::target::Seen;
use crate::routes::NamedPage;

/// How many files of each kind are named.
const MAX_NAMED: usize = 8;

/// How often progress is shown.
const INTERVAL: Duration = Duration::from_millis(100);

/// Where and how to say it.
pub(super) struct Report {
    pub format: Format,
    /// The target, for people.
    pub target: String,
    /// Where readers find the site.
    pub base: Option<Url>,
    /// The notes that the build left out because of an embargo.
    pub embargoed: Vec<LeftOut>,
}

/// A note that the build left out because of an embargo.
pub(super) struct LeftOut {
    /// The path of its file.
    pub file: String,
    /// When the embargo ends.
    pub until: String,
    /// What it names that is under embargo; `None` if the embargo is its own.
    pub names: Option<String>,
}

impl LeftOut {
    /// Whether it is the note with this kind and id.
    fn is(&self, what: &str, id: &str) -> bool {
        let stem = self.file.rsplit('/').next().and_then(|name| name.split('.').next());
        stem == Some(id) && self.file.starts_with(&format!("content/{what}s/"))
    }

    fn hint(&self) -> String {
        let LeftOut { file, until, names } = self;
        let (why, line) = match names {
            Some(names) => (format!("names {names}, which is under embargo until {until}"), "the line"),
            None => (format!("is under embargo until {until}"), "its line"),
        };
        format!("{file} {why}: if that time has come, publish with “--now”, or delete {line} “embargo”")
    }
}

impl Report {
    /// For people on stderr, for programs as a line of JSON on stdout.
    fn say(&self, people: &str, programs: Value) -> Result<(), Error> {
        if self.format == Format::Json {
            return print(&format!("{programs}\n"));
        }
        write_stderr(people);
        Ok(())
    }

    pub fn plan(&self, plan: &Plan, release: &Release, seen: &Seen) -> Result<(), Error> {
        let Plan { new, changed, removed, unchanged, foreign, in_the_way, bytes, stages: _ } = plan;
        let programs = json!({
            "publish": "plan", "target": self.target, "release": release.name().to_string(), "new": new, "changed": changed,
            "removed": removed, "unchanged": unchanged, "bytes": bytes, "foreign": foreign, "in_the_way": in_the_way,
            "interrupted_before": !seen.unfinished.is_empty(),
        });
        let mut text = format!(
            "{}: {} new, {} changed, {} removed, {} unchanged, {} to write\n",
            self.target,
            grouped(new.len()),
            grouped(changed.len()),
            grouped(removed.len()),
            grouped(*unchanged),
            size(*bytes),
        );
        for (what, paths) in [("new", new), ("changed", changed), ("removed", removed)] {
            named(what, paths, &mut text);
        }
        named("left alone, not from citeback:", foreign, &mut text);
        if !seen.unfinished.is_empty() {
            text.push_str("  the last publication was interrupted; this one goes on from what is there\n");
        }
        self.say(&text, programs)
    }

    /// Warnings of addresses that readers would lose.
    pub fn gone(&self, gone: &[Gone<'_>]) -> Result<(), Error> {
        for address in gone {
            let Gone { path, page: NamedPage { what, id }, .. } = address;
            let code = Code::AddressGone.name();
            let message = format!("{path} would be gone: the site no longer has the {what} “{id}”");
            let left_out = self.embargoed.iter().find(|note| note.is(what, id));
            let hints = left_out.map_or_else(|| hints(address), |note| vec![note.hint()]);
            let programs = json!({
                "publish": "warning", "code": code, "target": self.target, "path": path, "message": message, "hints": hints,
            });
            let hints: String = hints.iter().map(|hint| format!("  = help: {hint}\n")).collect();
            self.say(&format!("warning[{code}]: {message}\n{hints}"), programs)?;
        }
        Ok(())
    }

    pub fn done(
        &self,
        release: &Release,
        before: Option<Sha256>,
        up_to_date: bool,
        remarks: &[String],
    ) -> Result<(), Error> {
        let name = release.name();
        let programs = json!({
            "publish": "done", "target": self.target, "release": name.to_string(), "changed": !up_to_date,
            "before": before.map(|before| before.to_string()), "remarks": remarks,
            "address": self.base.as_ref().map(Url::as_str),
        });
        let what = if up_to_date { "is up to date" } else { "published" };
        let mut text = format!("{what}: release {}, {}\n", name.short(), count(release.files.len(), "file", "files"));
        for remark in remarks {
            text.push_str(&format!("note: {remark}\n"));
        }
        if let Some(base) = &self.base {
            text.push_str(&format!("look at {base}\n"));
        }
        self.say(&text, programs)
    }

    /// The releases that can be published again, on stdout.
    pub fn history(&self, current: Option<&Current>) -> Result<(), Error> {
        let history = current.map(|current| current.history.as_slice()).unwrap_or_default();
        let is_live = |release| current.is_some_and(|current| current.live == release);
        if self.format == Format::Json {
            let releases = history.iter().map(|kept| {
                json!({"release": kept.release.to_string(), "published": kept.published, "live": is_live(kept.release)})
            });
            let releases: Vec<Value> = releases.collect();
            return print(&format!("{}\n", json!({"publish": "history", "target": self.target, "releases": releases})));
        }
        if history.is_empty() {
            return print(&format!("nothing has been published to {} yet\n", self.target));
        }
        let lines = history.iter().map(|kept| {
            let live = if is_live(kept.release) { "  live" } else { "" };
            format!("{}  {}{live}\n", kept.release.short(), kept.published)
        });
        print(&lines.collect::<String>())
    }

    pub fn purged(&self, path: &str, removed: usize) -> Result<(), Error> {
        let programs = json!({"publish": "purged", "target": self.target, "path": path, "removed": removed});
        let people = match removed {
            0 => format!("no earlier version of {path} is kept\n"),
            _ => format!("removed {} of {path}\n", count(removed, "earlier version", "earlier versions")),
        };
        self.say(&people, programs)
    }
}

/// What an editor can do about an address that would be gone.
fn hints(Gone { page: NamedPage { what, id }, successor, .. }: &Gone<'_>) -> Vec<String> {
    let line = format!("“formerly: [{id}]”");
    let renamed = match successor {
        Some(Successor { id: new, is_same: true }) => {
            format!("it seems to be the {what} “{new}” now: write {line} there, and the old address leads to it")
        }
        Some(Successor { id: new, is_same: false }) => {
            format!("if it is the {what} “{new}” now, write {line} there, and the old address leads to it")
        }
        None => format!("if it has another id now, write {line} there, and the old address leads to it"),
    };
    let kept = match *what {
        "claim" => Some("to take it out of all lists but keep its page, keep the note with “status: retired”"),
        "source" => Some("if no published claim cites it any more, “uncited: publish” in the source keeps its page"),
        _ => None,
    };
    std::iter::once(renamed).chain(kept.map(str::to_owned)).collect()
}

fn named(what: &str, paths: &[String], text: &mut String) {
    for path in paths.iter().take(MAX_NAMED) {
        // A name at the target may be anything.
        let path: String = path.chars().map(|c| if c.is_control() { '�' } else { c }).collect();
        text.push_str(&format!("  {what} {path}\n"));
    }
    if paths.len() > MAX_NAMED {
        text.push_str(&format!("  {what} … and {} more\n", grouped(paths.len() - MAX_NAMED)));
    }
}

/// A size in the unit that suits it.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// A line on a terminal that says how far it is.
pub(super) struct Progress(Mutex<(Instant, Instant, u64)>);

impl Default for Progress {
    fn default() -> Self {
        Progress(Mutex::new((Instant::now(), Instant::now(), 0)))
    }
}

impl Progress {
    /// Called after each step, from several threads.
    pub fn step(&self, done: usize, total: usize, bytes: u64) {
        let Ok(mut state) = self.0.lock() else { return };
        let (started, shown, written) = &mut *state;
        *written += bytes;
        if shown.elapsed() < INTERVAL || !stderr().is_terminal() {
            return;
        }
        *shown = Instant::now();
        let rate = *written as f64 / started.elapsed().as_secs_f64().max(0.001);
        write_stderr(&format!("\x1b[2K\rpublishing: {} of {}, {}/s", grouped(done), grouped(total), size(rate as u64)));
    }

    /// Removes the line.
    pub fn clear() {
        if stderr().is_terminal() {
            write_stderr("\x1b[2K\r");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_have_a_unit_that_suits_them() {
        assert_eq!([999, 1_500, 2_340_000].map(size), ["999 bytes", "1.5 kB", "2.3 MB"]);
    }
}
