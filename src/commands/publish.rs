//! `citeback publish`: brings the site to where readers find it. `publish_report.rs` has what it says.

use std::io::{IsTerminal as _, stderr, stdin};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use url::Url;

use super::messages::write_stderr;
use super::publish_report::{LeftOut, Progress, Report};
use super::run::{report_outcome, request, run, with_progress};
use crate::base::error::Error;
use crate::base::output::BUILT;
use crate::build::load::{DeskFolder, publishing, publishing_file};
use crate::cli::{Common, Publish, Verify};
use crate::desk::is_desk;
use crate::model::{PublishTarget, Publishing};
use crate::publish::context::Context;
use crate::publish::gone::gone;
use crate::publish::plan::{Pages, Plan};
use crate::publish::published;
use crate::publish::release::{Current, Release};
use crate::publish::site_folder::{SiteFolder, is_redirect, links_of};
use crate::publish::target::{Contents, Job, Seen, Target};

/// How long a lock lasts without a sign of life.
const TERM: Duration = Duration::from_secs(120);

/// How often it is looked whether a sign of life is due.
const PULSE: Duration = Duration::from_secs(5);

/// The exit code of a program that was interrupted, by convention.
const INTERRUPTED: i32 = 130;

pub(crate) fn publish(args: Publish) -> Result<ExitCode, Error> {
    let Some(Publishing { targets, base_url }) = publishing(&args.site)? else {
        // The build shows what is wrong.
        return match build(&args, &mut vec![])? {
            (_, failed) if failed != ExitCode::SUCCESS => Ok(failed),
            _ => Err(Error::refused(
                format!("{} has errors", publishing_file(&args.site)?),
                "“citeback check” shows them",
            )),
        };
    };
    let file = publishing_file(&args.site)?;
    if let (true, Some(desk)) = (targets.is_empty(), DeskFolder::above(&args.site)) {
        let hint = format!("its desk publishes all briefs: citeback publish --site {}", desk.root.display());
        return Err(Error::refused(format!("{file} does not say where to publish"), hint));
    }
    let chosen = choose(&targets, args.target.as_deref(), file)?;
    let target = crate::publish::open(chosen, &args.site)?;
    let base = args.base_url.clone().or(base_url);
    let mut report = Report { format: args.format, target: target.describe(), base: base.clone(), embargoed: vec![] };
    let progress = Progress::default();
    let step = |done, total, bytes| progress.step(done, total, bytes);
    let context = context(&step);
    if args.history {
        report.history(target.look()?.current.as_ref())?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(address) = &args.purge {
        return purge(&*target, &path_of(address, base.as_ref()), &args, &report, &context);
    }
    if let Some(name) = &args.rollback {
        let seen = target.look()?;
        let release = earlier_release(&*target, name, seen.current.as_ref())?;
        let plan = plan(&release, target.kept(), &seen, base.as_ref());
        let paths = [plan.new.clone(), plan.changed.clone()].concat();
        if let Some(missing) = target.missing(&release, &paths)?.first() {
            return Err(Error::refused(
                format!("{missing} of that release was withdrawn, or is not kept any more"),
                "publish another release, or the site from its notes",
            ));
        }
        let job = Job { release: &release, contents: target.kept(), plan: &plan, seen: &seen };
        let done = carry_out(&*target, &job, &args, &report, &context)?;
        if done == ExitCode::SUCCESS && !args.dry_run {
            published::forget(&args.site, &chosen.name);
        }
        return Ok(done);
    }
    // Of a finished folder it is not known from which notes it was built; those of a desk are in the folders of its briefs.
    let notes = (args.from.is_none() && !args.dry_run && !is_desk(&args.site)).then(|| published::notes(&args.site));
    let folder = match &args.from {
        Some(folder) => folder.clone(),
        None => match build(&args, &mut report.embargoed)? {
            (folder, ExitCode::SUCCESS) => folder,
            (_, failed) => return Ok(failed),
        },
    };
    let mut site = SiteFolder::read(&folder)?;
    target.additions().into_iter().try_for_each(|(path, bytes)| site.add(path, bytes))?;
    let seen = target.look()?;
    let plan = plan(&site.release, &site, &seen, base.as_ref());
    let job = Job { release: &site.release, contents: &site, plan: &plan, seen: &seen };
    let done = carry_out(&*target, &job, &args, &report, &context)?;
    if done == ExitCode::SUCCESS && !args.dry_run {
        match notes {
            Some(notes) => published::remember(&args.site, &chosen.name, &site.release, notes),
            None => published::forget(&args.site, &chosen.name),
        }
    }
    Ok(done)
}

/// Builds the site, and reports what it found. Returns the folder of the site, and success if it was written; lists the notes that it
/// left out because of an embargo.
fn build(args: &Publish, embargoed: &mut Vec<LeftOut>) -> Result<(PathBuf, ExitCode), Error> {
    let folder = args.site.join(BUILT);
    let common = Common {
        site: args.site.clone(),
        base_url: args.base_url.clone(),
        drafts: false,
        now: args.now,
        all: false,
        deny_warnings: args.deny_warnings,
        format: args.format,
        timings: false,
    };
    let started = std::time::Instant::now();
    let outcome = with_progress(|| run(&request(&common, Some(folder.clone()))))?;
    let notes = outcome.embargoed.iter().filter(|entry| entry.part.is_empty() && entry.static_file.is_none());
    embargoed.extend(notes.map(|entry| LeftOut {
        file: outcome.files.path(entry.file).to_owned(),
        until: entry.until.iso(),
        names: entry.names.clone(),
    }));
    let done = if outcome.written.is_some() { "built" } else { "nothing was published" };
    Ok((folder, report_outcome(&outcome, &common, started, done)?))
}

fn choose<'t>(targets: &'t [PublishTarget], name: Option<&str>, brief: &str) -> Result<&'t PublishTarget, Error> {
    let names: Vec<&str> = targets.iter().map(|target| target.name.as_str()).collect();
    let example = "for example:\n  publish:\n    live: { folder: /srv/www/brief }";
    match (name, targets) {
        (_, []) => Err(Error::refused(format!("{brief} does not say where to publish"), example)),
        (Some(name), targets) => targets.iter().find(|target| target.name == name).ok_or_else(|| {
            Error::refused(format!("{brief} has no “{name}” under “publish”"), format!("it has: {}", names.join(", ")))
        }),
        (None, [only]) => Ok(only),
        (None, _) => Err(Error::refused(
            "there are several places to publish to",
            format!("name one of them: citeback publish {}", names.join(" | ")),
        )),
    }
}

