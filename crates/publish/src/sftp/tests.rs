//! Servers that send little at a time, refuse, close the connection, or are old.

use std::collections::BTreeMap;
use std::io::{PipeWriter, Write as _, empty, pipe, sink};
use std::sync::{Arc, Mutex};

use super::client::Client;
use super::server::Server;
use super::session::{Failure, Session};
use super::{Sftp, Store as _, Version, When};
use crate::site_folder::entry;
use crate::stored::Stored;
use crate::stored::tests::{Clock, Site, publish};
use crate::target::Target as _;
use citeback_content::base::error::Error;
use citeback_content::model::ServerFolder;
use disk::{Disk, Shared, connect};

mod disk;

const ROOT: &str = "/srv/www/brief/";
const KEPT: &str = "/srv/www/.brief.citeback/publish/";

fn disk() -> Shared {
    let folders = ["/srv", "/srv/www"].map(str::to_owned).into();
    Arc::new(Mutex::new(Disk { folders, ..Disk::default() }))
}

fn sftp(disk: &Shared) -> Sftp {
    let disk = Arc::clone(disk);
    over(Box::new(move || connect(&disk)))
}

fn over(connect: super::client::Connect) -> Sftp {
    let place = ServerFolder::parse("desk@host:/srv/www/brief").unwrap();
    Sftp::on(Server::over(&place, Client::new(place.server(), connect).without_pauses()))
}

/// The files in a folder.
fn files(disk: &Shared, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let disk = disk.lock().unwrap();
    let inside =
        disk.files.iter().filter_map(|(path, bytes)| Some((path.strip_prefix(folder)?.to_owned(), bytes.clone())));
    inside.collect()
}

fn bytes_of(site: &Site) -> BTreeMap<String, Vec<u8>> {
    site.0.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes())).collect()
}

fn published(disk: &Shared, site: &Site, clock: &Clock) -> Result<Vec<String>, Error> {
    clock.with("ana", |context| publish(&Stored::new(sftp(disk), 20), site, context))
}

fn first() -> Site {
    Site::new(&[
        ("index.html", "one claims/a.html style.css"),
        ("claims/a.html", "a index.html"),
        ("style.css", "first"),
    ])
}

fn second() -> Site {
    Site::new(&[
        ("index.html", "two claims/b.html style.css"),
        ("claims/b.html", "b index.html sources/long/s.html"),
        ("sources/long/s.html", "s"),
        ("style.css", "first"),
    ])
}

#[test]
fn long_files_arrive_in_pieces() {
    let disk = disk();
    let store = sftp(&disk);
    let long: Vec<u8> = (0..1_000_000_u32).map(|number| (number % 251) as u8).collect();
    store.begin().unwrap();
    for (path, bytes) in [("long", &long[..]), ("folder/one", b"1"), ("empty", b"")] {
        store.write(path, bytes, &entry(path, bytes)).unwrap();
        for piece in [None, Some(1000), Some(32_767)] {
            disk.lock().unwrap().piece = piece;
            assert_eq!(store.read(path).unwrap().as_deref(), Some(bytes), "{path}");
        }
        assert!(store.verify(path, &entry(path, bytes)).unwrap());
        assert!(!store.verify(path, &entry(path, b"something else")).unwrap());
    }
    assert_eq!(store.read("none").unwrap(), None);
    assert_eq!(store.list().unwrap().keys().collect::<Vec<_>>(), ["empty", "folder/one", "long"]);
    store.delete("folder/one").unwrap();
    assert!(!disk.lock().unwrap().folders.contains("/srv/www/brief/folder"));
}

#[test]
fn what_the_server_says_is_shown_and_nothing_has_changed() {
    let (disk, clock) = (disk(), Clock::new());
    published(&disk, &first(), &clock).unwrap();
    for (kind, code, words, expected) in [
        (6, 4, "No space left\u{1b}[2J", "desk@host refused to write /srv/www/brief/"),
        (6, 4, "No space left", "No space left\n  the server does not say why: often the disk is full"),
        (200, 3, "Permission denied", "Permission denied\n  this user has no permission there"),
    ] {
        disk.lock().unwrap().refuses = Some((kind, code, words));
        let store = sftp(&disk);
        let said = store.write("index.html", b"new", &entry("index.html", b"new")).unwrap_err().to_string();
        assert!(said.contains(expected) && !said.contains('\u{1b}'), "{said}");
        disk.lock().unwrap().refuses = None;
        assert_eq!(files(&disk, ROOT), bytes_of(&first()));
        assert!(!files(&disk, KEPT).keys().any(|path| path.starts_with("incoming/")));
    }
}

#[test]
fn a_folder_that_may_not_be_written_is_named() {
    let (disk, clock) = (disk(), Clock::new());
    disk.lock().unwrap().refuses = Some((14, 3, "Permission denied"));
    let said = published(&disk, &first(), &clock).unwrap_err().to_string();
    assert!(said.contains("lets this user create no folder beside /srv/www/brief, nor inside it"), "{said}");
    disk.lock().unwrap().folders.clear();
    let said = published(&disk, &first(), &clock).unwrap_err().to_string();
    assert!(said.starts_with("there is no folder /srv/www on desk@host"), "{said}");
}

