//! Packets of the protocol SFTP, version 3 (draft-ietf-secsh-filexfer-02), which every server speaks, and the extensions of OpenSSH that
//! are used (its file PROTOCOL). Entry points: [`Request::to_packet`], [`Reply::parse`]. What a server sends is not trusted.

/// The version of the protocol.
pub const VERSION: u32 = 3;

/// The longest packet that is accepted, as in OpenSSH.
pub const MAX_PACKET: usize = 256 * 1024;

/// Renames a file, replacing another one in one step.
pub const POSIX_RENAME: &str = "posix-rename@openssh.com";

/// Gives a file a second name, unless there is a file of that name.
pub const HARD_LINK: &str = "hardlink@openssh.com";

/// Flags of [`Request::Open`].
pub mod open {
    pub const READ: u32 = 1;
    pub const WRITE: u32 = 2;
    pub const CREATE: u32 = 8;
    pub const TRUNCATE: u32 = 16;
    /// Fails if the file exists.
    pub const NEW: u32 = 32;
}

/// What a client asks. Handles are what a server calls an open file or folder.
#[derive(Debug, Clone, Copy)]
pub enum Request<'a> {
    Start,
    Open {
        path: &'a str,
        flags: u32,
    },
    Close {
        handle: &'a [u8],
    },
    Read {
        handle: &'a [u8],
        offset: u64,
        length: u32,
    },
    Write {
        handle: &'a [u8],
        offset: u64,
        bytes: &'a [u8],
    },
    /// Of what is at a path; of a symbolic link, not of its target.
    Attributes {
        path: &'a str,
    },
    /// Of an open file.
    AttributesOf {
        handle: &'a [u8],
    },
    SetMode {
        path: &'a str,
        mode: u32,
    },
    OpenFolder {
        path: &'a str,
    },
    ReadFolder {
        handle: &'a [u8],
    },
    Remove {
        path: &'a str,
    },
    CreateFolder {
        path: &'a str,
        mode: Option<u32>,
    },
    RemoveFolder {
        path: &'a str,
    },
    Rename {
        from: &'a str,
        to: &'a str,
    },
    ReadLink {
        path: &'a str,
    },
    SymbolicLink {
        target: &'a str,
        path: &'a str,
    },
    /// [`POSIX_RENAME`] or [`HARD_LINK`].
    Extended {
        name: &'a str,
        from: &'a str,
        to: &'a str,
    },
}

impl Request<'_> {
    /// The packet, with its length before it. The answer will have the same number.
    pub fn to_packet(self, number: u32) -> Vec<u8> {
        let mut packet = Packet::new(self.kind());
        if matches!(self, Request::Start) {
            packet.number(VERSION);
            return packet.finish();
        }
        packet.number(number);
        match self {
            Request::Start => &mut packet,
            Request::Open { path, flags } => packet.text(path).number(flags).number(0),
            Request::Close { handle } | Request::AttributesOf { handle } | Request::ReadFolder { handle } => {
                packet.bytes(handle)
            }
            Request::Read { handle, offset, length } => packet.bytes(handle).long(offset).number(length),
            Request::Write { handle, offset, bytes } => packet.bytes(handle).long(offset).bytes(bytes),
            Request::Attributes { path }
            | Request::OpenFolder { path }
            | Request::Remove { path }
            | Request::RemoveFolder { path }
            | Request::ReadLink { path } => packet.text(path),
            Request::SetMode { path, mode } => packet.text(path).number(PERMISSIONS).number(mode),
            Request::CreateFolder { path, mode: None } => packet.text(path).number(0),
            Request::CreateFolder { path, mode: Some(mode) } => packet.text(path).number(PERMISSIONS).number(mode),
            Request::Rename { from, to } => packet.text(from).text(to),
            // The draft has the arguments the other way round; OpenSSH and all that follow it have the target first.
            Request::SymbolicLink { target, path } => packet.text(target).text(path),
            Request::Extended { name, from, to } => packet.text(name).text(from).text(to),
        };
        packet.finish()
    }

    fn kind(self) -> u8 {
        match self {
            Request::Start => 1,
            Request::Open { .. } => 3,
            Request::Close { .. } => 4,
            Request::Read { .. } => 5,
            Request::Write { .. } => 6,
            Request::Attributes { .. } => 7,
            Request::AttributesOf { .. } => 8,
            Request::SetMode { .. } => 9,
            Request::OpenFolder { .. } => 11,
            Request::ReadFolder { .. } => 12,
            Request::Remove { .. } => 13,
            Request::CreateFolder { .. } => 14,
            Request::RemoveFolder { .. } => 15,
            Request::Rename { .. } => 18,
            Request::ReadLink { .. } => 19,
            Request::SymbolicLink { .. } => 20,
            Request::Extended { .. } => 200,
        }
    }
}

