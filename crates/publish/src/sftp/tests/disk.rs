//! A server of files in memory, as far as it is needed, which can be made to fail: [`Disk`].

use std::collections::{BTreeMap, BTreeSet};
use std::io::{PipeReader, PipeWriter, Read as _, Write as _, pipe};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::sftp::packet::{HARD_LINK, POSIX_RENAME, VERSION};
use crate::sftp::session::{Failure, Session};

/// What a server has, and how it behaves.
#[derive(Default)]
pub struct Disk {
    pub files: BTreeMap<String, Vec<u8>>,
    pub folders: BTreeSet<String>,
    /// How many requests are answered before the next connection closes; the one after that is not cut any more.
    pub cut_after: Option<usize>,
    /// How much one answer has of a file at most.
    pub piece: Option<usize>,
    /// A kind of request, the status that is returned, and what is said of it.
    pub refuses: Option<(u8, u32, &'static str)>,
    /// Whether it has no extensions.
    pub old: bool,
    /// How many connections there were.
    pub connections: usize,
    /// How many requests of all connections were answered.
    pub requests: usize,
}

pub type Shared = Arc<Mutex<Disk>>;

/// Connects to it.
pub fn connect(disk: &Shared) -> Result<Session, Failure> {
    let ((requests, to_server), (from_server, replies)) = (pipe().unwrap(), pipe().unwrap());
    disk.lock().unwrap().connections += 1;
    let disk = Arc::clone(disk);
    thread::spawn(move || serve(&disk, requests, replies));
    Session::start(from_server, to_server, Box::new(()))
}

fn serve(disk: &Mutex<Disk>, mut requests: PipeReader, mut replies: PipeWriter) -> Option<()> {
    // A handle is a path; of a folder, with a slash at its end.
    let mut listed = BTreeSet::new();
    let left = disk.lock().unwrap().cut_after.take();
    for number in 0.. {
        let mut length = [0; 4];
        requests.read_exact(&mut length).ok()?;
        let mut packet = vec![0; u32::from_be_bytes(length) as usize];
        requests.read_exact(&mut packet).ok()?;
        if left == Some(number) {
            return None;
        }
        let reply = answer(&mut disk.lock().unwrap(), &mut listed, &packet);
        replies.write_all(&u32::try_from(reply.len()).unwrap().to_be_bytes()).ok()?;
        replies.write_all(&reply).ok()?;
    }
    None
}

struct Asked<'a>(&'a [u8]);

impl<'a> Asked<'a> {
    fn bytes(&mut self) -> &'a [u8] {
        let length = self.number() as usize;
        let (taken, rest) = self.0.split_at(length);
        self.0 = rest;
        taken
    }

    fn text(&mut self) -> String {
        String::from_utf8(self.bytes().to_vec()).unwrap()
    }

    fn number(&mut self) -> u32 {
        let (taken, rest) = self.0.split_at(4);
        self.0 = rest;
        u32::from_be_bytes(taken.try_into().unwrap())
    }

    fn long(&mut self) -> usize {
        let high = self.number();
        assert_eq!(high, 0);
        self.number() as usize
    }
}

fn text(text: &[u8]) -> Vec<u8> {
    [&u32::try_from(text.len()).unwrap().to_be_bytes()[..], text].concat()
}

/// The size and the mode.
fn attributes(size: usize, mode: u32) -> Vec<u8> {
    [&5_u32.to_be_bytes()[..], &(size as u64).to_be_bytes(), &mode.to_be_bytes()].concat()
}

const FILE: u32 = 0o100_644;
const FOLDER: u32 = 0o040_755;

