//! Black-box tests: each writes a small site, runs the program and checks the result.

mod build;
mod case;
mod cases;
mod command_line;
mod context;
mod demo;
mod documents;
mod editor;
mod fix;
mod guide;
mod hostile;
mod html;
mod import;
#[cfg(unix)]
mod killed;
mod languages;
mod layers;
mod lsp;
mod machines;
mod pages;
mod payloads;
mod private;
mod publication;
mod publish;
mod publish_git;
mod redirects;
mod reports;
mod scaffold;
mod schema;
mod seal;
mod site;
mod voices;
mod watching;
mod workflows;
mod writing;
