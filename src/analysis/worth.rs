//! How much a sentence is worth checking: [`worth`]. Six plain rules and no model, so that an editor sees why a sentence is where it is.

use citeback_quote::numbers::figures;
use citeback_quote::text::boundary::dictionary_words_of;

/// The points of each rule, for one word that it finds. `scripts/measure-worth` tells how well they do.
const FIGURE: i32 = 5;
const COMPARISON: i32 = 2;
const NAME: i32 = 1;
const PAST: i32 = 2;
const OPINION: i32 = -3;
const QUESTION: i32 = -6;
/// Of fewer words than this a sentence says little.
const SHORT: usize = 6;

/// The points of a sentence: more for figures, comparisons, names and verbs of the past, less for opinions, questions and a few words. In other
/// languages than English figures, names, questions and length count.
pub fn worth(sentence: &str, language: &str) -> i32 {
    let primary = language.split('-').next().unwrap_or_default();
    let words: Vec<&str> = dictionary_words_of(sentence).collect();
    let stated = figures(sentence, language).iter().filter(|figure| figure.certain).count();
    let mut points = FIGURE * at_most(stated, 3);
    // German writes all nouns with a capital.
    if primary != "de" {
        points += NAME * at_most(names(&words), 4);
    }
    if primary == "en" {
        let lower: Vec<String> = words.iter().map(|word| word.to_lowercase().replace('’', "'")).collect();
        let count = |is_one: &dyn Fn(&str) -> bool| lower.iter().filter(|word| is_one(word)).count();
        points += COMPARISON * at_most(count(&|word| is_in(COMPARISONS, word)), 3);
        points += PAST * at_most(count(&is_past), 3);
        points += OPINION * at_most(count(&|word| is_in(OPINIONS, word)), 4);
    }
    if sentence.trim_end_matches(['"', '”', '’', ')', ' ', '\n']).ends_with(['?', '？', '؟']) {
        points += QUESTION;
    }
    points - at_most(SHORT.saturating_sub(words.len()), SHORT)
}

fn at_most(count: usize, limit: usize) -> i32 {
    i32::try_from(count.min(limit)).unwrap_or_default()
}

/// Words with a capital that do not begin the sentence.
fn names(words: &[&str]) -> usize {
    let is_name = |word: &&&str| {
        word.starts_with(char::is_uppercase) && !["I", "I'm", "I’m", "I'll", "I’ll", "I've", "I’ve"].contains(word)
    };
    words.iter().skip(1).filter(is_name).count()
}

fn is_past(word: &str) -> bool {
    (word.len() > 4 && word.ends_with("ed")) || is_in(PAST_VERBS, word)
}

fn is_in(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|listed| listed == word)
}

const COMPARISONS: &str = "more less fewer most least than higher lower highest lowest largest biggest smallest greatest worst first last only \
    every all never ever always same increase increased decrease decreased rise rose risen fall fell fallen grew grown cut cuts reduced \
    raised doubled tripled average rate record majority half times worse faster slower larger bigger smaller lost gained since ago nearly \
    almost over";

const PAST_VERBS: &str = "was were had did said told voted went came made took gave got lost won began became brought built bought spent sent \
    put left met ran led saw held paid sold signed has been have didn't wasn't";

const OPINIONS: &str = "i think believe feel hope want should must ought would could may might will shall let let's we'll i'll i'm going love \
    like opinion sure maybe perhaps need if you your me my can cannot can't don't know thank agree disagree important good strong answer \
    question";

#[cfg(test)]
mod tests {
    use super::worth;

    #[test]
    fn statements_of_fact_are_worth_more() {
        let ordered = [
            ("en", "The bridge cost 12 million in 2019, twice as much as in Harbour City."),
            ("en", "The council voted against the ferry in March."),
            ("en", "The bridge is there."),
            ("en", "I think that we should all be glad of it."),
            ("en", "Would you like it?"),
        ];
        let points: Vec<i32> = ordered.iter().map(|(language, sentence)| worth(sentence, language)).collect();
        assert!(points.is_sorted_by(|a, b| a > b), "{points:?}");
    }

    #[test]
    fn other_languages_have_figures_names_questions_and_length() {
        for (language, more, less) in [
            ("de", "Die Brücke kostete zwölf Millionen Euro im Jahr.", "Die Brücke ist für alle da, sagte er gestern."),
            ("fr", "Le pont de Marie Dupont est ouvert depuis hier.", "Le pont de la ville est ouvert depuis hier."),
            ("zh", "全市常住人口为486,217人。", "这里的人口很多。"),
            ("ar", "يبلغ طول الجسر 312 مترًا.", "هل الجسر مفتوح أمام الناس؟"),
        ] {
            assert!(worth(more, language) > worth(less, language), "{more}");
        }
    }
}
