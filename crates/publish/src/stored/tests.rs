//! Publications that stop after every single operation, and publishers that meet.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::Timestamp;
use url::Url;

use super::{Stored, kept_name};
use crate::context::Context;
use crate::lease::record;
use crate::links::links;
use crate::plan::{Found, PLACEHOLDER, Pages, Plan};
use crate::release::{Entry, Release, Sha256};
use crate::site_folder::links_of;
use crate::store::{Listed, Store, Version, When};
use crate::target::{Contents, Job, Seen, Target};
use citeback_content::base::error::Error;

/// A store in memory, which fails for ever after a number of writes, as if the program had been killed.
#[derive(Default)]
struct Memory {
    public: Mutex<BTreeMap<String, Vec<u8>>>,
    private: Mutex<BTreeMap<String, Vec<u8>>>,
    writes: AtomicUsize,
    last_write: Option<usize>,
    /// Whether conditions are ignored, as some storage does.
    careless: bool,
    /// Called when a public file is to be written; files are then written one after the other.
    before_write: Option<Hook>,
}

type Hook = Box<dyn Fn(&Memory) + Send + Sync>;

impl Memory {
    fn write_something(&self) -> Result<(), Error> {
        let count = self.writes.fetch_add(1, Ordering::Relaxed) + 1;
        if self.last_write.is_some_and(|last| count > last) {
            return Err(Error::refused("killed", ""));
        }
        Ok(())
    }

    fn after(self, last_write: Option<usize>) -> Memory {
        Memory { writes: AtomicUsize::new(0), last_write, ..self }
    }

    fn public(&self) -> BTreeMap<String, Vec<u8>> {
        self.public.lock().unwrap().clone()
    }
}

impl Store for Memory {
    fn describe(&self) -> String {
        "the memory".into()
    }

    fn transfers(&self) -> usize {
        if self.before_write.is_some() { 1 } else { 3 }
    }

    fn honours_conditions(&self) -> Result<bool, Error> {
        Ok(!self.careless)
    }

    fn list(&self) -> Result<BTreeMap<String, Listed>, Error> {
        let listed = |bytes: Vec<u8>| Listed { size: bytes.len() as u64, sha256: None };
        Ok(self.public().into_iter().map(|(path, bytes)| (path, listed(bytes))).collect())
    }

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Error> {
        Ok(self.public.lock().unwrap().get(path).cloned())
    }

    fn write(&self, path: &str, bytes: &[u8], _: &Entry) -> Result<(), Error> {
        if let Some(before_write) = &self.before_write {
            before_write(self);
        }
        self.write_something()?;
        self.public.lock().unwrap().insert(path.into(), bytes.into());
        Ok(())
    }

    fn delete(&self, path: &str) -> Result<(), Error> {
        self.write_something()?;
        self.public.lock().unwrap().remove(path);
        Ok(())
    }

    fn private(&self, name: &str) -> Result<Option<(Vec<u8>, Version)>, Error> {
        let found = self.private.lock().unwrap().get(name).cloned();
        Ok(found.map(|bytes| (bytes.clone(), version(&bytes))))
    }

    fn private_names(&self, folder: &str) -> Result<Vec<String>, Error> {
        let prefix = format!("{folder}/");
        Ok(self.private.lock().unwrap().keys().filter(|name| name.starts_with(&prefix)).cloned().collect())
    }

    fn put_private(&self, name: &str, bytes: &[u8], when: When<'_>) -> Result<Option<Version>, Error> {
        self.write_something()?;
        let mut private = self.private.lock().unwrap();
        let found = private.get(name).map(|bytes| version(bytes));
        let holds = match when {
            When::Always => true,
            When::Absent => found.is_none(),
            When::Is(expected) => found.as_ref() == Some(expected),
        };
        if holds || self.careless {
            private.insert(name.into(), bytes.into());
            return Ok(Some(version(bytes)));
        }
        Ok(None)
    }

    fn delete_private(&self, name: &str) -> Result<(), Error> {
        self.write_something()?;
        self.private.lock().unwrap().remove(name);
        Ok(())
    }
}

fn version(bytes: &[u8]) -> Version {
    Version(Sha256::of(bytes).to_string())
}

/// A site: the text of each file.
pub struct Site(pub BTreeMap<String, String>);