#[test]
fn a_publication_survives_the_loss_of_the_connection_at_any_request() {
    let clock = Clock::new();
    for cut_after in (0..).step_by(3) {
        let disk = disk();
        published(&disk, &first(), &clock).unwrap();
        let before = {
            let mut disk = disk.lock().unwrap();
            disk.cut_after = Some(cut_after);
            std::mem::take(&mut disk.connections);
            std::mem::take(&mut disk.requests)
        };
        published(&disk, &second(), &clock).unwrap_or_else(|error| panic!("cut after {cut_after}: {error}"));
        assert_eq!(files(&disk, ROOT), bytes_of(&second()), "cut after {cut_after}");
        assert!(!files(&disk, KEPT).contains_key("lock.json"), "cut after {cut_after}");
        // Small files of attempts to take the lock may stay for an hour.
        let left = files(&disk, &format!("{KEPT}incoming/"));
        assert!(left.keys().all(|name| name.starts_with("lock-")), "cut after {cut_after}: {left:?}");
        if disk.lock().unwrap().connections == 1 {
            assert!(before > 50 && cut_after > 50, "it was cut often");
            return;
        }
    }
}

#[test]
fn an_old_server_replaces_files_in_two_steps_and_that_is_said() {
    let (disk, clock) = (disk(), Clock::new());
    disk.lock().unwrap().old = true;
    published(&disk, &first(), &clock).unwrap();
    let remarks = published(&disk, &second(), &clock).unwrap();
    assert!(remarks[0].contains("cannot replace a file in one step"), "{remarks:?}");
    assert_eq!(files(&disk, ROOT), bytes_of(&second()));
    let target = Stored::new(sftp(&disk), 20);
    assert!(target.release(&first().release().name()).unwrap().is_some());
}

#[test]
fn a_lock_that_was_left_is_taken_over_by_one_only() {
    for old in [false, true] {
        let disk = disk();
        disk.lock().unwrap().old = old;
        let [ana, ben] = [sftp(&disk), sftp(&disk)];
        let left = ana.put_private("lock.json", b"left", When::Absent).unwrap().unwrap();
        assert_eq!(ben.put_private("lock.json", b"ben", When::Absent).unwrap(), None);
        let taken: Option<Version> = ana.take_over("lock.json", b"ana", &left).unwrap();
        assert!(taken.is_some());
        assert_eq!(ben.take_over("lock.json", b"ben", &left).unwrap(), None);
        assert_eq!(ben.private("lock.json").unwrap().unwrap().0, b"ana");
        assert!(ana.put_private("lock.json", b"ana again", When::Is(&taken.unwrap())).unwrap().is_some());
        assert!(ana.honours_conditions().unwrap());
    }
}

#[test]
fn a_lock_that_cannot_be_written_is_not_left_in_part() {
    for old in [false, true] {
        let disk = disk();
        let store = sftp(&disk);
        store.put_private("current.json", b"{}", When::Always).unwrap();
        disk.lock().unwrap().old = old;
        disk.lock().unwrap().refuses = Some((6, 4, "Failure"));
        let said = sftp(&disk).put_private("lock.json", b"ana", When::Absent).unwrap_err().to_string();
        assert!(said.contains("refused to create /srv/www/.brief.citeback/publish/lock.json: Failure"), "{said}");
        assert!(!files(&disk, KEPT).contains_key("lock.json"));
    }
}

#[test]
fn a_server_that_cannot_be_reached_is_tried_a_few_times() {
    let tried = Arc::new(Mutex::new(0));
    let count = Arc::clone(&tried);
    let store = over(Box::new(move || {
        *count.lock().unwrap() += 1;
        Err(Failure::Lost("Connection refused".to_owned()))
    }));
    let said = store.list().unwrap_err().to_string();
    assert!(said.starts_with("desk@host cannot be reached: Connection refused"), "{said}");
    assert_eq!(*tried.lock().unwrap(), 3);
    // Whatever follows fails at once.
    store.delete_private("lock.json").unwrap_err();
    assert_eq!(*tried.lock().unwrap(), 3);
}

#[test]
fn a_text_at_login_is_recognised() {
    let (replies, mut server): (_, PipeWriter) = pipe().unwrap();
    server.write_all(b"Welcome to this server, desk!\n").unwrap();
    let Err(Failure::Lost(said)) = Session::start(replies, sink(), Box::new(())) else { panic!("it is no server") };
    assert!(said.contains("prints a text at every login"), "{said}");
    let Err(Failure::Lost(said)) = Session::start(empty(), sink(), Box::new(())) else { panic!("it is no server") };
    assert_eq!(said, "the connection was closed");
}
