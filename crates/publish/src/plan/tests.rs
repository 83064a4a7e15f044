//! Properties of plans: any two sites, any state between them, any place to stop.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::{Found, Pages, Past, Plan, Step, There};
use crate::caching::cache_rule;
use crate::release::{Entry, Release, Sha256};
use crate::target::found;

/// A site: for each path, a version of its content and the paths that it links to.
type Model = BTreeMap<String, (u8, BTreeSet<String>)>;

const PATHS: [&str; 14] = [
    "index.html",
    "claims.html",
    "404.html",
    "claims/a.html",
    "claims/b.html",
    "claims/c.html",
    "sources/a.html",
    "sources/b.html",
    "tags/a.html",
    "people/a.html",
    "citeback.css",
    "data/claims.json",
    "feed.xml",
    "sitemap.xml",
];

/// The version of a page that leads to another one.
const REDIRECT: u8 = 9;

/// A site after a page has got another address, where there was nothing before.
fn renamed(site: &Model, old: &str, new: &str) -> Model {
    let link = |to: &String| if to == old { new.to_owned() } else { to.clone() };
    let moved = site.iter().map(|(path, (version, links))| (link(path), (*version, links.iter().map(link).collect())));
    let redirect = (old.to_owned(), (REDIRECT, BTreeSet::from([new.to_owned()])));
    moved.chain(site.contains_key(old).then_some(redirect)).collect()
}

fn entry(content: &(u8, BTreeSet<String>)) -> Entry {
    let sha256 = Sha256::of(format!("{content:?}").as_bytes());
    Entry { sha256, size: 1, content_type: "text/html".into(), cache: "no-cache".into() }
}

fn release(model: &Model) -> Release {
    Release { files: model.iter().map(|(path, content)| (path.clone(), entry(content))).collect() }
}

/// A site in which every link leads to a file of it.
fn site() -> impl Strategy<Value = Model> {
    proptest::collection::vec((any::<bool>(), 0..3_u8, any::<u16>()), PATHS.len()).prop_map(|choices| {
        let there: Vec<&str> =
            PATHS.iter().zip(&choices).filter(|(_, choice)| choice.0).map(|(path, _)| *path).collect();
        let links = |path: &str, bits: u16| -> BTreeSet<String> {
            let linked = there.iter().enumerate().filter(|(i, _)| path.ends_with(".html") && bits >> i & 1 == 1);
            linked.map(|(_, path)| (*path).to_owned()).collect()
        };
        let chosen = PATHS.iter().zip(&choices).filter(|(_, choice)| choice.0);
        chosen.map(|(path, (_, version, bits))| ((*path).to_owned(), (*version, links(path, *bits)))).collect()
    })
}

/// A target: the links of each page that is there.
type Target = BTreeMap<String, BTreeSet<String>>;

fn links_of(model: &Model) -> Target {
    model.iter().map(|(path, (_, links))| (path.clone(), links.clone())).collect()
}

fn apply(target: &mut Target, step: &Step, now: &Model) {
    match step {
        Step::Keep { .. } | Step::SetAside { .. } => {}
        Step::Placeholder { path } => drop(target.insert(path.clone(), BTreeSet::new())),
        Step::Write { path } => drop(target.insert(path.clone(), now[path].1.clone())),
        Step::Delete { path } => drop(target.remove(path)),
    }
}

fn broken(target: &Target) -> Option<String> {
    let links = target.iter().flat_map(|(from, links)| links.iter().map(move |to| (from, to)));
    links.filter(|(_, to)| !target.contains_key(*to)).map(|(from, to)| format!("{from} leads to {to}")).next()
}

/// Applies a plan up to a step, the steps of each stage in an order that depends on `seed`.
fn run_until(target: &mut Target, plan: &Plan, now: &Model, stop: usize, seed: usize) -> Result<(), TestCaseError> {
    let mut done = 0;
    for stage in &plan.stages {
        let mut steps: Vec<&Step> = stage.steps.iter().collect();
        let length = steps.len();
        steps.rotate_left(seed % length);
        if seed % 2 == 1 {
            steps.reverse();
        }
        for step in steps {
            if done == stop {
                return Ok(());
            }
            apply(target, step, now);
            done += 1;
            prop_assert_eq!(broken(target), None, "after {:?} of {:#?}", step, plan.stages);
        }
    }
    Ok(())
}

fn plan(now: &Model, live: &Model, there: &There) -> Plan {
    let links = |path: &str| now[path].1.iter().cloned().collect();
    let pages = Pages { links: &links, is_redirect: &|path| now[path].0 == REDIRECT };
    Plan::new(&release(now), Past { live: Some(&release(live)), before: None }, there, &pages)
}