/// What a server answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// To [`Request::Start`]: the names of its extensions.
    Started {
        version: u32,
        extensions: Vec<String>,
    },
    Status(Status),
    Handle(Vec<u8>),
    Data(Vec<u8>),
    Names(Vec<Name>),
    Attributes(Attributes),
}

/// How a request ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    pub code: u32,
    /// What the server says of it.
    pub message: String,
}

impl Status {
    pub const OK: u32 = 0;
    /// The end of a file or of a listing.
    pub const END: u32 = 1;
    pub const NO_SUCH_FILE: u32 = 2;
    pub const PERMISSION_DENIED: u32 = 3;
    /// For any other reason.
    pub const FAILURE: u32 = 4;
    /// The server does not know this kind of request.
    pub const UNSUPPORTED: u32 = 8;
}

/// An entry of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// As bytes of UTF-8, or of whatever the server has.
    pub name: Vec<u8>,
    pub attributes: Attributes,
}

/// What a server says of a file; all of it may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Attributes {
    /// In bytes.
    pub size: Option<u64>,
    /// Type and permissions, as in POSIX.
    pub mode: Option<u32>,
    /// In seconds since 1970.
    pub modified: Option<u32>,
}

impl Attributes {
    pub fn is_folder(&self) -> bool {
        self.has_type(0o040_000)
    }

    pub fn is_file(&self) -> bool {
        self.has_type(0o100_000)
    }

    pub fn is_link(&self) -> bool {
        self.has_type(0o120_000)
    }

    fn has_type(&self, wanted: u32) -> bool {
        self.mode.is_some_and(|mode| mode & 0o170_000 == wanted)
    }
}

/// Flags that say which attributes follow.
const SIZE: u32 = 1;
const OWNER: u32 = 2;
const PERMISSIONS: u32 = 4;
const TIMES: u32 = 8;
const EXTENDED: u32 = 0x8000_0000;

impl Reply {
    /// The number of the request and the answer to it, from a packet without its length. `None` if it is not a packet of this protocol.
    /// The answer to [`Request::Start`] has no number; it counts as number 0.
    pub fn parse(packet: &[u8]) -> Option<(u32, Reply)> {
        let mut rest = Rest(packet);
        let kind = rest.byte()?;
        let number = rest.number()?;
        let reply = match kind {
            2 => {
                let mut extensions = vec![];
                while !rest.0.is_empty() {
                    extensions.push(rest.text()?);
                    rest.bytes()?;
                }
                return Some((0, Reply::Started { version: number, extensions }));
            }
            101 => {
                let code = rest.number()?;
                // Old servers send no message.
                Reply::Status(Status { code, message: rest.text().unwrap_or_default() })
            }
            102 => Reply::Handle(rest.bytes()?.to_owned()),
            103 => Reply::Data(rest.bytes()?.to_owned()),
            104 => {
                let count = rest.number()?;
                let names = (0..count).map(|_| {
                    let name = rest.bytes()?.to_owned();
                    // The line that “ls -l” would print.
                    rest.bytes()?;
                    Some(Name { name, attributes: rest.attributes()? })
                });
                Reply::Names(names.collect::<Option<_>>()?)
            }
            105 => Reply::Attributes(rest.attributes()?),
            _ => return None,
        };
        Some((number, reply))
    }
}

/// A packet that is being written.
struct Packet(Vec<u8>);

impl Packet {
    fn new(kind: u8) -> Self {
        Packet(vec![0, 0, 0, 0, kind])
    }

    fn number(&mut self, number: u32) -> &mut Self {
        self.0.extend(number.to_be_bytes());
        self
    }

    fn long(&mut self, number: u64) -> &mut Self {
        self.0.extend(number.to_be_bytes());
        self
    }

    fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.number(length(bytes.len()));
        self.0.extend(bytes);
        self
    }

    fn text(&mut self, text: &str) -> &mut Self {
        self.bytes(text.as_bytes())
    }

    fn finish(mut self) -> Vec<u8> {
        let after = length(self.0.len() - 4);
        self.0[..4].copy_from_slice(&after.to_be_bytes());
        self.0
    }
}

