//! Requests over HTTP: the trait [`Http`], and [`Patient`], which repeats what failed for a moment. `http/network.rs` has the
//! implementation that uses the network.

use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use url::Url;

use super::pause::jitter;
use citeback_content::base::error::Error;

pub mod network;

/// How often a request is sent at most.
const ATTEMPTS: u32 = 7;

/// The longest time that the pauses of one request may take together. With longer ones the lock of a publication would expire.
const MAX_WAIT: Duration = Duration::from_secs(60);

/// A variable of the environment, if it has a value.
pub type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Whatever sends requests. Redirects are not followed.
pub trait Http: Send + Sync {
    /// # Errors
    /// When there is no answer. An answer that reports a failure is an answer.
    fn send(&self, request: &Request<'_>) -> Result<Response, Failure>;
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    Get,
    Head,
    Put,
    Post,
    Delete,
}

/// A request. Its address may contain a signature, so it is never shown.
pub struct Request<'a> {
    pub method: Method,
    pub url: Url,
    pub headers: Vec<(&'static str, String)>,
    /// Sent with `Put` and `Post` only.
    pub body: &'a [u8],
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Response {
    pub status: u16,
    /// Names are in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Response {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Whether the server may answer otherwise in a moment.
    fn is_passing(&self) -> bool {
        matches!(self.status, 408 | 409 | 425 | 429 | 500 | 502..=504)
    }

    /// When the server sent this, by its own clock.
    fn date(&self) -> Option<Timestamp> {
        Some(rfc2822::parse(self.header("date")?).ok()?.timestamp())
    }

    /// How many seconds the server asks to wait.
    fn retry_after(&self, now: Timestamp) -> Option<u64> {
        let value = self.header("retry-after")?.trim();
        let seconds = value.parse().ok();
        seconds.or_else(|| {
            let until = rfc2822::parse(value).ok()?.timestamp();
            u64::try_from(until.as_second() - self.date().unwrap_or(now).as_second()).ok()
        })
    }
}

/// Why there is no answer. The text has no address in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub reason: String,
    /// Whether it may work in a moment.
    pub passing: bool,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

/// Sends requests again after a failure that may pass, with pauses that grow and differ at random, so that 16 threads do not come back
/// at the same moment.
pub struct Patient {
    http: Box<dyn Http>,
    pause: fn(Duration),
    now: fn() -> Timestamp,
    /// By how many seconds the server's clock is ahead of this one, if a request was refused for that.
    ahead: AtomicI64,
}

/// An answer, and how often the request was sent.
pub struct Answer {
    pub response: Response,
    pub attempts: u32,
}

impl Patient {
    pub fn new(http: Box<dyn Http>) -> Self {
        Patient { http, pause: std::thread::sleep, now: Timestamp::now, ahead: AtomicI64::new(0) }
    }

    /// Sends what `request` returns for the present time. Each attempt gets a new one, since signatures contain the time.
    ///
    /// # Errors
    /// When there is no answer even after several attempts. An answer that reports a failure is an answer.
    pub fn send<'a>(&self, mut request: impl FnMut(Timestamp) -> Request<'a>) -> Result<Answer, Failure> {
        let mut waited = Duration::ZERO;
        for attempts in 1.. {
            let now = self.time();
            let sent = self.http.send(&request(now));
            let is_last = attempts == ATTEMPTS;
            let wait = match &sent {
                Ok(response) if response.status == 403 && attempts == 1 && self.learn_the_time(response) => continue,
                Ok(response) if response.is_passing() && !is_last => match response.retry_after(now) {
                    Some(seconds) if waited.saturating_add(Duration::from_secs(seconds)) > MAX_WAIT => {
                        let reason = format!("the server asks to wait for {seconds} seconds");
                        return Err(Failure { reason, passing: true });
                    }
                    Some(seconds) => Duration::from_secs(seconds) + jitter(attempts) / 4,
                    None => jitter(attempts),
                },
                Err(failure) if failure.passing && !is_last => jitter(attempts),
                _ => return sent.map(|response| Answer { response, attempts }),
            };
            waited += wait;
            (self.pause)(wait);
        }
        unreachable!("the last attempt returns")
    }

    fn time(&self) -> Timestamp {
        let now = (self.now)();
        Timestamp::from_second(now.as_second() + self.ahead.load(Ordering::Relaxed)).unwrap_or(now)
    }

    /// Servers refuse signatures that are minutes old. If the clock here is wrong, the server's is used. Returns whether it is.
    fn learn_the_time(&self, response: &Response) -> bool {
        let Some(date) = response.date() else { return false };
        if (date.as_second() - self.time().as_second()).abs() < 240 {
            return false;
        }
        self.ahead.store(date.as_second() - (self.now)().as_second(), Ordering::Relaxed);
        true
    }
}

/// The failure of a request to a target, for people.
pub fn unreachable(what: &str, reason: &str) -> Error {
    Error::refused(
        format!("{what} cannot be reached: {reason}"),
        "check the address and your connection, and run the command again",
    )
}

#[cfg(test)]
mod tests;
