//! A lock with an expiry, for targets where processes on different machines publish: [`Lease`]. It is the private file `lock.json`.
//!
//! A thread gives signs of life while work lasts, so that one long step does not outlive the lock.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::context::Context;
use super::store::{Store, Version, When};
use citeback_content::base::error::Error;

const LOCK: &str = "lock.json";

/// How long to wait before reading back the own lock, where a target does not honour conditions.
const SETTLE: Duration = Duration::from_secs(2);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Record {
    holder: String,
    token: String,
    /// RFC 3339, UTC, as the next one.
    since: String,
    expires: String,
}

/// The lock, held.
pub struct Lease {
    since: String,
    /// What was written last.
    version: Mutex<Version>,
    /// When, in seconds since 1970.
    renewed: AtomicI64,
    /// Whether somebody else has taken it.
    lost: AtomicBool,
    conditional: bool,
}

impl Lease {
    /// Takes the lock. With `lone`, a system lock proves already that nobody else holds it, and it is written only so that others can
    /// read who publishes.
    ///
    /// # Errors
    /// When somebody else publishes; the message says who, and since when.
    pub fn take(store: &dyn Store, lone: bool, context: &Context<'_>) -> Result<Self, Error> {
        let conditional = lone || store.honours_conditions()?;
        let since = context.time();
        let record = record(&since, context);
        let taken = match store.private(LOCK)? {
            None => store.put_private(LOCK, &record, When::Absent)?,
            Some((_, version)) if lone => store.put_private(LOCK, &record, When::Is(&version))?,
            Some((bytes, version)) => {
                wait_for_expiry(store, &bytes, &version, context)?;
                store.take_over(LOCK, &record, &version)?
            }
        };
        let Some(version) = taken else {
            return Err(busy(store));
        };
        if !conditional {
            (context.sleep)(SETTLE);
            let own = |bytes: &[u8]| read(bytes).is_some_and(|found| found.token == context.token);
            if !store.private(LOCK)?.is_some_and(|(bytes, _)| own(&bytes)) {
                return Err(busy(store));
            }
        }
        let renewed = AtomicI64::new((context.now)().as_second());
        Ok(Lease { since, version: Mutex::new(version), renewed, lost: AtomicBool::new(false), conditional })
    }

    /// Whether two publishers at once are certainly told apart.
    pub fn is_strong(&self) -> bool {
        self.conditional
    }

    /// Does work, and gives signs of life meanwhile.
    pub fn keep_during<T>(&self, store: &dyn Store, context: &Context<'_>, work: impl FnOnce() -> T) -> T {
        let (at_work, pulse) = channel::<()>();
        thread::scope(move |scope| {
            scope.spawn(move || {
                while pulse.recv_timeout(context.pulse) == Err(RecvTimeoutError::Timeout) {
                    // A failure may pass. If the lock is lost, the next step learns it from `check`.
                    let _ = self.renew(store, context);
                }
            });
            // Dropped after the work, even if that panics.
            let _at_work = at_work;
            work()
        })
    }

    /// To be called before anything is changed.
    ///
    /// # Errors
    /// When somebody else has taken the lock, or it was not possible for half of its term to give a sign of life.
    pub fn check(&self, store: &dyn Store, context: &Context<'_>) -> Result<(), Error> {
        if self.lost.load(Ordering::Relaxed) {
            return Err(busy(store));
        }
        if self.age(context) < context.term.as_secs() / 2 { Ok(()) } else { self.renew(store, context) }
    }

    /// Gives a sign of life if a third of the term has passed since the last one.
    fn renew(&self, store: &dyn Store, context: &Context<'_>) -> Result<(), Error> {
        let mut version = self.version.lock().unwrap_or_else(PoisonError::into_inner);
        if self.lost.load(Ordering::Relaxed) {
            return Err(busy(store));
        }
        // Another thread may have done it meanwhile.
        if self.age(context) < context.term.as_secs() / 3 {
            return Ok(());
        }
        let now = (context.now)().as_second();
        match store.put_private(LOCK, &record(&self.since, context), When::Is(&version))? {
            Some(written) => *version = written,
            None => {
                self.lost.store(true, Ordering::Relaxed);
                return Err(busy(store));
            }
        }
        self.renewed.store(now, Ordering::Relaxed);
        Ok(())
    }

    /// How many seconds ago the last sign of life was.
    fn age(&self, context: &Context<'_>) -> u64 {
        (context.now)().as_second().abs_diff(self.renewed.load(Ordering::Relaxed))
    }

    /// Gives the lock back, if it is still the own one. A failure is harmless: the lock expires.
    pub fn release(self, store: &dyn Store) {
        let own = self.version.into_inner().unwrap_or_else(PoisonError::into_inner);
        if matches!(store.private(LOCK), Ok(Some((_, version))) if version == own) {
            let _ = store.delete_private(LOCK);
        }
    }
}

/// Waits until a lock has certainly expired. Clocks of two machines differ, so a lock that has expired by this clock counts only if it
/// then shows no sign of life for as long as one that is alive needs at most.
fn wait_for_expiry(store: &dyn Store, bytes: &[u8], version: &Version, context: &Context<'_>) -> Result<(), Error> {
    let expires = read(bytes).and_then(|found| found.expires.parse::<Timestamp>().ok());
    if expires.is_some_and(|expires| (context.now)() < expires) {
        return Err(held_by(bytes));
    }
    (context.sleep)(context.term / 2);
    context.go_on()?;
    match store.private(LOCK)? {
        Some((_, now)) if now == *version => Ok(()),
        Some((bytes, _)) => Err(held_by(&bytes)),
        None => Err(Error::refused("somebody else has just published", "run the command again")),
    }
}

pub(super) fn record(since: &str, context: &Context<'_>) -> Vec<u8> {
    let record = Record {
        holder: context.holder.clone(),
        token: context.token.clone(),
        since: since.to_owned(),
        expires: context.written(context.term),
    };
    serde_json::to_vec(&record).expect("texts can be written as JSON")
}

fn read(bytes: &[u8]) -> Option<Record> {
    serde_json::from_slice(bytes).ok()
}

/// The refusal when somebody else publishes.
pub fn busy(store: &dyn Store) -> Error {
    match store.private(LOCK) {
        Ok(Some((bytes, _))) => held_by(&bytes),
        _ => held_by(b""),
    }
}

fn held_by(bytes: &[u8]) -> Error {
    let hint = "wait until that run has ended, and run the command again; a lock left by a crash expires by itself";
    match read(bytes) {
        // The file is from elsewhere, and is shown on a terminal.
        Some(Record { holder, since, .. }) => {
            let plain = |text: String| text.chars().filter(|c| !c.is_control()).take(100).collect::<String>();
            Error::refused(format!("{} has been publishing there since {}", plain(holder), plain(since)), hint)
        }
        None => Error::refused("somebody else is publishing there", hint),
    }
}
