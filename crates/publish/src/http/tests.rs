//! What is sent again, and after which pause.

use std::cell::RefCell;
use std::sync::Mutex;
use std::sync::atomic::AtomicI64;
use std::time::Duration;

use jiff::Timestamp;
use url::Url;

use super::{ATTEMPTS, Failure, Http, Method, Patient, Request, Response};

thread_local! {
    static PAUSES: RefCell<Vec<Duration>> = const { RefCell::new(vec![]) };
}

/// Answers in this order, the last one first.
struct Script(Mutex<Vec<Result<Response, Failure>>>);

impl Http for Script {
    fn send(&self, _: &Request<'_>) -> Result<Response, Failure> {
        self.0.lock().unwrap().pop().unwrap()
    }
}

fn answer(status: u16, headers: &[(&str, &str)]) -> Result<Response, Failure> {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Ok(Response { status, headers, body: vec![] })
}

fn closed() -> Result<Response, Failure> {
    Err(Failure { reason: "closed".into(), passing: true })
}

/// Sends a request that is answered so; returns the status or the failure, the pauses, and the times at which it was made.
fn send(mut answers: Vec<Result<Response, Failure>>) -> (Result<u16, String>, Vec<Duration>, Vec<i64>) {
    answers.reverse();
    PAUSES.take();
    let patient = Patient {
        http: Box::new(Script(Mutex::new(answers))),
        pause: |pause| PAUSES.with_borrow_mut(|pauses| pauses.push(pause)),
        now: || Timestamp::from_second(1_893_456_000).unwrap(),
        ahead: AtomicI64::new(0),
    };
    let mut times = vec![];
    let sent = patient.send(|now| {
        times.push(now.as_second() - 1_893_456_000);
        Request { method: Method::Get, url: Url::parse("http://x/").unwrap(), headers: vec![], body: b"" }
    });
    (sent.map(|answer| answer.response.status).map_err(|failure| failure.reason), PAUSES.take(), times)
}

#[test]
fn what_may_pass_is_sent_again_after_pauses_that_grow() {
    let (sent, pauses, _) = send(vec![answer(503, &[]), closed(), answer(429, &[]), answer(200, &[])]);
    assert_eq!((sent, pauses.len()), (Ok(200), 3));
    for (at, pause) in pauses.iter().enumerate() {
        let longest = Duration::from_millis(500 << at);
        assert!(*pause >= longest / 2 && *pause <= longest, "{pauses:?}");
    }
}

#[test]
fn it_gives_up_in_the_end() {
    let often = usize::try_from(ATTEMPTS).unwrap();
    let (sent, pauses, _) = send(vec![closed(); often]);
    assert_eq!((sent, pauses.len()), (Err("closed".into()), often - 1));
    let (sent, pauses, _) = send(vec![answer(500, &[]); often]);
    assert_eq!((sent, pauses.len()), (Ok(500), often - 1));
}

#[test]
fn what_does_not_pass_is_not_sent_again() {
    for status in [301, 403, 404, 412, 501] {
        assert_eq!(send(vec![answer(status, &[])]).0, Ok(status));
    }
    let untrusted = Err(Failure { reason: "unknown certificate".into(), passing: false });
    assert_eq!(send(vec![untrusted]).0, Err("unknown certificate".into()));
}

#[test]
fn a_server_says_how_long_to_wait() {
    let date = ("date", "Tue, 01 Jan 2030 00:00:00 GMT");
    for headers in [&[("retry-after", "7")][..], &[date, ("retry-after", "Tue, 01 Jan 2030 00:00:07 GMT")]] {
        let (_, pauses, _) = send(vec![answer(503, headers), answer(200, &[])]);
        assert!(pauses[0] >= Duration::from_secs(7) && pauses[0] < Duration::from_secs(8), "{pauses:?}");
    }
    let (sent, pauses, _) = send(vec![answer(503, &[("retry-after", "3600")])]);
    assert_eq!((sent, pauses.len()), (Err("the server asks to wait for 3600 seconds".into()), 0));
    let (sent, pauses, _) = send(vec![answer(503, &[("retry-after", "40")]); 2]);
    assert_eq!((sent, pauses.len()), (Err("the server asks to wait for 40 seconds".into()), 1));
}

#[test]
fn a_wrong_clock_is_set_by_the_server() {
    let later = ("date", "Tue, 01 Jan 2030 01:00:00 GMT");
    let (sent, pauses, times) = send(vec![answer(403, &[later]), answer(200, &[later])]);
    assert_eq!((sent, pauses.len(), times), (Ok(200), 0, vec![0, 3600]));
    let now = ("date", "Tue, 01 Jan 2030 00:00:09 GMT");
    assert_eq!(send(vec![answer(403, &[now])]).0, Ok(403));
}