/// What is known of a target after publications of `attempts`, none of which ended, on top of `live`.
fn known(target: &Target, live: &Model, attempts: &[&Model]) -> There {
    let attempts: Vec<Release> = attempts.iter().map(|attempt| release(attempt)).collect();
    let live = release(live);
    let known = |path: &str| {
        found(path, Past { live: Some(&live), before: None }, &attempts).expect("some release has put it there")
    };
    target.keys().map(|path| (path.clone(), known(path))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn no_link_is_ever_broken_wherever_publications_stop(
        sites in proptest::collection::vec(site(), 4), stops in proptest::collection::vec(0..60_usize, 3), seed in 0..100_usize,
    ) {
        let live = &sites[0];
        let mut target = links_of(live);
        let mut attempts = vec![];
        for (now, stop) in sites[1..].iter().zip(stops) {
            let plan = plan(now, live, &known(&target, live, &attempts));
            run_until(&mut target, &plan, now, stop, seed)?;
            attempts.push(now);
        }
        let last = &sites[3];
        let plan = plan(last, live, &known(&target, live, &attempts));
        run_until(&mut target, &plan, last, usize::MAX, seed)?;
        prop_assert_eq!(target, links_of(last));
    }

    #[test]
    fn a_page_that_moves_never_leaves_a_broken_link(site in site(), stop in 0..60_usize, seed in 0..100_usize) {
        for (old, new) in [("claims/a.html", "claims/z.html"), ("sources/a.html", "sources/z.html"), ("people/a.html", "people/z.html")] {
            let now = renamed(&site, old, new);
            let mut target = links_of(&site);
            let first = plan(&now, &site, &known(&target, &site, &[]));
            let writes_old = |step: &Step| matches!(step, Step::Write { path } if path == old);
            for (i, stage) in first.stages.iter().enumerate().filter(|(_, stage)| stage.steps.iter().any(writes_old)) {
                prop_assert_eq!(stage.name, "redirects");
                let later = first.stages[i + 1..].iter().map(|stage| stage.name);
                prop_assert!(later.clone().all(|name| name == "feeds"), "{:?}", later.collect::<Vec<_>>());
            }
            run_until(&mut target, &first, &now, stop, seed)?;
            let next = plan(&now, &site, &known(&target, &site, &[&now]));
            run_until(&mut target, &next, &now, usize::MAX, seed)?;
            prop_assert_eq!(target, links_of(&now));
        }
    }

    #[test]
    fn all_that_changes_is_kept_before_it_is_touched(old in site(), new in site()) {
        let plan = plan(&new, &old, &known(&links_of(&old), &old, &[]));
        let old = release(&old);
        let mut kept = BTreeSet::new();
        for step in plan.stages.iter().flat_map(|stage| &stage.steps) {
            match step {
                Step::Keep { sha256, .. } => drop(kept.insert(*sha256)),
                Step::SetAside { .. } => {}
                Step::Placeholder { path } | Step::Write { path } | Step::Delete { path } => {
                    prop_assert!(old.files.get(path).is_none_or(|entry| kept.contains(&entry.sha256)), "{path}");
                }
            }
        }
    }

    #[test]
    fn the_same_site_again_is_no_work(site in site()) {
        prop_assert!(plan(&site, &site, &known(&links_of(&site), &site, &[])).is_empty());
    }
}

fn model(files: &[(&str, &[&str])]) -> Model {
    let links = |links: &[&str]| links.iter().map(|link| (*link).to_owned()).collect();
    files.iter().map(|(path, to)| ((*path).to_owned(), (0, links(to)))).collect()
}

#[test]
fn a_publication_in_order() {
    let old = model(&[("index.html", &[]), ("sources/s.html", &[]), ("claims/old.html", &["index.html"])]);
    let new = model(&[
        ("index.html", &["claims/new.html"]),
        ("sources/s.html", &["claims/new.html"]),
        ("claims/new.html", &["sources/s.html", "claims/newer.html"]),
        ("claims/newer.html", &["claims/new.html"]),
        ("data/claims.json", &[]),
        ("feed.xml", &[]),
    ]);
    let plan = plan(&new, &old, &known(&links_of(&old), &old, &[]));
    let shown = |step: &Step| match step {
        Step::Keep { path, .. } => format!("keep {path}"),
        Step::SetAside { path } => format!("set aside {path}"),
        Step::Placeholder { path } => format!("blank {path}"),
        Step::Write { path } => format!("write {path}"),
        Step::Delete { path } => format!("delete {path}"),
    };
    let shown: Vec<String> = plan.stages.iter().flat_map(|stage| &stage.steps).map(shown).collect();
    assert_eq!(
        shown,
        [
            "keep index.html",
            "keep claims/old.html",
            "write data/claims.json",
            "write feed.xml",
            "blank claims/new.html",
            "blank claims/newer.html",
            "write claims/new.html",
            "write claims/newer.html",
            "write sources/s.html",
            "write index.html",
            "blank claims/old.html",
            "delete claims/old.html",
        ]
    );
}

#[test]
fn files_of_others_stay_and_are_named() {
    let new = model(&[("index.html", &[]), ("citeback.css", &[])]);
    let same = Found::Foreign(Some(entry(&new["citeback.css"]).sha256));
    let there: There = [("CNAME", Found::Foreign(None)), ("index.html", Found::Foreign(None)), ("citeback.css", same)]
        .map(|(path, found)| (path.to_owned(), found))
        .into();
    let plan = plan(&new, &Model::new(), &there);
    assert_eq!((plan.foreign, plan.in_the_way), (vec!["CNAME".to_owned()], vec!["index.html".to_owned()]));
    assert!(plan.removed.is_empty());
}

/// A site of one page with a stylesheet that is named by its content.
fn styled(style: &str) -> Release {
    let text = |text: &str| Sha256::of(text.as_bytes());
    let entry = |sha256, cache: &str| Entry { sha256, size: 1, content_type: String::new(), cache: cache.into() };
    let (css, immutable) = (text(style), cache_rule(&format!("a.{}.css", text(style)), text(style)));
    let page = ("index.html".to_owned(), entry(text(&format!("page with {style}")), "no-cache"));
    Release { files: BTreeMap::from([page, (format!("a.{style}.css"), entry(css, immutable))]) }
}

#[test]
fn a_stylesheet_stays_for_pages_of_the_release_before() {
    let releases = ["one", "two", "three"].map(styled);
    let [one, two, three] = &releases;
    let publish = |there: &mut BTreeSet<String>, now: &Release, past: Past<'_>| {
        let known = |path: &str| found(path, past, &[]).unwrap_or(Found::Foreign(None));
        let known = there.iter().map(|path| (path.clone(), known(path))).collect();
        let plan = Plan::new(now, past, &known, &Pages { links: &|_| vec![], is_redirect: &|_| false });
        assert!(plan.foreign.is_empty(), "{plan:?}");
        let kept = plan.stages.iter().flat_map(|stage| &stage.steps);
        let kept = kept.filter(|step| matches!(step, Step::Keep { path, .. } if path.starts_with("a."))).count();
        assert_eq!(kept, plan.removed.len(), "what is removed can be published again");
        there.retain(|path| !plan.removed.contains(path));
        there.extend(plan.new.iter().cloned());
        plan
    };
    let paths = |paths: [&str; 3]| BTreeSet::from(paths.map(str::to_owned));
    let mut there = BTreeSet::new();
    publish(&mut there, one, Past::default());
    publish(&mut there, two, Past { live: Some(one), before: None });
    assert_eq!(there, paths(["index.html", "a.one.css", "a.two.css"]));
    let again = publish(&mut there, two, Past { live: Some(two), before: Some(one) });
    assert!(again.is_empty(), "{again:?}");
    publish(&mut there, three, Past { live: Some(two), before: Some(one) });
    assert_eq!(there, paths(["index.html", "a.three.css", "a.two.css"]));
    // Back to the release before: its stylesheet is still there.
    let back = publish(&mut there, two, Past { live: Some(three), before: Some(two) });
    assert_eq!((back.new, back.removed), (vec![], vec![]));
    assert_eq!(there, paths(["index.html", "a.three.css", "a.two.css"]));
}

#[test]
fn many_removals_are_noticed() {
    let old: Model = (0..400).map(|i| (format!("claims/{i}.html"), (0, BTreeSet::new()))).collect();
    let without = |count| old.clone().into_iter().skip(count).collect::<Model>();
    let removes_much = |count| plan(&without(count), &old, &known(&links_of(&old), &old, &[])).removes_much();
    assert_eq!([100, 101, 400].map(removes_much), [false, true, true]);
    let few: Model = old.clone().into_iter().take(50).collect();
    assert!(!plan(&Model::new(), &few, &known(&links_of(&few), &few, &[])).removes_much());
}
