//! A minimal client for the language server: [`Editor`] starts the program and speaks the protocol with it.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

pub struct Editor {
    server: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    root: String,
    requests: i64,
    version: i64,
    /// Messages that were not the awaited response.
    pending: VecDeque<Value>,
}

impl Editor {
    /// Opens a folder. `capabilities`: those of the editor.
    pub fn open_folder(root: &Path, capabilities: Value) -> Self {
        let mut server = Command::new(env!("CARGO_BIN_EXE_citeback"))
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let input = server.stdin.take();
        let output = BufReader::new(server.stdout.take().unwrap());
        let root = root.to_str().unwrap().to_owned();
        let mut editor = Editor { server, input, output, root, requests: 0, version: 0, pending: VecDeque::new() };
        let folder = json!({"uri": format!("file://{}", editor.root), "name": "site"});
        let params =
            json!({"processId": null, "rootUri": null, "capabilities": capabilities, "workspaceFolders": [folder]});
        editor.request("initialize", params);
        editor.notify("initialized", json!({}));
        editor
    }

    pub fn uri(&self, path: &str) -> String {
        format!("file://{}/{path}", self.root)
    }

    /// Opens a file with this text, which may differ from the saved one.
    pub fn open(&mut self, path: &str, text: &str) {
        let item = json!({"uri": self.uri(path), "languageId": "yaml", "version": 0, "text": text});
        self.notify("textDocument/didOpen", json!({ "textDocument": item }));
    }

    /// Replaces the whole text of a file.
    pub fn write(&mut self, path: &str, text: &str) {
        self.change(path, json!({ "text": text }));
    }

    pub fn change(&mut self, path: &str, change: Value) {
        self.version += 1;
        let document = json!({"uri": self.uri(path), "version": self.version});
        self.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": [change]}));
    }

    /// Sends a request about a position: line and column from 0.
    pub fn ask(&mut self, what: &str, path: &str, (line, character): (usize, usize)) -> Value {
        let document = json!({"uri": self.uri(path)});
        let params = json!({"textDocument": document, "position": {"line": line, "character": character}});
        self.request(&format!("textDocument/{what}"), params)
    }

    /// The result of a request.
    #[track_caller]
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        let response = self.response(method, params);
        assert!(response.get("error").is_none(), "{method}: {response}");
        response["result"].clone()
    }

    /// The response to a request, with its result or error.
    pub fn response(&mut self, method: &str, params: Value) -> Value {
        self.requests += 1;
        let id = self.requests;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        loop {
            let message = self.receive();
            if message.get("method").is_none() && message["id"] == id {
                return message;
            }
            self.pending.push_back(message);
        }
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// The parameters of the server's next notification or request with this method.
    pub fn next_message(&mut self, method: &str) -> Value {
        self.next_request(method)["params"].clone()
    }

    /// The server's next request with this method.
    pub fn next_request(&mut self, method: &str) -> Value {
        loop {
            let message = match self.pending.pop_front() {
                Some(message) => message,
                None => self.receive(),
            };
            if message["method"] == method {
                return message;
            }
        }
    }

    /// Answers a request of the server.
    pub fn answer(&mut self, id: &Value, result: Value) {
        self.send(&json!({"jsonrpc": "2.0", "id": id, "result": result}));
    }

    /// The next findings that the server publishes for a file.
    pub fn findings(&mut self, path: &str) -> Vec<Value> {
        let uri = self.uri(path);
        loop {
            let published = self.next_message("textDocument/publishDiagnostics");
            if published["uri"] == uri {
                return published["diagnostics"].as_array().unwrap().clone();
            }
        }
    }

    /// Shuts the server down properly; returns its exit code.
    pub fn exit(mut self) -> i32 {
        assert_eq!(self.request("shutdown", Value::Null), Value::Null);
        self.notify("exit", Value::Null);
        self.server.wait().unwrap().code().unwrap()
    }

    /// Closes the connection without shutting down; returns the exit code.
    pub fn disconnect(mut self) -> i32 {
        drop(self.input.take());
        self.server.wait().unwrap().code().unwrap()
    }

    /// Sends text that need not be a valid message.
    pub fn send_raw(&mut self, text: &str) {
        let input = self.input.as_mut().unwrap();
        input.write_all(text.as_bytes()).unwrap();
        input.flush().unwrap();
    }

    /// The next response outside of a request.
    pub fn error_without_id(&mut self) -> Value {
        loop {
            let message = self.receive();
            if message.get("method").is_none() {
                return message;
            }
            self.pending.push_back(message);
        }
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        let input = self.input.as_mut().unwrap();
        write!(input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        input.flush().unwrap();
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert_ne!(self.output.read_line(&mut line).unwrap(), 0, "the server has ended");
            match line.trim().split_once(": ") {
                Some(("Content-Length", number)) => length = number.parse().unwrap(),
                Some(_) => {}
                None => break,
            }
        }
        let mut text = vec![0; length];
        self.output.read_exact(&mut text).unwrap();
        serde_json::from_slice(&text).unwrap()
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        // For tests that fail.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
