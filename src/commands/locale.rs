//! `citeback locale`: the words of the interface in a language, as a file to translate.

use std::process::ExitCode;

use crate::base::error::Error;
use crate::build::load::{interface_languages, translation_file};
use crate::cli::{self, print};
use crate::model::Language;

pub(crate) fn locale(args: cli::Locale) -> Result<ExitCode, Error> {
    let Some(language) = Language::new(&args.language) else {
        let built_in: Vec<&str> = interface_languages().collect();
        return Err(Error::refused(
            format!("“{}” is not the tag of a language", args.language),
            format!("write a tag such as nl or pt-BR; built in are {}", built_in.join(", ")),
        ));
    };
    print(&translation_file(&args.site, &language)?)?;
    Ok(ExitCode::SUCCESS)
}
