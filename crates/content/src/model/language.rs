//! Languages by their BCP 47 tags, and the direction in which they are written.

/// A well-formed BCP 47 tag (RFC 5646, section 2.1; grandfathered tags aside).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Language(String);

/// Languages written from right to left when no script is named.
const RIGHT_TO_LEFT: [&str; 13] = ["ar", "arc", "ckb", "dv", "fa", "he", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"];
/// Scripts written from right to left (ISO 15924).
const RIGHT_TO_LEFT_SCRIPTS: [&str; 8] = ["arab", "hebr", "thaa", "nkoo", "syrc", "adlm", "rohg", "mand"];

/// What languages are called by those who speak them.
const NAMES: [(&str, &str); 56] = [
    ("af", "Afrikaans"),
    ("am", "አማርኛ"),
    ("ar", "العربية"),
    ("be", "Беларуская"),
    ("bg", "Български"),
    ("bn", "বাংলা"),
    ("bs", "Bosanski"),
    ("ca", "Català"),
    ("cs", "Čeština"),
    ("cy", "Cymraeg"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("en", "English"),
    ("es", "Español"),
    ("et", "Eesti"),
    ("eu", "Euskara"),
    ("fa", "فارسی"),
    ("fi", "Suomi"),
    ("fr", "Français"),
    ("ga", "Gaeilge"),
    ("gl", "Galego"),
    ("gu", "ગુજરાતી"),
    ("he", "עברית"),
    ("hi", "हिन्दी"),
    ("hr", "Hrvatski"),
    ("hu", "Magyar"),
    ("hy", "Հայերեն"),
    ("id", "Bahasa Indonesia"),
    ("is", "Íslenska"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("ka", "ქართული"),
    ("ko", "한국어"),
    ("lt", "Lietuvių"),
    ("lv", "Latviešu"),
    ("mk", "Македонски"),
    ("ms", "Bahasa Melayu"),
    ("nb", "Norsk bokmål"),
    ("nl", "Nederlands"),
    ("no", "Norsk"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("ru", "Русский"),
    ("sk", "Slovenčina"),
    ("sl", "Slovenščina"),
    ("sq", "Shqip"),
    ("sr", "Српски"),
    ("sv", "Svenska"),
    ("sw", "Kiswahili"),
    ("th", "ไทย"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("vi", "Tiếng Việt"),
    ("zh", "中文"),
];

impl Language {
    /// What it is called in itself, with the region or script as it is written in the tag; the tag where that is not known.
    pub fn name(&self) -> String {
        let (primary, rest) = self.0.split_once('-').unwrap_or((&self.0, ""));
        let primary = primary.to_ascii_lowercase();
        match NAMES.iter().find(|(tag, _)| *tag == primary) {
            Some((_, name)) if rest.is_empty() => (*name).to_owned(),
            Some((_, name)) => format!("{name} ({rest})"),
            None => self.0.clone(),
        }
    }

    /// `None` if `tag` is not well-formed.
    pub fn new(tag: &str) -> Option<Self> {
        let mut subtags = tag.split('-');
        let primary = subtags.next()?;
        // Longer first subtags are reserved; people who write one mean the name of a language.
        let well_formed = (2..=3).contains(&primary.len())
            && primary.bytes().all(|b| b.is_ascii_alphabetic())
            && subtags
                .all(|subtag| (1..=8).contains(&subtag.len()) && subtag.bytes().all(|b| b.is_ascii_alphanumeric()));
        well_formed.then(|| Language(tag.to_owned()))
    }

    pub fn tag(&self) -> &str {
        &self.0
    }

    /// `ltr` or `rtl`, for HTML's `dir`.
    pub fn direction(&self) -> &'static str {
        let (primary, script) = self.primary_and_script();
        let right_to_left = match script {
            Some(script) => RIGHT_TO_LEFT_SCRIPTS.contains(&script.as_str()),
            None => RIGHT_TO_LEFT.contains(&primary.as_str()),
        };
        if right_to_left { "rtl" } else { "ltr" }
    }

    /// Whether a text in one is no translation of a text in the other: regions and variants (`en-GB`, `en-US`) are the same language, other
    /// scripts (`sr-Latn`, `sr-Cyrl`) are not.
    pub fn is_same_as(&self, other: &Language) -> bool {
        self.primary_and_script() == other.primary_and_script()
    }

    /// In lower case.
    fn primary_and_script(&self) -> (String, Option<String>) {
        let tag = self.0.to_ascii_lowercase();
        let mut subtags = tag.split('-').map(str::to_owned);
        let primary = subtags.next().unwrap_or_default();
        (primary, subtags.find(|subtag| subtag.len() == 4))
    }
}

impl Default for Language {
    fn default() -> Self {
        Language("en".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn direction_follows_script_and_language() {
        for (tag, direction) in [
            ("en", "ltr"),
            ("ar", "rtl"),
            ("ar-Latn", "ltr"),
            ("az-Arab", "rtl"),
            ("he-IL", "rtl"),
            ("zh-Hant-TW", "ltr"),
        ] {
            assert_eq!(Language::new(tag).unwrap().direction(), direction, "{tag}");
        }
    }

    #[test]
    fn regions_are_one_language_and_scripts_are_not() {
        let same = |a: &str, b: &str| Language::new(a).unwrap().is_same_as(&Language::new(b).unwrap());
        assert!(same("en", "EN-gb") && same("zh-Hant-TW", "zh-hant"));
        assert!(!same("en", "fr") && !same("sr-Latn", "sr-Cyrl") && !same("zh", "zh-Hant"));
    }

    #[test]
    fn a_language_is_called_as_its_speakers_call_it() {
        for (tag, name) in [("fr", "Français"), ("pt-BR", "Português (BR)"), ("AR", "العربية"), ("gsw", "gsw")]
        {
            assert_eq!(Language::new(tag).unwrap().name(), name);
        }
    }

    #[test]
    fn rejects_invalid_tags() {
        for bad in ["", "e", "german", "english!", "en_GB", "en-", "-en"] {
            assert_eq!(Language::new(bad), None, "{bad}");
        }
    }
}
