//! `citeback translated`: records which texts a translation is of, so that editors are told when these change. Entry point: [`translated`].

use std::collections::BTreeSet;
use std::process::ExitCode;

use crate::base::disk::{self, Replaced};
use crate::base::error::Error;
use crate::build::load::Content;
use crate::build::project::Project;
use crate::cli::{self, print};
use crate::editing::translating::{TranslatedFile, recorded, translations};
use crate::findings::{did_you_mean, question};
use crate::model::Language;

pub(super) fn translated(args: cli::Translated) -> Result<ExitCode, Error> {
    let Project { files, content, .. } = Project::open(&args.site)?;
    let mut failed = false;
    for translated in wanted(&args, &content)? {
        let (name, path) = (translated.name(), files.path(translated.texts.file));
        let refused = |reason: &str| format!("{path}: not recorded: {reason}\n");
        let line = match recorded(&files, &translated) {
            Err(error) => {
                failed = true;
                refused(&error.to_string())
            }
            Ok(done) if done.text == *files.text(translated.texts.file) => {
                format!("{path}: the record is correct, nothing to do\n")
            }
            // Nobody has looked at what is not named.
            Ok(done) if done.had_another && args.ids.is_empty() => {
                failed = true;
                let language = translated.texts.language.tag();
                refused(&format!(
                    "the note has changed since; when the translation is up to date, run citeback translated {name} --language {language}"
                ))
            }
            Ok(done) => {
                match disk::replace(
                    &args.site,
                    path,
                    files.text(translated.texts.file).as_bytes(),
                    done.text.as_bytes(),
                )? {
                    Replaced::Done => format!("{path}: recorded\n"),
                    Replaced::Changed => {
                        failed = true;
                        refused("the file has changed in the meantime; run the command again")
                    }
                }
            }
        };
        print(&line)?;
    }
    Ok(ExitCode::from(u8::from(failed)))
}

/// The translations that are named, or all.
fn wanted<'c>(args: &cli::Translated, content: &'c Content) -> Result<Vec<TranslatedFile<'c>>, Error> {
    let listed = &content.brief.languages;
    if listed.is_empty() {
        let hint = format!(
            "add a line such as languages: [{}, fr], with the language of your notes first",
            content.brief.language.tag()
        );
        return Err(Error::refused("brief.yaml lists no other languages", hint));
    }
    if let Some(tag) = &args.language
        && !listed.iter().any(|known| known.tag().eq_ignore_ascii_case(tag))
    {
        let known: Vec<&str> = listed.iter().map(Language::tag).collect();
        return Err(Error::refused(
            format!("brief.yaml does not list “{tag}” among its languages"),
            format!("it lists {}", known.join(", ")),
        ));
    }
    let mut all = translations(content);
    if let Some(tag) = &args.language {
        all.retain(|file| file.texts.language.tag().eq_ignore_ascii_case(tag));
    }
    let names: BTreeSet<&str> = all.iter().map(TranslatedFile::name).collect();
    for id in &args.ids {
        if !names.contains(id.as_str()) {
            let meant = did_you_mean(id, names.iter().copied()).map(question);
            let hint = "name a claim, a page, or “brief”; its translation must be there, and readable".to_owned();
            return Err(Error::refused(format!("there is no translation of “{id}”"), meant.unwrap_or(hint)));
        }
    }
    let is_wanted = |file: &TranslatedFile<'_>| args.ids.is_empty() || args.ids.iter().any(|id| id == file.name());
    let wanted = all.iter().map(is_wanted).collect::<Vec<_>>();
    Ok(all.into_iter().zip(wanted).filter_map(|(file, wanted)| wanted.then_some(file)).collect())
}