fn length(bytes: usize) -> u32 {
    u32::try_from(bytes).expect("paths and pieces of files are far shorter than 4 GB")
}

/// What is left of a packet that is being read.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|taken| taken[0])
    }

    fn number(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_be_bytes)
    }

    fn long(&mut self) -> Option<u64> {
        self.take(8)?.try_into().ok().map(u64::from_be_bytes)
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let count = self.number()?;
        self.take(usize::try_from(count).ok()?)
    }

    fn text(&mut self) -> Option<String> {
        self.bytes().map(|bytes| String::from_utf8_lossy(bytes).into_owned())
    }

    fn attributes(&mut self) -> Option<Attributes> {
        let flags = self.number()?;
        let mut found = Attributes::default();
        if flags & SIZE != 0 {
            found.size = Some(self.long()?);
        }
        if flags & OWNER != 0 {
            self.long()?;
        }
        if flags & PERMISSIONS != 0 {
            found.mode = Some(self.number()?);
        }
        if flags & TIMES != 0 {
            self.number()?;
            found.modified = Some(self.number()?);
        }
        if flags & EXTENDED != 0 {
            for _ in 0..self.number()? {
                self.bytes()?;
                self.bytes()?;
            }
        }
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Attributes, Name, Packet, Reply, Request, Status};

    fn parsed(mut packet: Packet) -> Option<(u32, Reply)> {
        let bytes = std::mem::replace(&mut packet, Packet::new(0)).finish();
        Reply::parse(&bytes[4..])
    }

    #[test]
    fn requests_are_as_the_protocol_has_them() {
        assert_eq!(Request::Start.to_packet(9), [0, 0, 0, 5, 1, 0, 0, 0, 3]);
        let close = Request::Close { handle: b"ab" }.to_packet(7);
        assert_eq!(close, [0, 0, 0, 11, 4, 0, 0, 0, 7, 0, 0, 0, 2, b'a', b'b']);
        let write = Request::Write { handle: b"h", offset: 258, bytes: b"xy" }.to_packet(1);
        assert_eq!(write[9..], [0, 0, 0, 1, b'h', 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 2, b'x', b'y']);
        let create = Request::CreateFolder { path: "ä", mode: Some(0o700) }.to_packet(1);
        assert_eq!(create[9..], [0, 0, 0, 2, 0xc3, 0xa4, 0, 0, 0, 4, 0, 0, 1, 0xc0]);
    }

    #[test]
    fn replies_are_read() {
        let mut started = Packet::new(2);
        started.number(3).text("posix-rename@openssh.com").text("1");
        let extensions = vec!["posix-rename@openssh.com".to_owned()];
        assert_eq!(parsed(started), Some((0, Reply::Started { version: 3, extensions })));
        let mut names = Packet::new(104);
        names.number(5).number(2);
        names
            .text("a b")
            .text("-rw-r--r-- a b")
            .number(15)
            .long(9)
            .number(0)
            .number(0)
            .number(0o100_644)
            .number(1)
            .number(2);
        names.bytes(b"\xff").text("").number(0x8000_0000).number(1).text("x").text("y");
        let file = Attributes { size: Some(9), mode: Some(0o100_644), modified: Some(2) };
        assert!(file.is_file() && !file.is_folder() && !file.is_link());
        let expected = vec![
            Name { name: b"a b".to_vec(), attributes: file },
            Name { name: b"\xff".to_vec(), attributes: Attributes::default() },
        ];
        assert_eq!(parsed(names), Some((5, Reply::Names(expected))));
        let mut old = Packet::new(101);
        old.number(6).number(4);
        assert_eq!(parsed(old), Some((6, Reply::Status(Status { code: 4, message: String::new() }))));
    }

    #[test]
    fn packets_that_end_early_are_refused() {
        let mut names = Packet::new(104);
        names.number(5).number(u32::MAX).text("a");
        assert_eq!(parsed(names), None);
        let mut data = Packet::new(103);
        data.number(5).number(10).number(0);
        assert_eq!(parsed(data), None);
        assert_eq!(Reply::parse(b"Welcome to the server"), None);
    }

    proptest! {
        #[test]
        fn any_bytes_can_be_read(bytes in proptest::collection::vec(any::<u8>(), 0..200), kind in 100_u8..106) {
            let _ = Reply::parse(&[&[kind][..], &bytes].concat());
        }
    }
}
