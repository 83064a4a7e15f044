//! What is done with files over a [`Session`]. Paths are the server's.

use std::collections::VecDeque;

use super::packet::{Attributes, HARD_LINK, Name, POSIX_RENAME, Request, Status, open};
use super::session::{Failure, Pending, Session};

/// How much of a file is sent with one request; every server takes so much.
const PIECE: usize = 32 * 1024;

/// How many pieces of a file are on their way at once.
const WINDOW: usize = 16;

impl Session {
    /// What is at a path, of a symbolic link and not of its target; `None` if there is nothing.
    pub fn attributes(&self, path: &str) -> Result<Option<Attributes>, Failure> {
        unless_missing(self.ask(Request::Attributes { path })?.attributes())
    }

    /// The bytes of a file; `None` if there is none.
    pub fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Failure> {
        let Some(handle) = unless_missing(self.ask(Request::Open { path, flags: open::READ })?.handle())? else {
            return Ok(None);
        };
        let bytes = self.read_open(&handle);
        self.ask(Request::Close { handle: &handle })?.done()?;
        bytes
    }

    fn read_open(&self, handle: &[u8]) -> Result<Option<Vec<u8>>, Failure> {
        let attributes = self.ask(Request::AttributesOf { handle })?.attributes()?;
        if attributes.mode.is_some() && !attributes.is_file() {
            return Ok(None);
        }
        // Without a size, until the server says that the file ends.
        let size = attributes.size.unwrap_or(u64::MAX);
        let (mut bytes, mut asked, mut pieces) = (vec![], 0, VecDeque::new());
        loop {
            while pieces.len() < WINDOW && asked < size {
                let length = (size - asked).min(PIECE as u64) as u32;
                pieces.push_back((length, self.ask(Request::Read { handle, offset: asked, length })?));
                asked += u64::from(length);
            }
            let Some((length, piece)) = pieces.pop_front() else { return Ok(Some(bytes)) };
            let (mut missing, mut piece) = (length as usize, piece);
            // A server may send less than was asked for.
            loop {
                let Some(data) = piece.data()? else { return Ok(Some(bytes)) };
                let data = &data[..data.len().min(missing)];
                bytes.extend_from_slice(data);
                missing -= data.len();
                if missing == 0 {
                    break;
                }
                piece = self.ask(Request::Read { handle, offset: bytes.len() as u64, length: missing as u32 })?;
            }
        }
    }

    /// Writes a file that nobody reads yet. With `new`, it must not exist.
    pub fn write(&self, path: &str, bytes: &[u8], new: bool) -> Result<(), Failure> {
        let how = if new { open::NEW } else { open::TRUNCATE };
        let handle = self.ask(Request::Open { path, flags: open::WRITE | open::CREATE | how })?.handle()?;
        let written = self.write_open(&handle, bytes);
        let written = written.and(self.ask(Request::Close { handle: &handle })?.done());
        if new && written.is_err() {
            // Part of it would look like the whole.
            self.remove(path)?;
        }
        written
    }

    fn write_open(&self, handle: &[u8], bytes: &[u8]) -> Result<(), Failure> {
        let mut pieces: VecDeque<Pending<'_>> = VecDeque::new();
        for (number, piece) in bytes.chunks(PIECE).enumerate() {
            if pieces.len() == WINDOW
                && let Some(first) = pieces.pop_front()
            {
                first.done()?;
            }
            let offset = (number * PIECE) as u64;
            pieces.push_back(self.ask(Request::Write { handle, offset, bytes: piece })?);
        }
        pieces.into_iter().try_for_each(Pending::done)
    }

    /// Renames a file, replacing another one. Returns whether that happened in one step.
    pub fn rename_over(&self, from: &str, to: &str) -> Result<bool, Failure> {
        if self.has(POSIX_RENAME) {
            self.ask(Request::Extended { name: POSIX_RENAME, from, to })?.done()?;
            return Ok(true);
        }
        match self.ask(Request::Rename { from, to })?.done() {
            Err(Failure::Refused(_)) if self.attributes(to)?.is_some() => {}
            done => return done.map(|()| true),
        }
        // Sent together, so that the file is missing for a moment only.
        let removed = self.ask(Request::Remove { path: to })?;
        let renamed = self.ask(Request::Rename { from, to })?;
        removed.done()?;
        renamed.done().map(|()| false)
    }

    /// Gives a file a second name. Returns false if there is a file of that name, or the server does not do this.
    pub fn link(&self, file: &str, name: &str) -> Result<bool, Failure> {
        if !self.has(HARD_LINK) {
            return Ok(false);
        }
        match self.ask(Request::Extended { name: HARD_LINK, from: file, to: name })?.done() {
            // File systems without such links, and files of others.
            Err(Failure::Refused(Status { code, .. })) if code != Status::NO_SUCH_FILE => Ok(false),
            done => done.map(|()| true),
        }
    }

    /// Removes a file; it is no error if there is none.
    pub fn remove(&self, path: &str) -> Result<(), Failure> {
        unless_missing(self.ask(Request::Remove { path })?.done()).map(drop)
    }

    /// Creates a folder unless it exists.
    pub fn create_folder(&self, path: &str, mode: Option<u32>) -> Result<(), Failure> {
        match self.ask(Request::CreateFolder { path, mode })?.done() {
            // Which status a server has for this differs.
            Err(Failure::Refused(status)) => match self.attributes(path)? {
                Some(found) if found.is_folder() => Ok(()),
                _ => Err(Failure::Refused(status)),
            },
            done => done,
        }
    }

    /// Creates a folder unless there is something of that name, such as a symbolic link to one.
    pub fn create_root(&self, path: &str) -> Result<(), Failure> {
        if self.attributes(path)?.is_some() { Ok(()) } else { self.create_folder(path, None) }
    }

    /// The entries of a folder, without those for itself and its parent; `None` if there is no such folder.
    pub fn names(&self, path: &str) -> Result<Option<Vec<Name>>, Failure> {
        let Some(handle) = unless_missing(self.ask(Request::OpenFolder { path })?.handle())? else {
            return Ok(None);
        };
        let mut found = vec![];
        while let Some(names) = self.ask(Request::ReadFolder { handle: &handle })?.names()? {
            found.extend(names.into_iter().filter(|name| name.name != b"." && name.name != b".."));
        }
        self.ask(Request::Close { handle: &handle })?.done()?;
        Ok(Some(found))
    }

    /// Where a symbolic link leads.
    pub fn read_link(&self, path: &str) -> Result<String, Failure> {
        let names = self.ask(Request::ReadLink { path })?.names()?;
        let name = names.and_then(|names| names.into_iter().next()).map(|name| name.name);
        Ok(String::from_utf8_lossy(&name.unwrap_or_default()).into_owned())
    }
}

fn unless_missing<T>(done: Result<T, Failure>) -> Result<Option<T>, Failure> {
    match done {
        Err(failure) if failure.is_missing() => Ok(None),
        done => done.map(Some),
    }
}
