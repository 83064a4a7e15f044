//! What an embargo keeps out of the site: a note, and everything that names it. Entry point: [`Held::new`].
//!
//! A claim is kept out if it cites a source under embargo, or was written or reviewed by a person under embargo: without them it would say
//! less than its verdict rests on. What names something kept out, in a link or otherwise, is kept out as well, because its words tell readers
//! of it: a note as a whole, and so on, of the brief the bottom line or the entry of a list. A mention alone is dropped where the rest stands
//! without it: in `related`, `featured`, `policies`, and as the `origin` of a source.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use url::Url;

use super::mentions::{Kind, Named, addressed, has_id, mentions};
use crate::base::files::{FileId, Files};
use crate::base::index::IndexVec;
use crate::build::load::Note;
use crate::findings::{Code, Diagnostic, Findings};
use crate::model::{Brief, Claim, Date, Embargoes, Evidence, FormerId, Id, NavTarget, Page, PersonIdx, Source};
use crate::notes::front_matter::split_front_matter;
use crate::notes::place::Places;
use crate::notes::yaml::{Path, Skipped, Step, texts};

/// Everything that may name something, or be named.
pub(super) struct Noted<'a> {
    pub files: &'a Files,
    /// Where the site will be.
    pub base_url: Option<&'a Url>,
    pub brief: (&'a Brief, FileId),
    pub claims: &'a [Arc<Note<Claim<Evidence>>>],
    pub sources: &'a [Arc<Note<Arc<Source>>>],
    pub pages: &'a [Arc<Note<Page>>],
    /// The newsroom's own data, which templates may show.
    pub data: &'a [FileId],
}

/// A note, or a part of one, that is kept out.
#[derive(Debug, Clone)]
pub struct Embargoed {
    pub file: FileId,
    /// The part of the file; empty if it is all of it.
    pub part: Path,
    /// The path of a static file that only such notes name; `file` is the one of them whose embargo ends first.
    pub static_file: Option<String>,
    /// When the last embargo on it ends.
    pub until: Date,
    /// What it names, such as “the source “leak””; `None` if the embargo is its own.
    pub names: Option<String>,
}

/// What is kept out of the site.
#[derive(Debug, Default)]
pub struct Held {
    /// All of it, for a report.
    pub listed: Vec<Embargoed>,
    pub claims: BTreeSet<Id>,
    pub sources: BTreeSet<Id>,
    pub people: BTreeSet<PersonIdx>,
    pub pages: BTreeSet<Id>,
    pub bottom_line: bool,
    /// Positions in the brief’s list of findings.
    pub findings: BTreeSet<usize>,
    /// Positions in the brief’s list of open questions.
    pub open_questions: BTreeSet<usize>,
    /// Other parts of the brief that name something kept out. They cannot be left out.
    named_in_brief: Vec<(Path, Reason)>,
    /// The data files that name something kept out: templates may show all of them.
    named_in_data: Vec<(FileId, Reason)>,
    /// All ids, also earlier ones, of what is kept out.
    ids: BTreeSet<String>,
    ends: Ends,
}

/// When the embargoes of what is kept out end.
type Ends = BTreeMap<Named, Date>;

/// An end, and what is named.
type Reason = (Date, Option<String>);

/// A note, and what decides whether it is kept out.
struct Candidate<'a> {
    kind: Kind,
    id: &'a Id,
    formerly: &'a [FormerId],
    file: FileId,
    /// The end of its own embargo.
    end: Option<Date>,
    names: BTreeSet<Named>,
    /// Why it is kept out, if it is.
    reason: Option<Reason>,
}

