//! Reads and writes messages over standard input and output. Entry point: [`stdio`]. Framing follows the base protocol of the Language
//! Server Protocol 3.17. A malformed message is answered with an error of JSON-RPC 2.0, section 5.1, and the next one is read.

use std::io::{self, BufRead, Read, Write};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use lsp_server::{Connection, ErrorCode, Message, Notification};
use serde_json::{Value, json};

/// A longer message, in bytes, is skipped. Sources have at most 8 MiB, which JSON escapes can make six times as long.
const MAX_MESSAGE: u64 = 64 << 20;
/// A greater Content-Length, in bytes, is invalid: skipping so much would block the server for too long.
const MAX_SKIPPED: u64 = 1 << 31;
/// Only the end of a longer header line, in bytes, is read.
const MAX_LINE_BYTES: usize = 4 << 10;
const LENGTH: &str = "content-length:";

/// The threads that read and write.
pub(super) struct Threads {
    reader: JoinHandle<io::Result<()>>,
    writer: JoinHandle<io::Result<()>>,
}

impl Threads {
    /// Waits until everything is written and the editor has disconnected.
    pub fn join(self) -> io::Result<()> {
        let joined = |thread: JoinHandle<io::Result<()>>| {
            thread.join().unwrap_or_else(|_| Err(io::Error::other("a thread of the language server failed")))
        };
        joined(self.reader).and(joined(self.writer))
    }
}

/// Puts a message among those that the editor sends; `false` once the session has ended.
pub(super) type Inject = Arc<dyn Fn(Message) -> bool + Send + Sync>;

/// Starts the threads that read from standard input and write to standard output.
pub(super) fn stdio() -> (Connection, Inject, Threads) {
    let (server, Connection { sender, receiver }) = Connection::memory();
    let injecting = sender.clone();
    let inject: Inject = Arc::new(move |message| injecting.send(message).is_ok());
    let reader = thread::spawn(move || {
        let handle = |message| sender.send(message).map_err(io::Error::other);
        let heard =
            listen(&mut io::stdin().lock(), handle, |error| write(&mut io::stdout().lock(), &error.to_string()));
        // Watchers keep the channel open, so its end would not be noticed.
        let _ = sender.send(Notification::new("exit".to_owned(), Value::Null).into());
        heard
    });
    let writer =
        thread::spawn(move || receiver.into_iter().try_for_each(|message| message.write(&mut io::stdout().lock())));
    (server, inject, Threads { reader, writer })
}

/// Reads messages until `exit` or the end of the input. `refuse` gets the error responses to malformed messages.
fn listen(
    input: &mut impl BufRead,
    handle: impl Fn(Message) -> io::Result<()>,
    refuse: impl Fn(Value) -> io::Result<()>,
) -> io::Result<()> {
    // After an invalid header, everything up to the next valid one belongs to the invalid message.
    let mut out_of_sync = false;
    while let Some(length) = header(input)? {
        let received = match length {
            Some(length) => {
                out_of_sync = false;
                body(input, length)?
            }
            None if std::mem::replace(&mut out_of_sync, true) => continue,
            None => Received::unreadable("the header of a message has no valid Content-Length"),
        };
        match received {
            Received::Message(message) => {
                let is_exit = matches!(&message, Message::Notification(notification) if notification.method == "exit");
                handle(message)?;
                if is_exit {
                    break;
                }
            }
            Received::Malformed { code, id, what } => {
                refuse(json!({"jsonrpc": "2.0", "id": id, "error": {"code": code as i32, "message": what}}))?;
            }
            Received::Ignored => {}
        }
    }
    Ok(())
}

fn write(output: &mut impl Write, text: &str) -> io::Result<()> {
    write!(output, "Content-Length: {}\r\n\r\n{text}", text.len())?;
    output.flush()
}

/// What was read.
#[derive(Debug)]
enum Received {
    Message(Message),
    /// To be answered with an error. The id is that of the request, or null if it is unknown.
    Malformed {
        code: ErrorCode,
        id: Value,
        what: String,
    },
    /// Must not be answered.
    Ignored,
}

impl Received {
    fn unreadable(what: impl Into<String>) -> Self {
        Received::Malformed { code: ErrorCode::ParseError, id: Value::Null, what: what.into() }
    }
}

/// Reads a header up to its empty line. Returns the length of the message in bytes, if it is given, and `None` at the end of the input.
fn header(input: &mut impl BufRead) -> io::Result<Option<Option<u64>>> {
    let mut length = None;
    let mut empty = true;
    while let Some(line) = line(input)? {
        let line = String::from_utf8_lossy(&line).to_ascii_lowercase();
        let line = line.trim();
        if line.is_empty() && !empty {
            return Ok(Some(length));
        }
        empty &= line.is_empty();
        // The rest of a message that was longer than its header said may come before it.
        if let Some(at) = line.rfind(LENGTH) {
            length = line[at + LENGTH.len()..].trim().parse().ok().filter(|length| *length <= MAX_SKIPPED);
        }
    }
    Ok(None)
}

/// Reads a line, or the end of one that is too long; `None` at the end of the input.
fn line(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = vec![];
    loop {
        let bytes = input.fill_buf()?;
        if bytes.is_empty() {
            return Ok(None);
        }
        let newline = memchr::memchr(b'\n', bytes);
        let taken = newline.map_or(bytes.len(), |at| at + 1);
        line.extend_from_slice(&bytes[..taken]);
        input.consume(taken);
        if line.len() > MAX_LINE_BYTES {
            line.drain(..line.len() - MAX_LINE_BYTES);
        }
        if newline.is_some() {
            return Ok(Some(line));
        }
    }
}

