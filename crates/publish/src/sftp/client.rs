//! Connects again when a connection is lost: [`Client`].

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::packet::Status;
use super::session::{Failure, Session};
use crate::pause::jitter;
use citeback_content::base::error::Error;

/// How often something is tried at most.
const ATTEMPTS: u32 = 6;

/// How often the first connection is tried: its failure is more likely a mistake in brief.yaml.
const FIRST_ATTEMPTS: u32 = 3;

/// Makes connections, and repeats what was interrupted by the end of one.
pub struct Client {
    /// The server, for people.
    server: String,
    connect: Connect,
    pause: fn(Duration),
    state: Mutex<State>,
}

/// Makes a connection.
pub type Connect = Box<dyn Fn() -> Result<Session, Failure> + Send + Sync>;

#[derive(Default)]
struct State {
    session: Option<Arc<Session>>,
    /// How many connections were tried.
    connections: u32,
    /// How many of these failed since the last one that did not.
    failed: u32,
    /// Whether one did not.
    reached: bool,
    /// Why no more are tried. What is left to do then, such as giving a lock back, fails at once.
    given_up: Option<String>,
}

impl Client {
    pub fn new(server: String, connect: Connect) -> Self {
        Client { server, connect, pause: std::thread::sleep, state: Mutex::default() }
    }

    #[cfg(test)]
    pub fn without_pauses(self) -> Self {
        Client { pause: |_| {}, ..self }
    }

    /// Does something over a connection, with a new one if that is lost meanwhile. So the work may be done twice. `action` and `path` say
    /// what it is.
    pub fn run<T>(&self, action: &str, path: &str, work: impl Fn(&Session) -> Result<T, Failure>) -> Result<T, Error> {
        let mut attempt = 1;
        loop {
            let session = self.session().map_err(|failure| self.explained(action, path, failure))?;
            match work(&session) {
                Err(Failure::Lost(_)) if attempt < ATTEMPTS => self.discard(&session),
                done => return done.map_err(|failure| self.explained(action, path, failure)),
            }
            attempt += 1;
        }
    }

    fn session(&self) -> Result<Arc<Session>, Failure> {
        // Others wait meanwhile, and then use the same connection.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(session) = &state.session {
            return Ok(Arc::clone(session));
        }
        if let Some(reason) = &state.given_up {
            return Err(Failure::Lost(reason.clone()));
        }
        let attempts = if state.reached { ATTEMPTS } else { FIRST_ATTEMPTS };
        loop {
            if state.connections > 0 {
                (self.pause)(jitter(state.failed + 1));
            }
            state.connections += 1;
            match (self.connect)() {
                Ok(session) => {
                    state.failed = 0;
                    state.reached = true;
                    return Ok(Arc::clone(state.session.insert(Arc::new(session))));
                }
                Err(Failure::Lost(_)) if state.failed + 1 < attempts => state.failed += 1,
                Err(failure) => {
                    if let Failure::Lost(reason) = &failure {
                        state.given_up = Some(reason.clone());
                    }
                    return Err(failure);
                }
            }
        }
    }

    /// Forgets a connection, unless another one has replaced it.
    fn discard(&self, lost: &Arc<Session>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.session.as_ref().is_some_and(|session| Arc::ptr_eq(session, lost)) {
            state.session = None;
        }
    }

    fn explained(&self, action: &str, path: &str, failure: Failure) -> Error {
        match failure {
            Failure::Lost(reason) => Error::refused(
                format!("{} cannot be reached: {reason}", self.server),
                "check the address and your connection, and run the command again",
            ),
            Failure::Hopeless { message, hint } => {
                Error::refused(format!("{} cannot be reached: {message}", self.server), hint)
            }
            Failure::Refused(Status { code, message }) => {
                let said: String = message.chars().filter(|c| !c.is_control()).take(200).collect();
                let said = if said.is_empty() { format!("status {code}") } else { said };
                let hint = match code {
                    Status::PERMISSION_DENIED => "this user has no permission there",
                    Status::FAILURE => "the server does not say why: often the disk is full, or a quota is reached",
                    Status::UNSUPPORTED => "the server cannot do that",
                    _ => "",
                };
                Error::refused(format!("{} refused to {action} {path}: {said}", self.server), hint)
            }
        }
    }
}
