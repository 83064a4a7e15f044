//! What a publication uses of the world: the clock, randomness, a request to stop. Tests pass in their own. Entry point: [`Context`].

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jiff::Timestamp;

use citeback_content::base::error::Error;

/// The surroundings of a publication.
pub struct Context<'a> {
    pub now: &'a (dyn Fn() -> Timestamp + Sync),
    pub sleep: &'a (dyn Fn(Duration) + Sync),
    /// Who publishes, as others see it when they have to wait: `name@machine`.
    pub holder: String,
    /// A random text that only this run knows.
    pub token: String,
    /// How long a lock lasts without a sign of life.
    pub term: Duration,
    /// How often it is looked whether a sign of life is due.
    pub pulse: Duration,
    /// Set when the run is to stop; it then stops after the current step, and releases the lock.
    pub interrupted: Arc<AtomicBool>,
    /// Called after each step, from several threads: how many of how many are done, and the bytes written by it.
    pub progress: &'a (dyn Fn(usize, usize, u64) + Sync),
}

impl Context<'_> {
    /// The present time, RFC 3339 in UTC, to the second.
    pub fn time(&self) -> String {
        self.written(Duration::ZERO)
    }

    /// The time after `later`, written as by [`time`](Self::time).
    pub fn written(&self, later: Duration) -> String {
        Timestamp::from_second((self.now)().as_second().saturating_add_unsigned(later.as_secs()))
            .unwrap_or(Timestamp::MAX)
            .to_string()
    }

    /// # Errors
    /// When the run is to stop.
    pub fn go_on(&self) -> Result<(), Error> {
        if !self.interrupted.load(Ordering::Relaxed) {
            return Ok(());
        }
        Err(Error::refused("interrupted before the end", "run the command again: it goes on from what is there"))
    }
}
