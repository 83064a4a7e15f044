//! What is known about an article besides its text: [`Metadata`].

use citeback_content::model::ArchivedAddress;

/// Every value has the form of a note's field.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Metadata {
    pub title: Option<String>,
    pub publisher: Option<String>,
    pub authors: Vec<String>,
    pub url: Option<String>,
    /// The address of a copy in an archive.
    pub archive_url: Option<String>,
    pub published: Option<String>,
    /// Why `published` may be wrong.
    pub published_doubt: Option<String>,
    pub language: Option<String>,
}

impl Metadata {
    /// Takes the address of a copy in an archive apart, if that is the only one known.
    pub fn split_archived(&mut self) {
        let Some(archived) = self.url.as_deref().and_then(ArchivedAddress::parse) else {
            return;
        };
        if let Some(original) = archived.original {
            self.url = Some(original);
            self.archive_url.get_or_insert(archived.whole);
        }
    }
}

/// The fields that a good source has and this one lacks.
pub(super) fn missing_fields(metadata: &Metadata) -> Vec<&'static str> {
    let fields = [
        ("title", metadata.title.is_some()),
        ("publisher", metadata.publisher.is_some()),
        ("author", !metadata.authors.is_empty()),
        ("url", metadata.url.is_some()),
        ("published", metadata.published.is_some()),
        ("language", metadata.language.is_some()),
        ("rights", false),
    ];
    fields.into_iter().filter(|(_, present)| !present).map(|(name, _)| name).collect()
}