fn plan(release: &Release, contents: &dyn Contents, seen: &Seen, base: Option<&Url>) -> Plan {
    let any = Url::parse("http://site.invalid/").expect("this is an address");
    let base = base.unwrap_or(&any);
    let pages = Pages {
        links: &|path| links_of(contents, release, path, base),
        is_redirect: &|path| is_redirect(contents, release, path),
    };
    Plan::new(release, seen.past(), &seen.there, &pages)
}

fn earlier_release(target: &dyn Target, name: &str, current: Option<&Current>) -> Result<Release, Error> {
    let nothing = || Error::refused(format!("nothing has been published to {} yet", target.describe()), "");
    let name = current.ok_or_else(nothing)?.find(name)?;
    target
        .release(&name)?
        .ok_or_else(|| Error::refused(format!("the list of release {} is missing at the target", name.short()), ""))
}

/// Shows the plan, asks, publishes, verifies.
fn carry_out(
    target: &dyn Target,
    job: &Job<'_>,
    args: &Publish,
    report: &Report,
    context: &Context<'_>,
) -> Result<ExitCode, Error> {
    let Job { plan, release, seen, .. } = job;
    report.plan(plan, release, seen)?;
    // A rollback brings back a site as it was: its notes cannot be changed any more.
    if args.rollback.is_none() && warns_of_gone(job, report)? && args.deny_warnings {
        write_stderr("nothing was published\n");
        return Ok(ExitCode::FAILURE);
    }
    let live = seen.current.as_ref().map(|current| current.live);
    let up_to_date = plan.is_empty() && seen.unfinished.is_empty() && live == Some(release.name());
    if !up_to_date {
        refuse_what_needs_an_option(plan, args)?;
    }
    if args.dry_run {
        return Ok(ExitCode::SUCCESS);
    }
    let mut remarks = vec![];
    if !up_to_date {
        if !confirmed(args, "publish this?") {
            write_stderr("nothing was published\n");
            return Ok(ExitCode::from(2));
        }
        stop_on_interrupt(&context.interrupted);
        let published = target.publish(job, context);
        Progress::clear();
        remarks = published?;
        if let Some(base) = &report.base {
            remarks.extend(crate::publish::look_at(base, job, target, context)?);
        }
    }
    if args.verify == Verify::Full {
        let wrong = target.verify(release)?;
        if let [first, ..] = wrong.as_slice() {
            return Err(Error::refused(
                format!("{} not as published at the target, such as {first}", files(wrong.len())),
                "somebody else has changed them there; publish again to replace them",
            ));
        }
    }
    report.done(release, live.filter(|_| !up_to_date), up_to_date, &remarks)?;
    Ok(ExitCode::SUCCESS)
}