impl Site {
    /// Pages link to the pages named in their text.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let text = |words: &str| {
            let part = |word: &str| if word.contains('.') { format!("<a href=\"/{word}\">") } else { word.to_owned() };
            words.split(' ').map(part).collect::<String>()
        };
        Site(files.iter().map(|(path, words)| ((*path).to_owned(), text(words))).collect())
    }

    pub fn release(&self) -> Release {
        let entry = |text: &String| Entry {
            sha256: Sha256::of(text.as_bytes()),
            size: text.len() as u64,
            content_type: "text/html".into(),
            cache: "no-cache".into(),
        };
        Release { files: self.0.iter().map(|(path, text)| (path.clone(), entry(text))).collect() }
    }
}

impl Contents for Site {
    fn read(&self, path: &str, _: &Entry) -> Result<Vec<u8>, Error> {
        Ok(self.0[path].clone().into_bytes())
    }
}

/// Starting in 2030, a clock that advances when somebody sleeps.
pub struct Clock(AtomicI64);

impl Clock {
    pub fn new() -> Self {
        Clock(AtomicI64::new(1_893_456_000))
    }

    pub fn with<T>(&self, holder: &str, work: impl FnOnce(&Context<'_>) -> T) -> T {
        work(&Context {
            now: &|| Timestamp::from_second(self.0.load(Ordering::Relaxed)).unwrap(),
            sleep: &|time: Duration| _ = self.0.fetch_add(time.as_secs() as i64, Ordering::Relaxed),
            holder: holder.into(),
            token: holder.into(),
            term: Duration::from_secs(120),
            pulse: Duration::from_millis(1),
            interrupted: Arc::default(),
            progress: &|_, _, _| {},
        })
    }
}

fn copy<'a>(context: &Context<'a>) -> Context<'a> {
    Context {
        holder: context.holder.clone(),
        token: context.token.clone(),
        interrupted: Arc::clone(&context.interrupted),
        ..*context
    }
}

fn base() -> Url {
    Url::parse("https://example.org/").unwrap()
}

pub fn plan_for(release: &Release, contents: &dyn Contents, seen: &Seen) -> Plan {
    let pages = Pages { links: &|path| links_of(contents, release, path, &base()), is_redirect: &|_| false };
    Plan::new(release, seen.past(), &seen.there, &pages)
}

pub fn publish_seen(
    target: &dyn Target,
    site: &Site,
    seen: &Seen,
    context: &Context<'_>,
) -> Result<Vec<String>, Error> {
    let release = site.release();
    let plan = plan_for(&release, site, seen);
    target.publish(&Job { release: &release, contents: site, plan: &plan, seen }, context)
}

pub fn publish(target: &dyn Target, site: &Site, context: &Context<'_>) -> Result<Vec<String>, Error> {
    publish_seen(target, site, &target.look()?, context)
}

fn assert_no_broken_link(public: &BTreeMap<String, Vec<u8>>, when: &str) {
    for (path, bytes) in public.iter().filter(|(path, _)| path.ends_with(".html")) {
        for link in links(path, std::str::from_utf8(bytes).unwrap(), &base()) {
            assert!(public.contains_key(&link), "{when}: {path} leads to {link}");
        }
    }
}

fn sites() -> [Site; 3] {
    let first = [
        ("index.html", "one claims/a.html claims/b.html style.css"),
        ("claims/a.html", "a sources/s.html index.html"),
        ("claims/b.html", "b sources/s.html claims/a.html"),
        ("sources/s.html", "s claims/a.html claims/b.html"),
        ("style.css", "first"),
        ("feed.xml", "one"),
    ];
    let second = [
        ("index.html", "two claims/a.html claims/b.html claims/c.html style.css"),
        ("claims/a.html", "a claims/c.html sources/s.html index.html"),
        ("claims/b.html", "b sources/s.html claims/a.html"),
        ("claims/c.html", "c sources/s.html sources/t.html claims/d.html"),
        ("claims/d.html", "d claims/c.html"),
        ("sources/s.html", "s claims/a.html claims/b.html claims/c.html"),
        ("sources/t.html", "t claims/c.html"),
        ("style.css", "first"),
        ("feed.xml", "two"),
    ];
    let third = [
        ("index.html", "three claims/a.html style.css"),
        ("claims/a.html", "a sources/t.html index.html"),
        ("sources/t.html", "t claims/a.html"),
        ("style.css", "third"),
        ("feed.xml", "three"),
    ];
    [Site::new(&first), Site::new(&second), Site::new(&third)]
}

fn bytes_of(site: &Site) -> BTreeMap<String, Vec<u8>> {
    site.0.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes())).collect()
}

/// A target to which these sites were published.
fn published(sites: &[Site], clock: &Clock) -> Stored<Memory> {
    let target = Stored::new(Memory::default(), 20);
    for site in sites {
        clock.with("desk", |context| publish(&target, site, context)).unwrap();
    }
    target
}

