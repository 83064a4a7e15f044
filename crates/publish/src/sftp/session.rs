//! One connection to a server, with many requests in flight: [`Session`]. `files.rs` has what is done over it.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::packet::{Attributes, MAX_PACKET, Name, Reply, Request, Status, VERSION};

/// How long a server may say nothing at all while an answer is due.
const PATIENCE: Duration = Duration::from_secs(60);

/// A connection over which the server has greeted. Requests may come from several threads.
pub struct Session {
    output: Mutex<Box<dyn Write + Send>>,
    state: Arc<Mutex<State>>,
    next: AtomicU32,
    extensions: Vec<String>,
    /// Ends the connection when it is dropped.
    _process: Box<dyn Send + Sync>,
}

struct State {
    /// Why no answer will come any more.
    ended: Option<&'static str>,
    /// When the server last said something.
    heard: Instant,
    waiting: HashMap<u32, SyncSender<Reply>>,
}

/// Why something could not be done over a connection.
#[derive(Debug)]
pub enum Failure {
    /// There is no connection any more, or none yet; another one may work.
    Lost(String),
    /// No other one would work.
    Hopeless { message: String, hint: String },
    /// The server refused it.
    Refused(Status),
}

impl Failure {
    /// Whether the server says that there is no such file or folder.
    pub fn is_missing(&self) -> bool {
        matches!(self, Failure::Refused(status) if status.code == Status::NO_SUCH_FILE)
    }
}

impl Session {
    /// Greets the server. `process` is kept as long as the session.
    pub fn start(
        input: impl Read + Send + 'static,
        output: impl Write + Send + 'static,
        process: Box<dyn Send + Sync>,
    ) -> Result<Self, Failure> {
        let state = State { ended: None, heard: Instant::now(), waiting: HashMap::new() };
        let state = Arc::new(Mutex::new(state));
        let shared = Arc::clone(&state);
        // Ends with the connection.
        thread::spawn(move || {
            let reason = listen(input, &shared);
            let mut state = lock(&shared);
            state.ended = Some(reason);
            state.waiting.clear();
        });
        let output: Mutex<Box<dyn Write + Send>> = Mutex::new(Box::new(output));
        let mut session = Session { output, state, next: AtomicU32::new(0), extensions: vec![], _process: process };
        match session.ask(Request::Start)?.reply()? {
            Reply::Started { version, extensions } if version >= VERSION => session.extensions = extensions,
            Reply::Started { version, .. } => {
                return Err(Failure::Hopeless {
                    message: format!("the server speaks version {version} of SFTP only"),
                    hint: "version 3, of 2001, is needed".to_owned(),
                });
            }
            _ => return Err(unexpected()),
        }
        Ok(session)
    }

    /// Whether the server has an extension.
    pub fn has(&self, extension: &str) -> bool {
        self.extensions.iter().any(|name| name == extension)
    }

    /// Sends a request. Others may follow before its answer is there.
    pub fn ask(&self, request: Request<'_>) -> Result<Pending<'_>, Failure> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let (sender, answer) = sync_channel(1);
        let mut state = lock(&self.state);
        if let Some(reason) = state.ended {
            return Err(Failure::Lost(reason.to_owned()));
        }
        state.waiting.insert(number, sender);
        drop(state);
        let packet = request.to_packet(number);
        let mut output = lock(&self.output);
        let sent = output.write_all(&packet).and_then(|()| output.flush());
        sent.map_err(|_| self.lost())?;
        Ok(Pending { session: self, asked: Instant::now(), answer })
    }

    fn lost(&self) -> Failure {
        Failure::Lost(lock(&self.state).ended.unwrap_or(CLOSED).to_owned())
    }
}

const CLOSED: &str = "the connection was closed";
const GARBLED: &str =
    "the server sends something other than SFTP; perhaps a script of its shell prints a text at every login";

fn unexpected() -> Failure {
    Failure::Lost("the server gives an answer that does not fit".to_owned())
}

/// Hands answers to those who wait for them, and returns why there are no more.
fn listen(mut input: impl Read, state: &Mutex<State>) -> &'static str {
    loop {
        let mut length = [0; 4];
        if input.read_exact(&mut length).is_err() {
            return CLOSED;
        }
        let length = u32::from_be_bytes(length) as usize;
        if length > MAX_PACKET {
            return GARBLED;
        }
        let mut packet = vec![0; length];
        if input.read_exact(&mut packet).is_err() {
            return CLOSED;
        }
        let Some((number, reply)) = Reply::parse(&packet) else { return GARBLED };
        let mut state = lock(state);
        state.heard = Instant::now();
        // The thread that asked may have given up.
        let _ = state.waiting.remove(&number).map(|sender| sender.try_send(reply));
    }
}

fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A request that was sent.
pub struct Pending<'s> {
    session: &'s Session,
    asked: Instant,
    answer: Receiver<Reply>,
}

impl Pending<'_> {
    pub fn reply(self) -> Result<Reply, Failure> {
        loop {
            match self.answer.recv_timeout(PATIENCE / 4) {
                Ok(reply) => return Ok(reply),
                Err(RecvTimeoutError::Disconnected) => return Err(self.session.lost()),
                Err(RecvTimeoutError::Timeout) => {
                    let heard = lock(&self.session.state).heard.max(self.asked);
                    if heard.elapsed() > PATIENCE {
                        return Err(Failure::Lost("the server does not answer".to_owned()));
                    }
                }
            }
        }
    }

    /// For requests that return nothing.
    pub fn done(self) -> Result<(), Failure> {
        match self.reply()? {
            Reply::Status(status) if status.code == Status::OK => Ok(()),
            other => Err(refusal(other)),
        }
    }

    pub fn handle(self) -> Result<Vec<u8>, Failure> {
        match self.reply()? {
            Reply::Handle(handle) => Ok(handle),
            other => Err(refusal(other)),
        }
    }

    pub fn attributes(self) -> Result<Attributes, Failure> {
        match self.reply()? {
            Reply::Attributes(attributes) => Ok(attributes),
            other => Err(refusal(other)),
        }
    }

    /// The next entries of a folder; `None` at its end.
    pub fn names(self) -> Result<Option<Vec<Name>>, Failure> {
        match self.reply()? {
            Reply::Names(names) => Ok(Some(names)),
            Reply::Status(Status { code: Status::END, .. }) => Ok(None),
            other => Err(refusal(other)),
        }
    }

    /// A piece of a file; `None` at its end.
    pub fn data(self) -> Result<Option<Vec<u8>>, Failure> {
        match self.reply()? {
            // An empty piece would be asked for again without an end.
            Reply::Data(data) if data.is_empty() => Err(unexpected()),
            Reply::Data(data) => Ok(Some(data)),
            Reply::Status(Status { code: Status::END, .. }) => Ok(None),
            other => Err(refusal(other)),
        }
    }
}

/// Any answer but the one that was wanted.
fn refusal(reply: Reply) -> Failure {
    match reply {
        Reply::Status(status) if status.code != Status::OK => Failure::Refused(status),
        _ => unexpected(),
    }
}