impl Held {
    pub(super) fn new(noted: &Noted<'_>, embargoes: Embargoes) -> Self {
        let mut held = Held::default();
        let (brief, _) = noted.brief;
        let end = |embargo: Option<Date>| embargo.filter(|_| embargoes.hold(embargo));
        let of_notes = noted.sources.iter().map(|note| note.value.embargo);
        let of_notes = of_notes.chain(noted.claims.iter().map(|note| note.value.embargo));
        if !of_notes.chain(brief.people.iter().map(|person| person.embargo)).any(|embargo| embargoes.hold(embargo)) {
            return held;
        }
        let mut ends = Ends::new();
        for (person, given) in brief.people.enumerated() {
            if let Some(end) = end(given.embargo) {
                held.add(given.file, Path::top().key("people").index(given.index), (end, None));
                held.people.insert(person);
                held.name(Kind::Person, &given.id, &given.formerly, end, &mut ends);
            }
        }
        let mut notes = noted.candidates(end);
        // A note that is kept out now may be named by one that was looked at before.
        let mut changed = true;
        while changed {
            changed = false;
            for note in &mut notes {
                let own = note.end.map(|end| (end, None));
                let reason = own.into_iter().chain(latest(&note.names, &ends)).reduce(later);
                let is_new = match (&reason, &note.reason) {
                    (Some(reason), Some(known)) => reason.0.is_after(&known.0),
                    (reason, _) => reason.is_some(),
                };
                if let Some(reason) = reason.filter(|_| is_new) {
                    held.name(note.kind, note.id, note.formerly, reason.0, &mut ends);
                    note.reason = Some(reason);
                    changed = true;
                }
            }
        }
        for note in notes {
            let Some(reason) = note.reason else { continue };
            held.add(note.file, Path::top(), reason);
            let ids = match note.kind {
                Kind::Claim => &mut held.claims,
                Kind::Source => &mut held.sources,
                Kind::Page => &mut held.pages,
                Kind::Person => continue,
            };
            ids.insert(note.id.clone());
        }
        held.add_parts(noted, &ends);
        held.add_named_in_brief(noted, &ends);
        let in_data = |file: &FileId| Some((*file, latest(&mentions(noted.files.text(*file)), &ends)?));
        held.named_in_data = noted.data.iter().filter_map(in_data).collect();
        held.ends = ends;
        held
    }

    pub fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// Whether a text has the id of something that is kept out as a word, for texts that are shown as they are written.
    pub fn is_named_in(&self, text: &str) -> bool {
        has_id(text, &self.ids)
    }

    /// Keeps out a text at `part` of a translation if it names something that is kept out. Returns whether it does.
    pub(super) fn keeps_out(&mut self, file: FileId, part: &Path, text: &str) -> bool {
        if self.ends.is_empty() {
            return false;
        }
        let reason = latest(&mentions(text), &self.ends);
        let is_out = reason.is_some();
        reason.into_iter().for_each(|reason| self.add(file, part.clone(), reason));
        is_out
    }

    fn add(&mut self, file: FileId, part: Path, (until, names): Reason) {
        self.listed.push(Embargoed { file, part, until, names, static_file: None });
    }

    /// Records by which names something that is kept out can be named.
    fn name(&mut self, kind: Kind, id: &Id, formerly: &[FormerId], end: Date, ends: &mut Ends) {
        for id in formerly.iter().map(|former| &former.id).chain([id]) {
            ends.insert((kind, id.to_string()), end);
            self.ids.insert(id.to_string());
        }
    }

    /// Adds the parts of the brief that name something kept out.
    fn add_parts(&mut self, noted: &Noted<'_>, ends: &Ends) {
        let named = |text: &str| latest(&mentions(text), ends);
        let (brief, file) = noted.brief;
        if let Some(reason) = brief.bottom_line.as_deref().and_then(named) {
            self.bottom_line = true;
            self.add(file, Path::top().key("bottom_line"), reason);
        }
        for (field, items) in [("findings", &brief.findings), ("open_questions", &brief.open_questions)] {
            for (index, item) in items.iter().enumerate() {
                let Some(reason) = named(item) else { continue };
                self.add(file, Path::top().key(field).index(index), reason);
                let kept_out = if field == "findings" { &mut self.findings } else { &mut self.open_questions };
                kept_out.insert(index);
            }
        }
    }