/// Publishes `next` after `before`, stopped after each write in turn; each time the next run completes it, or publishes `other` instead.
fn kill_everywhere(before: &[Site], next: &Site, other: &Site) {
    for last_write in 0.. {
        let clock = Clock::new();
        let target = Stored::new(published(before, &clock).store.after(Some(last_write)), 20);
        let done = clock.with("killed", |context| publish(&target, next, context));
        let when = format!("after {last_write} writes");
        assert_no_broken_link(&target.store.public(), &when);
        clock.0.fetch_add(121, Ordering::Relaxed);
        let again = Stored::new(target.store.after(None), 20);
        let goal = if last_write % 2 == 0 { next } else { other };
        clock.with("desk", |context| publish(&again, goal, context)).unwrap_or_else(|error| panic!("{when}: {error}"));
        assert_eq!(again.store.public(), bytes_of(goal), "{when}");
        assert_no_broken_link(&again.store.public(), &when);
        let seen = again.look().unwrap();
        assert!(seen.unfinished.is_empty() && plan_for(&goal.release(), goal, &seen).is_empty(), "{when}");
        // Every release of the history can be published again.
        if let Some(site) = before.last() {
            let release = site.release();
            let plan = plan_for(&release, &again, &seen);
            let paths = [plan.new.clone(), plan.changed.clone()].concat();
            assert_eq!(again.missing(&release, &paths).unwrap(), [""; 0], "{when}");
            clock.with("desk", |context| {
                let job = Job { release: &release, contents: again.kept(), plan: &plan, seen: &seen };
                again.publish(&job, context).unwrap();
            });
            assert_eq!(again.store.public(), bytes_of(site), "{when}");
        }
        if done.is_ok() {
            assert!(last_write > 10, "it was stopped often");
            return;
        }
    }
}

#[test]
fn a_first_publication_can_stop_anywhere() {
    let [first, second, _] = sites();
    kill_everywhere(&[], &first, &second);
}

#[test]
fn an_update_can_stop_anywhere() {
    let [first, second, third] = sites();
    kill_everywhere(&[first], &second, &third);
}

#[test]
fn removals_can_stop_anywhere() {
    let [first, second, third] = sites();
    kill_everywhere(&[second], &third, &first);
}

/// Some files differ in both sites, but not in size.
#[test]
fn a_rollback_can_stop_anywhere() {
    let [first, _, third] = sites();
    let [goal, _, other] = sites();
    kill_everywhere(&[first, third], &goal, &other);
}

#[test]
fn a_publication_again_changes_nothing() {
    let clock = Clock::new();
    let target = published(&sites(), &clock);
    let [_, _, third] = sites();
    let seen = target.look().unwrap();
    assert!(plan_for(&third.release(), &third, &seen).is_empty());
    assert!(seen.there.values().all(|found| matches!(found, Found::Ours(_))));
    let before = (target.store.public(), target.store.private_names("kept/").unwrap());
    clock.with("ana", |ana| publish(&target, &third, ana).unwrap());
    assert_eq!((target.store.public(), target.store.private_names("kept/").unwrap()), before);
}

#[test]
fn the_second_publisher_learns_who_is_there_and_writes_nothing() {
    let clock = Clock::new();
    let [first, second, _] = sites();
    let target = published(&[first], &clock);
    clock.with("ana@desk", |ana| {
        target
            .locked(ana, |_| {
                let before = target.store.writes.load(Ordering::Relaxed);
                let refused = clock.with("ben@home", |ben| publish(&target, &second, ben)).unwrap_err().to_string();
                assert!(
                    refused.starts_with("ana@desk has been publishing there since 2030-01-01T00:00:00Z"),
                    "{refused}"
                );
                assert_eq!(target.store.writes.load(Ordering::Relaxed), before);
                Ok(())
            })
            .unwrap();
    });
    clock.with("ben@home", |ben| publish(&target, &second, ben)).unwrap();
}

