//! The codes of findings: stable names that editors can look up and scripts can rely on.

/// How much a finding matters: an error stops the build, a warning only with `--deny-warnings`, advice never.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Error,
    Warning,
    /// A suggestion that would improve a note in which nothing is wrong or misleading.
    Advice,
}

impl Severity {
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "advice",
        }
    }
}

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident,)+) => {
        /// What kind of finding this is. docs/findings.md describes each.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code {
            $($variant,)+
        }

        impl Code {
            /// Every code, in the order of docs/findings.md.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)+];

            /// The code with a stable name.
            pub fn named(name: &str) -> Option<Code> {
                Code::ALL.iter().copied().find(|code| code.name() == name)
            }

            /// The stable name.
            pub fn name(self) -> &'static str {
                match self {
                    $(Code::$variant => $name,)+
                }
            }

            pub fn severity(self) -> Severity {
                match self {
                    $(Code::$variant => Severity::$severity,)+
                }
            }
        }
    };
}

impl Code {
    /// Whether a note may accept findings of this kind. Errors can never be accepted, nor can findings that are never reported in a note or
    /// that concern the accepting itself.
    pub fn can_be_accepted(self) -> bool {
        let elsewhere = [
            Code::FileIgnored,
            Code::LinkOutside,
            Code::MissingPhrase,
            Code::BaseUrlMissing,
            Code::BriefUnlisted,
            Code::AcceptedUnused,
            Code::AddressGone,
            Code::TemplateUntested,
            Code::TemplateUnused,
            Code::ThemeDeadLink,
            Code::ThemeBlocked,
        ];
        self.severity() != Severity::Error && !elsewhere.contains(&self)
    }
}

codes! {
    // Files
    InvalidUtf8 "invalid-utf8" Error,
    FileTooLarge "file-too-large" Error,
    FileIgnored "file-ignored" Warning,
    LinkOutside "link-outside" Warning,
    BidiControl "bidi-control" Warning,
    // YAML and its fields
    InvalidYaml "invalid-yaml" Error,
    MissingFrontMatter "missing-front-matter" Error,
    UnknownField "unknown-field" Error,
    DuplicateField "duplicate-field" Error,
    WrongType "wrong-type" Error,
    MissingField "missing-field" Error,
    UnknownValue "unknown-value" Error,
    BadDate "bad-date" Error,
    BadUrl "bad-url" Error,
    BadLanguage "bad-language" Error,
    BadColour "bad-colour" Error,
    BadFont "bad-font" Error,
    BadThemeFile "bad-theme-file" Error,
    BadPolicy "bad-policy" Error,
    BadTarget "bad-target" Error,
    SecretInBrief "secret-in-brief" Error,
    BadBrief "bad-brief" Error,
    BriefUnlisted "brief-unlisted" Warning,
    BadArchive "bad-archive" Error,
    BadExtra "bad-extra" Error,
    BadData "bad-data" Error,
    BadImage "bad-image" Error,
    BadMedia "bad-media" Error,
    MediaChanged "media-changed" Error,
    MediaUnsealed "media-unsealed" Advice,
    BadCapture "bad-capture" Error,
    CaptureMissing "capture-missing" Warning,
    CaptureChanged "capture-changed" Warning,
    BadReply "bad-reply" Error,
    BadTranslation "bad-translation" Error,
    BadClaimant "bad-claimant" Error,
    BadPhrase "bad-phrase" Error,
    MissingPhrase "missing-phrase" Warning,
    WordDropped "word-dropped" Error,
    RemarkInText "remark-in-text" Warning,
    NullInText "null-in-text" Warning,
    NumberSplit "number-split" Warning,
    NoteWithheld "note-withheld" Advice,
    AcceptedUnused "accepted-unused" Warning,
    DatesDisagree "dates-disagree" Warning,
    ClaimantKindMissing "claimant-kind-missing" Warning,
    OtherSpelling "other-spelling" Advice,
    // The brief in other languages
    TranslationUnlisted "translation-unlisted" Error,
    TranslationOfNothing "translation-of-nothing" Error,
    EvidenceInTranslation "evidence-in-translation" Error,
    TranslationOutdated "translation-outdated" Warning,
    TranslationUnrecorded "translation-unrecorded" Advice,
    TranslationLacksReference "translation-lacks-reference" Warning,
    Untranslated "untranslated" Advice,
    // Rules of the house
    NotReviewed "not-reviewed" Warning,
    DateMissing "date-missing" Warning,
    NotArchived "not-archived" Warning,
    SecondOriginMissing "second-origin-missing" Warning,
    // Ids and what they refer to
    BadId "bad-id" Error,
    DuplicateId "duplicate-id" Error,
    FormerlyTaken "formerly-taken" Error,
    UnknownSource "unknown-source" Error,
    BadVersion "bad-version" Error,
    UnknownVerdict "unknown-verdict" Error,
    UnknownPerson "unknown-person" Error,
    UnknownClaim "unknown-claim" Error,
    UnknownPage "unknown-page" Error,
    UnknownPassage "unknown-passage" Error,
    DraftLinked "draft-linked" Warning,
    UncitedLinked "uncited-linked" Warning,
    EmbargoNamed "embargo-named" Error,
    // Quotes
    QuoteEmpty "quote-empty" Error,
    QuoteNotFound "quote-not-found" Error,
    QuoteAmbiguous "quote-ambiguous" Error,
    QuoteCrosses "quote-crosses" Error,
    ElisionTooWide "elision-too-wide" Error,
    MarkChangesMeaning "mark-changes-meaning" Error,
    ElisionDropsNegation "elision-drops-negation" Warning,
    QuoteAfterNegation "quote-after-negation" Warning,
    NumberShortened "number-shortened" Warning,
    QuoteStruck "quote-struck" Warning,
    ParagraphsJoined "paragraphs-joined" Warning,
    BadAbsence "bad-absence" Error,
    WordNotAbsent "word-not-absent" Error,
    AbsenceUnsearched "absence-unsearched" Error,
    ClaimNotQuoted "claim-not-quoted" Error,
    ProseQuoteNotInPassage "prose-quote-not-in-passage" Warning,
    ProseQuoteNotFound "prose-quote-not-found" Advice,
    VersionChanged "version-changed" Warning,
    FigureUntraced "figure-untraced" Warning,
    FigureNotQuoted "figure-not-quoted" Advice,
    SpeakersDiffer "speakers-differ" Warning,
    SpeakerDiffers "speaker-differs" Warning,
    SourceChanged "source-changed" Error,
    TextLeftOut "text-left-out" Warning,
    DoubtfulBlock "doubtful-block" Warning,
    BadLocator "bad-locator" Warning,
    SourceUnused "source-unused" Warning,
    PassageUnreferenced "passage-unreferenced" Advice,
    // Sources compared with each other
    OneOrigin "one-origin" Advice,
    FiguresDiffer "figures-differ" Advice,
    // Compared with what was checked before
    AlreadyChecked "already-checked" Advice,
    // The site
    BaseUrlMissing "base-url-missing" Warning,
    TemplateError "template-error" Error,
    TemplateUntested "template-untested" Warning,
    TemplateUnused "template-unused" Warning,
    UnknownTemplate "unknown-template" Error,
    ThemePassageLost "theme-passage-lost" Error,
    ThemeMetadataLost "theme-metadata-lost" Error,
    ThemePolicy "theme-policy" Error,
    ThemeDeadLink "theme-dead-link" Warning,
    ThemeBlocked "theme-blocked" Warning,
    OutputConflict "output-conflict" Error,
    BadCard "bad-card" Error,
    // Publishing
    AddressGone "address-gone" Warning,
}