    /// Adds the texts of the brief that name something kept out, and cannot be left out themselves.
    fn add_named_in_brief(&mut self, noted: &Noted<'_>, ends: &Ends) {
        // What can be left out, and what no page shows.
        const OTHERS: [&str; 7] =
            ["bottom_line", "findings", "open_questions", "featured", "policies", "publish", "accepted"];
        let (brief, file) = noted.brief;
        let is_left_out = |path: &Path| match &path[..] {
            [Step::Key(field, _), Step::Index(index), ..] if field == "people" => {
                let held = self.people.iter().map(|person| &brief.people[*person]);
                held.filter(|person| person.file == file).any(|person| person.index == *index)
            }
            [Step::Key(field, _), ..] => OTHERS.contains(&field.as_ref()),
            _ => false,
        };
        let texts = texts(noted.files.text(file)).unwrap_or_default();
        let others = texts.into_iter().filter(|(path, _)| !is_left_out(path));
        self.named_in_brief = others.filter_map(|(path, text)| Some((path, latest(&mentions(&text), ends)?))).collect();
    }

    /// Reports texts of the brief and data that name something kept out, and cannot be left out themselves.
    pub(super) fn report(&self, brief_file: FileId, files: &Files, findings: &mut Findings) {
        let places = Places::of_file(files, brief_file, &Skipped::default());
        for (path, (until, names)) in &self.named_in_brief {
            let names = names.as_deref().unwrap_or_default();
            let message = format!("“{path}” names {names}, which is under embargo until {}", until.iso());
            findings.push(
                Diagnostic::new(Code::EmbargoNamed, places.place(path), message)
                    .label("readers would see it")
                    .hint("remove it until the embargo ends"),
            );
        }
        for (file, (until, names)) in &self.named_in_data {
            let names = names.as_deref().unwrap_or_default();
            let message = format!("these data name {names}, which is under embargo until {}", until.iso());
            let finding = Diagnostic::of_file(Code::EmbargoNamed, *file, message);
            findings.push(finding.label("readers could see it").hint("remove it until the embargo ends"));
        }
    }

    /// Removes from the brief what is kept out, except people, whom claims know by their positions.
    pub fn strip(&self, brief: &mut Brief) {
        if self.bottom_line {
            brief.bottom_line = None;
        }
        for (items, kept_out) in
            [(&mut brief.findings, &self.findings), (&mut brief.open_questions, &self.open_questions)]
        {
            let mut index = 0..;
            items.retain(|_| index.next().is_none_or(|index| !kept_out.contains(&index)));
        }
        brief.featured.retain(|featured| !self.claims.contains(&featured.id));
        let policies = &mut brief.policies;
        let named = [&mut policies.methodology, &mut policies.corrections, &mut policies.funding, &mut policies.ethics];
        for policy in named {
            policy.take_if(|page| self.pages.contains(page));
        }
        let is_held = |target: &NavTarget| matches!(target, NavTarget::Page(page) if self.pages.contains(page));
        brief.nav.iter_mut().for_each(|nav| nav.retain(|entry| !is_held(&entry.target)));
    }

    /// The people who are not kept out, and their new positions; `None` if all stay.
    pub fn people_left(&self, brief: &mut Brief) -> Option<BTreeMap<PersonIdx, PersonIdx>> {
        if self.people.is_empty() {
            return None;
        }
        let left: Vec<PersonIdx> = brief.people.indices().filter(|person| !self.people.contains(person)).collect();
        let kept: IndexVec<PersonIdx, _> = left.iter().map(|person| brief.people[*person].clone()).collect();
        brief.people = kept;
        Some(left.iter().copied().zip(brief.people.indices()).collect())
    }
}

