//! The newsroom's own pictures for link previews take the place of those that are drawn.

use std::fs;

use crate::site::Site;
use crate::watching::{Running, get};

const BRIEF: &str = "title: Test brief\nbase_url: https://example.org/\nsearch: false\n";

/// The head of a PNG file of this size, which is all that is read of it.
fn png(width: u32, height: u32) -> Vec<u8> {
    let head = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR";
    [&head[..], &width.to_be_bytes(), &height.to_be_bytes(), b"\x08\x02\x00\x00\x00"].concat()
}

fn site() -> Site {
    let site = Site::new().file("content/brief.yaml", BRIEF).source("report", "The bridge opened in May.");
    let claim = |site: Site, id: &str| site.claim(id, "report", "The bridge opened in May.");
    let site = claim(claim(site, "bridge"), "tunnel");
    site.file("static/cards/bridge.png", png(1000, 500))
}

#[test]
fn an_own_picture_is_published_with_its_size_and_the_others_are_drawn() {
    let site = site();
    assert!(site.build().stderr.contains("built"));
    assert_eq!(fs::read(site.path("public/cards/bridge.png")).unwrap(), png(1000, 500));
    let page = site.built("claims/bridge.html");
    assert!(page.contains("og:image\" content=\"https://example.org/cards/bridge.png\""), "{page}");
    assert!(page.contains("og:image:width\" content=\"1000\"") && page.contains("og:image:height\" content=\"500\""));
    let other = site.built("claims/tunnel.html");
    assert!(other.contains("og:image:width\" content=\"1200\""), "{other}");
    assert!(fs::read(site.path("public/cards/tunnel.png")).unwrap().len() > 1000, "drawn");
    // The picture of the brief is on all other pages.
    site.write("static/card.png", png(800, 400));
    site.build();
    assert!(site.built("index.html").contains("og:image:width\" content=\"800\""));
    assert_eq!(fs::read(site.path("public/card.png")).unwrap(), png(800, 400));
    let serving = Running::start(&site, &["serve", "--port", "0"]);
    let address = serving.address();
    assert!(get(&address, "/claims/bridge.html", &address).contains("og:image:width\" content=\"1000\""));
    assert!(serving_png(&address));
}

/// Whether the picture itself is served; it is no text.
fn serving_png(address: &str) -> bool {
    use std::io::{Read, Write};
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    let request = format!("GET /cards/bridge.png HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut response = vec![];
    stream.read_to_end(&mut response).unwrap();
    response.ends_with(&png(1000, 500))
}

#[test]
fn the_picture_of_what_is_not_published_is_not_published() {
    let site = site();
    let note = fs::read_to_string(site.path("content/claims/bridge.yaml")).unwrap();
    site.write("content/claims/bridge.yaml", format!("{note}status: draft\n"));
    assert!(site.build().stderr.contains("no findings"));
    assert!(!site.path("public/cards/bridge.png").exists());
    site.write("content/claims/bridge.yaml", format!("{note}embargo: 2030-01-01T06:00:00Z\n"));
    site.build();
    assert!(!site.path("public/cards/bridge.png").exists());
    assert_eq!(site.run(&["build", "--now", "2030-01-02T00:00:00Z"]).code, 0);
    assert!(site.path("public/cards/bridge.png").exists());
}

#[test]
fn a_picture_that_is_too_small_is_an_error() {
    let site = site().file("static/cards/tunnel.png", png(1200, 90));
    let run = site.run(&["check"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("error[bad-card]: static/cards/tunnel.png is too small: 1200 by 90 pixels"));
}