#[test]
fn a_lock_left_behind_expires_but_not_one_that_is_renewed() {
    let clock = Clock::new();
    let [first, second, _] = sites();
    let target = published(&[], &clock);
    let crashed = Stored::new(target.store.after(Some(3)), 20);
    clock.with("crashed", |context| publish(&crashed, &first, context)).unwrap_err();
    let target = Stored::new(crashed.store.after(None), 20);
    clock.with("ben", |context| publish(&target, &second, context)).unwrap_err();
    // A clock that is ahead by an hour does not take a lock from a run that is alive.
    let ahead = Clock(AtomicI64::new(clock.0.load(Ordering::Relaxed) + 3600));
    clock.with("crashed", |alive| {
        let bytes = record("2030-01-01T00:00:00Z", alive);
        ahead.with("ben", |ben| {
            let sign_of_life = |time: Duration| {
                ahead.0.fetch_add(time.as_secs() as i64, Ordering::Relaxed);
                target.store.put_private("lock.json", &[&bytes[..], b" "].concat(), When::Always).unwrap();
            };
            let ben = Context { sleep: &sign_of_life, ..copy(ben) };
            publish(&target, &second, &ben).unwrap_err();
        });
    });
    clock.0.fetch_add(121, Ordering::Relaxed);
    clock.with("ben", |context| publish(&target, &second, context)).unwrap();
    assert!(!target.store.private.lock().unwrap().contains_key("lock.json"));
}

/// Waits until somebody else has done something, for a few seconds at most.
fn wait_until(what: &str, done: impl Fn() -> bool) {
    let started = std::time::Instant::now();
    while !done() {
        assert!(started.elapsed() < Duration::from_secs(20), "{what} does not happen");
        std::thread::yield_now();
    }
}

#[test]
fn a_lock_is_renewed_while_a_file_is_written_for_minutes() {
    let clock = Arc::new(Clock::new());
    let [first, ..] = sites();
    let passing = Arc::clone(&clock);
    let lock = |memory: &Memory| memory.private.lock().unwrap()["lock.json"].clone();
    let slow = move |memory: &Memory| {
        for _ in 0..4 {
            let before = lock(memory);
            passing.0.fetch_add(50, Ordering::Relaxed);
            wait_until("a sign of life", || lock(memory) != before);
        }
    };
    let target = Stored::new(Memory { before_write: Some(Box::new(slow)), ..Memory::default() }, 20);
    clock.with("ana", |context| publish(&target, &first, context)).unwrap();
    assert_eq!(target.store.public(), bytes_of(&first));
    assert!(!target.store.private.lock().unwrap().contains_key("lock.json"));
}

#[test]
fn who_has_lost_the_lock_writes_nothing_more() {
    let clock = Arc::new(Clock::new());
    let [first, ..] = sites();
    let bens = clock.with("ben", |ben| record("2030-01-01T00:01:00Z", ben));
    let (passing, others) = (Arc::clone(&clock), bens.clone());
    let taken_over = move |memory: &Memory| {
        // As if this run had slept for long before its third file.
        if memory.public().len() == 2 {
            memory.private.lock().unwrap().insert("lock.json".into(), others.clone());
            passing.0.fetch_add(90, Ordering::Relaxed);
        }
    };
    let target = Stored::new(Memory { before_write: Some(Box::new(taken_over)), ..Memory::default() }, 20);
    let refused = clock.with("ana", |context| publish(&target, &first, context)).unwrap_err().to_string();
    assert!(refused.starts_with("ben has been publishing there since 2030-01-01T00:01:00Z"), "{refused}");
    assert_eq!(target.store.public().len(), 3);
    assert_eq!(target.store.private.lock().unwrap()["lock.json"], bens);
}

#[test]
fn who_planned_before_somebody_else_published_is_refused() {
    let clock = Clock::new();
    let [first, second, third] = sites();
    let target = published(&[first], &clock);
    let seen = target.look().unwrap();
    clock.with("ana", |context| publish(&target, &second, context)).unwrap();
    let refused = clock.with("ben", |context| publish_seen(&target, &third, &seen, context)).unwrap_err();
    assert!(refused.to_string().contains("somebody else has published"), "{refused}");
    assert_eq!(target.store.public(), bytes_of(&second));
}

#[test]
fn storage_that_ignores_conditions_is_named_as_weaker() {
    let clock = Clock::new();
    let [first, second, _] = sites();
    let target = Stored::new(Memory { careless: true, ..Memory::default() }, 20);
    let remarks = clock.with("ana", |context| publish(&target, &first, context)).unwrap();
    assert_eq!(remarks.len(), 1);
    // Somebody else writes the lock at the same moment, and last.
    let other = clock.with("ben", |ben| record("2030-01-01T00:00:00Z", ben));
    let both = |_: Duration| drop(target.store.put_private("lock.json", &other, When::Always).unwrap());
    clock.with("ana", |ana| {
        let ana = Context { sleep: &both, ..copy(ana) };
        let refused = publish(&target, &second, &ana).unwrap_err().to_string();
        assert!(refused.starts_with("ben has been publishing"), "{refused}");
    });
    assert_eq!(target.store.public(), bytes_of(&first));
}