/// Reads the message after a header.
fn body(input: &mut impl BufRead, length: u64) -> io::Result<Received> {
    if length > MAX_MESSAGE {
        io::copy(&mut input.take(length), &mut io::sink())?;
        let what = format!("a message of {length} bytes was skipped: the maximum is {MAX_MESSAGE} bytes");
        return Ok(Received::unreadable(what));
    }
    let mut bytes = vec![];
    // Memory grows as bytes arrive, whatever the header promises.
    input.take(length).read_to_end(&mut bytes)?;
    let value: Value = match serde_json::from_slice(&bytes) {
        Ok(value) => value,
        Err(error) => return Ok(Received::unreadable(format!("a message is not valid JSON: {error}"))),
    };
    let is_response = value.get("method").is_none() && (value.get("result").is_some() || value.get("error").is_some());
    let id = value.get("id").filter(|id| id.is_number() || id.is_string()).cloned().unwrap_or_default();
    let has_id = value.get("id").is_some_and(|id| !id.is_null());
    Ok(match serde_json::from_value(value) {
        // lsp-server reads a request whose id it does not support as a notification, which would never be answered.
        Ok(Message::Notification(_)) if has_id => {
            let what = "the id of a request is neither a string nor a 32-bit integer".to_owned();
            Received::Malformed { code: ErrorCode::InvalidRequest, id, what }
        }
        Ok(message) => Received::Message(message),
        // Answering an answer could go on for ever.
        Err(_) if is_response => Received::Ignored,
        Err(_) => {
            let what = "a message is neither a request nor a notification".to_owned();
            Received::Malformed { code: ErrorCode::InvalidRequest, id, what }
        }
    })
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::io::{self, Read};

    use serde_json::Value;

    use super::{MAX_MESSAGE, listen};

    /// The methods of the messages in an input, and the error codes for malformed ones, in order.
    fn received(input: impl Read) -> Vec<String> {
        let received = RefCell::new(vec![]);
        let push = |text: String| -> io::Result<()> {
            received.borrow_mut().push(text);
            Ok(())
        };
        let handle =
            |message| push(serde_json::to_value(message).unwrap()["method"].as_str().unwrap_or("answer").to_owned());
        let refuse = |answer: Value| push(format!("{} {}", answer["id"], answer["error"]["code"]));
        listen(&mut io::BufReader::new(input), handle, refuse).unwrap();
        received.into_inner()
    }

    fn framed(text: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{text}", text.len())
    }

    fn notification(method: &str) -> String {
        framed(&format!("{{\"jsonrpc\":\"2.0\",\"method\":\"{method}\"}}"))
    }

    #[test]
    fn a_malformed_message_is_refused_and_the_next_is_read() {
        let cases = [
            ("{\"jsonrpc\":", "null -32700"),
            ("", "null -32700"),
            ("[]", "null -32600"),
            ("{\"id\":7,\"method\":8}", "7 -32600"),
            ("{\"id\":12345678901,\"method\":\"x\"}", "12345678901 -32600"),
            ("{\"id\":{},\"method\":\"x\"}", "null -32600"),
        ];
        for (text, answer) in cases {
            assert_eq!(received((framed(text) + &notification("next")).as_bytes()), [answer, "next"], "{text}");
        }
        let deep = framed(&"[".repeat(100_000)) + &notification("next");
        assert_eq!(received(deep.as_bytes()), ["null -32700", "next"]);
        let mut binary = b"Content-Length: 2\r\n\r\n\xFF\xFE".to_vec();
        binary.extend(notification("next").bytes());
        assert_eq!(received(binary.as_slice()), ["null -32700", "next"]);
        let answer = framed("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":1,\"message\":\"\"}}");
        assert_eq!(received((answer + &notification("next")).as_bytes()), ["next"], "answers are not answered");
    }

    #[test]
    fn after_an_invalid_header_the_next_one_counts() {
        for header in [
            "Content-Length: many",
            "Content-Length: -1",
            "Content-Length: 18446744073709551615",
            "Content-Type: x",
            "x",
        ] {
            let input = format!("{header}\r\n\r\n{{\"method\":\"lost\"}}{}", notification("next"));
            assert_eq!(received(input.as_bytes()), ["null -32700", "next"], "{header}");
        }
        let short = notification("shorter").replace("Content-Length: 3", "Content-Length: 2") + &notification("next");
        assert_eq!(received(short.as_bytes()), ["null -32700", "next"]);
        let long_line = format!("{}\n\n{}", "x".repeat(100_000), notification("next"));
        assert_eq!(received(long_line.as_bytes()), ["null -32700", "next"]);
    }

    #[test]
    fn header_names_are_read_in_any_case_and_other_headers_are_ignored() {
        let input = "content-length: 14\nContent-Type: application/vscode-jsonrpc\n\n{\"method\":\"a\"}";
        assert_eq!(received(input.as_bytes()), ["a"]);
        assert_eq!(received("Content-Length: 99\r\n\r\n{".as_bytes()), ["null -32700"]);
    }

    #[test]
    fn a_message_that_is_too_long_is_skipped() {
        let length = MAX_MESSAGE + 1;
        let header = format!("Content-Length: {length}\r\n\r\n");
        let next = notification("next");
        let input = header.as_bytes().chain(io::repeat(b'x').take(length)).chain(next.as_bytes());
        assert_eq!(received(input), ["null -32700", "next"]);
    }
}