fn answer(disk: &mut Disk, listed: &mut BTreeSet<String>, packet: &[u8]) -> Vec<u8> {
    disk.requests += 1;
    let (kind, mut asked) = (packet[0], Asked(&packet[1..]));
    let id = asked.number();
    let reply = |kind: u8, body: Vec<u8>| [&[kind][..], &id.to_be_bytes(), &body].concat();
    let say =
        |code: u32, words: &str| reply(101, [&code.to_be_bytes()[..], &text(words.as_bytes()), &text(b"en")].concat());
    if kind == 1 {
        let names: &[&str] = if disk.old { &[] } else { &[POSIX_RENAME, HARD_LINK] };
        let names: Vec<u8> = names.iter().flat_map(|name| [text(name.as_bytes()), text(b"1")].concat()).collect();
        return [&[2][..], &VERSION.to_be_bytes(), &names].concat();
    }
    if let Some((_, code, words)) = disk.refuses.filter(|(refused, ..)| *refused == kind) {
        return say(code, words);
    }
    let status = |done: Result<(), u32>| say(done.err().unwrap_or(0), if done.is_ok() { "" } else { "no" });
    match kind {
        3 => {
            let (path, flags) = (asked.text(), asked.number());
            let exists = disk.files.contains_key(&path);
            if (flags & 8 == 0 && !exists) || !disk.has_parent(&path) {
                return say(2, "No such file");
            }
            if flags & 32 != 0 && exists {
                return say(4, "Failure");
            }
            if flags & 2 != 0 {
                disk.files.insert(path.clone(), vec![]);
            }
            reply(102, text(path.as_bytes()))
        }
        4 => status(Ok(())),
        5 => {
            let (path, offset, length) = (asked.text(), asked.long(), asked.number() as usize);
            let rest = disk.files[&path].get(offset..).unwrap_or_default();
            let rest = &rest[..rest.len().min(length).min(disk.piece.unwrap_or(usize::MAX))];
            if rest.is_empty() { say(1, "End of file") } else { reply(103, text(rest)) }
        }
        6 => {
            let (path, offset, bytes) = (asked.text(), asked.long(), asked.bytes());
            let file = disk.files.entry(path).or_default();
            file.resize(file.len().max(offset + bytes.len()), 0);
            file[offset..offset + bytes.len()].copy_from_slice(bytes);
            status(Ok(()))
        }
        7 | 8 => {
            let path = asked.text();
            match disk.files.get(&path) {
                Some(bytes) => reply(105, attributes(bytes.len(), FILE)),
                None if disk.folders.contains(&path) => reply(105, attributes(0, FOLDER)),
                None => say(2, "No such file"),
            }
        }
        9 => status(Ok(())),
        11 => {
            let handle = format!("{}/", asked.text());
            listed.remove(&handle);
            if disk.folders.contains(handle.trim_end_matches('/')) {
                reply(102, text(handle.as_bytes()))
            } else {
                say(2, "")
            }
        }
        12 => {
            let handle = asked.text();
            let mut names = disk.entries(&handle);
            names.insert(0, (".".to_owned(), attributes(0, FOLDER)));
            if !listed.insert(handle) {
                return say(1, "End of file");
            }
            let count = u32::try_from(names.len()).unwrap();
            let names =
                names.iter().flat_map(|(name, about)| [text(name.as_bytes()), text(b""), about.clone()].concat());
            reply(104, count.to_be_bytes().into_iter().chain(names).collect())
        }
        13 => status(disk.files.remove(&asked.text()).map(drop).ok_or(2)),
        14 => {
            let path = asked.text();
            let is_new = disk.has_parent(&path) && !disk.files.contains_key(&path) && disk.folders.insert(path);
            status(if is_new { Ok(()) } else { Err(4) })
        }
        15 => {
            let path = asked.text();
            let is_empty = disk.entries(&format!("{path}/")).is_empty();
            status(if is_empty && disk.folders.remove(&path) { Ok(()) } else { Err(4) })
        }
        18 => {
            let (from, to) = (asked.text(), asked.text());
            let taken = disk.files.contains_key(&to);
            status(if taken { Err(4) } else { disk.rename(&from, to) })
        }
        200 => {
            let (name, from, to) = (asked.text(), asked.text(), asked.text());
            match (name.as_str(), disk.files.get(&from).cloned()) {
                (POSIX_RENAME, _) => status(disk.rename(&from, to)),
                (HARD_LINK, Some(_)) if disk.files.contains_key(&to) => say(4, "Failure"),
                (HARD_LINK, Some(bytes)) => status(disk.files.insert(to, bytes).map_or(Ok(()), |_| Err(4))),
                _ => say(2, "No such file"),
            }
        }
        _ => say(8, "Unsupported"),
    }
}

impl Disk {
    fn has_parent(&self, path: &str) -> bool {
        path.rsplit_once('/').is_none_or(|(folder, _)| folder.is_empty() || self.folders.contains(folder))
    }

    fn rename(&mut self, from: &str, to: String) -> Result<(), u32> {
        if !self.has_parent(&to) {
            return Err(2);
        }
        let bytes = self.files.remove(from).ok_or(2_u32)?;
        self.files.insert(to, bytes);
        Ok(())
    }

    /// The names directly in a folder.
    fn entries(&self, folder: &str) -> Vec<(String, Vec<u8>)> {
        let name = |path: &String| {
            path.strip_prefix(folder).filter(|name| !name.is_empty() && !name.contains('/')).map(str::to_owned)
        };
        let files = self.files.iter().filter_map(|(path, bytes)| Some((name(path)?, attributes(bytes.len(), FILE))));
        let folders = self.folders.iter().filter_map(|path| Some((name(path)?, attributes(0, FOLDER))));
        files.chain(folders).collect()
    }
}