#[test]
fn only_so_many_releases_are_kept_and_only_their_files() {
    let clock = Clock::new();
    let target = Stored::new(Memory::default(), 1);
    let [first, second, third] = sites();
    for site in [&first, &second, &third] {
        clock.with("ana", |context| publish(&target, site, context)).unwrap();
    }
    assert!(target.release(&first.release().name()).unwrap().is_none());
    assert!(target.release(&second.release().name()).unwrap().is_some());
    let kept: Vec<String> = target.store.private_names("kept").unwrap();
    let needed: Vec<String> = second.release().files.values().map(|entry| kept_name(&entry.sha256)).collect();
    assert!(!kept.is_empty() && kept.iter().all(|name| needed.contains(name)));
}

#[test]
fn a_purged_file_is_gone_from_all_releases() {
    let clock = Clock::new();
    let [first, second, third] = sites();
    let target = published(&[first, second], &clock);
    let [_, second, _] = sites();
    assert!(clock.with("ana", |context| target.purge("claims/d.html", context)).is_err(), "it is live");
    clock.with("ana", |context| publish(&target, &third, context)).unwrap();
    let name = kept_name(&second.release().files["claims/d.html"].sha256);
    assert!(target.store.private(&name).unwrap().is_some());
    assert_eq!(clock.with("ana", |context| target.purge("claims/d.html", context)).unwrap(), 1);
    assert!(target.store.private(&name).unwrap().is_none());
    assert_eq!(target.missing(&second.release(), &["claims/d.html".to_owned()]).unwrap(), ["claims/d.html"]);
}

#[test]
fn a_changed_file_of_others_is_set_aside_before_it_is_overwritten() {
    let clock = Clock::new();
    let [first, ..] = sites();
    let target = Stored::new(Memory::default(), 20);
    for (path, text) in [("index.html", "theirs"), ("CNAME", "example.org")] {
        target.store.public.lock().unwrap().insert(path.into(), text.into());
    }
    clock.with("ana", |context| publish(&target, &first, context)).unwrap();
    assert_eq!(target.store.private("replaced/index.html").unwrap().unwrap().0, b"theirs");
    assert_eq!(target.store.public()["CNAME"], b"example.org");
    assert!(!target.store.public().values().any(|bytes| bytes == PLACEHOLDER.as_bytes()));
}

#[test]
fn a_file_of_others_is_never_lost_wherever_a_publication_over_it_stops() {
    for last_write in 0..20 {
        let clock = Clock::new();
        let [first, ..] = sites();
        let memory = Memory { last_write: Some(last_write), ..Memory::default() };
        memory.public.lock().unwrap().insert("index.html".into(), "theirs".into());
        let killed = Stored::new(memory, 20);
        // The last ones are not stopped any more.
        let _ = clock.with("killed", |context| publish(&killed, &first, context));
        clock.0.fetch_add(121, Ordering::Relaxed);
        let target = Stored::new(killed.store.after(None), 20);
        clock.with("ana", |context| publish(&target, &first, context)).unwrap();
        assert_eq!(target.store.private("replaced/index.html").unwrap().unwrap().0, b"theirs", "after {last_write}");
    }
}

#[test]
fn a_request_to_stop_gives_the_lock_back() {
    let clock = Clock::new();
    let [first, ..] = sites();
    let target = Stored::new(Memory::default(), 20);
    let stop = Arc::new(AtomicBool::new(false));
    clock.with("ana", |ana| {
        let progress = |done: usize, _: usize, _: u64| stop.store(done > 2, Ordering::Relaxed);
        let ana = Context { interrupted: Arc::clone(&stop), progress: &progress, ..copy(ana) };
        let refused = publish(&target, &first, &ana).unwrap_err().to_string();
        assert!(refused.contains("interrupted"), "{refused}");
    });
    assert!(target.store.private("lock.json").unwrap().is_none());
    assert!(target.look().unwrap().current.is_none());
}

#[test]
fn a_full_verification_finds_what_somebody_changed() {
    let clock = Clock::new();
    let [first, ..] = sites();
    let target = published(&[first], &clock);
    let [first, ..] = sites();
    assert_eq!(target.verify(&first.release()).unwrap(), [""; 0]);
    target.store.public.lock().unwrap().insert("style.css".into(), "FIRST".into());
    assert_eq!(target.verify(&first.release()).unwrap(), ["style.css"]);
}