impl<'a> Noted<'a> {
    /// All notes, with what they name; `end` returns the end of an embargo that counts.
    fn candidates(&self, end: impl Fn(Option<Date>) -> Option<Date>) -> Vec<Candidate<'a>> {
        let people = &self.brief.0.people;
        let sources = self.sources.iter().map(|note| &note.value).map(|source| Candidate {
            kind: Kind::Source,
            id: &source.id,
            formerly: &source.formerly,
            file: source.file,
            end: end(source.embargo),
            names: self.named_in_source(source),
            reason: None,
        });
        let claims = self.claims.iter().map(|note| &note.value).map(|claim| {
            let mut names = named_in_yaml(self.files.text(claim.file));
            names.extend(claim.passages.iter().map(|passage| (Kind::Source, passage.source().trim().to_owned())));
            let by = claim.authors.iter().chain(&claim.reviewed_by);
            names.extend(by.map(|person| (Kind::Person, people[*person].id.to_string())));
            let (id, formerly) = (&claim.id, claim.formerly.as_slice());
            Candidate {
                kind: Kind::Claim,
                id,
                formerly,
                file: claim.file,
                end: end(claim.embargo),
                names,
                reason: None,
            }
        });
        let pages = self.pages.iter().map(|note| &note.value).map(|page| {
            let mut names = named_in_front_matter(self.files.text(page.file));
            names.extend(mentions(&page.body));
            let (id, formerly) = (&page.id, page.formerly.as_slice());
            Candidate { kind: Kind::Page, id, formerly, file: page.file, end: None, names, reason: None }
        });
        sources.chain(claims).chain(pages).collect()
    }

    fn named_in_source(&self, source: &Source) -> BTreeSet<Named> {
        let mut names = named_in_front_matter(self.files.text(source.file));
        // A version tells as much as its base.
        names.extend(source.version_of.iter().map(|base| (Kind::Source, base.to_string())));
        let base = self.base_url.map(|base| base.as_str().to_ascii_lowercase());
        if let Some((_, base)) = base.as_deref().and_then(|base| base.split_once("://")) {
            names.extend(addressed(&source.body, base));
        }
        names
    }
}

fn named_in_front_matter(text: &str) -> BTreeSet<Named> {
    split_front_matter(text).map(|(yaml, _)| named_in_yaml(&text[yaml])).unwrap_or_default()
}

/// What the values name, except those that no page shows; comments are no values.
fn named_in_yaml(yaml: &str) -> BTreeSet<Named> {
    // Most notes name nothing, so they need no parsing.
    if !yaml.contains('\\') && mentions(yaml).is_empty() {
        return BTreeSet::new();
    }
    let Some(texts) = texts(yaml) else { return mentions(yaml) };
    // The entries of “accepted” whose reasons readers see.
    let told = texts.iter().filter_map(|(path, text)| {
        let (index, field) = entry_of_accepted(path)?;
        (field == "finding" && TOLD.iter().any(|code| code.name() == text)).then_some(index)
    });
    let told: BTreeSet<usize> = told.collect();
    let is_shown = |path: &Path| match entry_of_accepted(path) {
        Some((index, field)) => field == "reason" && told.contains(&index),
        None => !matches!(path.first(), Some(Step::Key(name, _)) if name == "accepted"),
    };
    texts.iter().filter(|(path, _)| is_shown(path)).flat_map(|(_, text)| mentions(text)).collect()
}

/// The findings that are accepted with a reason for readers.
const TOLD: [Code; 2] = [Code::OneOrigin, Code::SpeakersDiffer];

/// Which entry of “accepted” a path leads to, and which field of it.
fn entry_of_accepted(path: &Path) -> Option<(usize, &str)> {
    match &path[..] {
        [Step::Key(name, _), Step::Index(index), Step::Key(field, _)] if name == "accepted" => Some((*index, field)),
        _ => None,
    }
}

fn later(a: Reason, b: Reason) -> Reason {
    if b.0.is_after(&a.0) { b } else { a }
}

/// The latest end of what is named and kept out.
fn latest(named: &BTreeSet<Named>, ends: &Ends) -> Option<Reason> {
    let reasons = named.iter().filter_map(|named| {
        let end = ends.get(named)?;
        Some((*end, Some(format!("the {} “{}”", named.0.name(), named.1))))
    });
    reasons.reduce(later)
}