/// Warns of addresses that readers would lose. Returns whether there are any.
fn warns_of_gone(Job { plan, release, seen, .. }: &Job<'_>, report: &Report) -> Result<bool, Error> {
    let gone = seen.live.as_ref().map(|live| gone(plan, release, live)).unwrap_or_default();
    report.gone(&gone)?;
    Ok(!gone.is_empty())
}

fn refuse_what_needs_an_option(plan: &Plan, args: &Publish) -> Result<(), Error> {
    if plan.removes_much() && !args.delete {
        return Err(Error::refused(
            format!("{} files would be removed, which is much of the site", plan.removed.len()),
            "if that is right, say so with --delete",
        ));
    }
    if let ([first, ..], false) = (plan.in_the_way.as_slice(), args.adopt) {
        return Err(Error::refused(
            format!(
                "{} that citeback did not put there would be replaced, such as {first}",
                files(plan.in_the_way.len())
            ),
            "if they are an earlier copy of this site, replace them with --adopt (they are kept aside); if not, publish elsewhere",
        ));
    }
    Ok(())
}

fn files(count: usize) -> String {
    super::messages::count(count, "file", "files")
}

/// Asks on a terminal, unless the answer is known.
fn confirmed(args: &Publish, question: &str) -> bool {
    if args.yes || !stdin().is_terminal() || !stderr().is_terminal() {
        return true;
    }
    write_stderr(&format!("{question} [y/N] "));
    let mut answer = String::new();
    stdin().read_line(&mut answer).is_ok() && matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
}

fn purge(
    target: &dyn Target,
    path: &str,
    args: &Publish,
    report: &Report,
    context: &Context<'_>,
) -> Result<ExitCode, Error> {
    if !confirmed(args, &format!("remove what is kept of {path} for good?")) {
        write_stderr("nothing was removed\n");
        return Ok(ExitCode::from(2));
    }
    stop_on_interrupt(&context.interrupted);
    let removed = target.purge(path, context)?;
    report.purged(path, removed)?;
    Ok(ExitCode::SUCCESS)
}

/// The path of an address, which may be relative to the site or complete.
fn path_of(address: &str, base: Option<&Url>) -> String {
    let relative = base.and_then(|base| address.strip_prefix(base.as_str())).unwrap_or(address);
    let relative = relative.split(['#', '?']).next().unwrap_or(relative).trim_start_matches('/');
    let path = percent_encoding::percent_decode_str(relative).decode_utf8_lossy().into_owned();
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path }
}

fn context<'a>(progress: &'a (dyn Fn(usize, usize, u64) + Sync)) -> Context<'a> {
    Context {
        now: &jiff::Timestamp::now,
        sleep: &std::thread::sleep,
        holder: holder(),
        token: token(),
        term: TERM,
        pulse: PULSE,
        interrupted: Arc::default(),
        progress,
    }
}

/// Sets the flag when the user presses Ctrl-C; a second time ends the program at once.
fn stop_on_interrupt(stop: &Arc<AtomicBool>) {
    let stop = Arc::clone(stop);
    std::thread::spawn(move || {
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_io().build() else {
            return;
        };
        runtime.block_on(async {
            while tokio::signal::ctrl_c().await.is_ok() {
                if stop.swap(true, Ordering::Relaxed) {
                    std::process::exit(INTERRUPTED);
                }
                write_stderr("\nstopping after the current file; press Ctrl-C again to stop at once\n");
            }
        });
    });
}

/// Who publishes: the name of the user and of the machine.
fn holder() -> String {
    let variable =
        |names: &[&str]| names.iter().find_map(|name| std::env::var(name).ok().filter(|text| !text.is_empty()));
    let user = variable(&["USER", "LOGNAME", "USERNAME"]).unwrap_or_else(|| "somebody".to_owned());
    let host =
        || std::fs::read_to_string(Path::new("/proc/sys/kernel/hostname")).ok().map(|name| name.trim().to_owned());
    let machine = variable(&["HOSTNAME", "COMPUTERNAME"]).or_else(host).unwrap_or_else(|| "some machine".to_owned());
    format!("{user}@{machine}")
}

fn token() -> String {
    let mut bytes = [0; 16];
    // Without randomness the process and the time tell two runs apart well enough.
    if getrandom::fill(&mut bytes).is_err() {
        return format!("{}-{}", std::process::id(), jiff::Timestamp::now());
    }
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
