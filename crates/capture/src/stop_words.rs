//! Words that say nothing about an article, in the languages of the interface: [`is_stop_word`]. They are left out of ids only.

/// In letters from a to z, as ids are: articles, pronouns, prepositions, conjunctions and auxiliary verbs. English, German, French,
/// Spanish, Arabic and Hindi.
const STOP_WORDS: [&str; 6] = [
    "a an and are as at be been but by can could did do does for from had has have he her his how i if in into is it its might \
     more most no not of on or our out over she should so some than that the their them then there these they this those to under up \
     us was we were what when where which who whom why will with would you your",
    "aber als am an auch auf aus bei bin bis das dass dem den der des die doch du durch ein eine einem einen einer eines er es fur hat \
     haben hatte ich ihr ihre im in ins ist ja kann kein keine man mehr mit nach nicht noch nur ob oder ohne schon sein seine sich sie \
     sind so und uns unter vom von vor war waren was wegen weil wenn wer werden wie wird wir wo zu zum zur",
    "au aux avec ce ces cet cette comme d dans de des du elle en est et il ils je l la le les leur leurs lui mais ne nous on ont ou par \
     pas plus pour qu que qui quoi s sa se ses si son sont sur un une vers vous y",
    "al como con cual cuando de del desde donde e el ella ellos en entre era es esta este esto ha han hasta hay la las le les lo los \
     mas mi muy ni no o para pero por porque que se segun ser si sin sobre son su sus tambien tras un una y ya",
    "fy mn l ly lh n m wl w ntrnt lt lty ldhy ldhyn hdh hdhh dhlk ld m kn knt qd b bn y",
    "ka ki ke ko se men mem par hai hain tha the thi aur ya yah vah ek ne bhi liye kaa kii",
];

/// In Chinese, where each character is one: particles that are no other word.
const CHINESE: [&str; 3] = ["de", "le", "ma"];

/// Whether a word of a text in Chinese, or in another language, says nothing.
pub(super) fn is_stop_word(word: &str, is_chinese: bool) -> bool {
    if is_chinese {
        return CHINESE.contains(&word);
    }
    STOP_WORDS.iter().any(|words| words.split_whitespace().any(|stop| stop == word))
}
