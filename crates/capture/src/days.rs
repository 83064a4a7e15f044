//! Finds the day in a line such as “Von Ana Ruiz, 6. August 2019, 12:55 Uhr”, in words and figures of many languages: [`find_day`].

use jiff::civil;

use citeback_quote::text::figures::digit;

/// Names of the months, in the forms that follow a day. Of each, the first three letters or more may be written. English, German, French,
/// Spanish, Italian, Portuguese, Dutch, Polish, Scandinavian, Czech, Russian, Ukrainian, Turkish, Arabic and Hindi.
const MONTHS: [&str; 12] = [
    "january januar jänner jaenner janvier enero gennaio janeiro januari stycznia styczeń ledna января січня ocak يناير كانون جنوری जनवरी",
    "february februar feber février fevrier febrero febbraio fevereiro februari lutego luty února февраля лютого şubat فبراير फरवरी फ़रवरी",
    "march märz maerz mars marzo março marco maart marca marzec března марта березня mart مارس मार्च",
    "april avril abril aprile kwietnia kwiecień dubna апреля квітня nisan أبريل ابريل अप्रैल",
    "may mai mayo maggio maio mei maja maj května мая травня mayıs مايو मई",
    "june juni juin junio giugno junho czerwca czerwiec června июня червня haziran يونيو जून",
    "july juli juillet julio luglio julho lipca lipiec července июля липня temmuz يوليو जुलाई",
    "august août aout agosto augustus augusti sierpnia sierpień srpna августа серпня ağustos أغسطس अगस्त",
    "september septembre septiembre settembre setembro września wrzesień září сентября вересня eylül سبتمبر सितंबर सितम्बर",
    "october oktober octobre octubre ottobre outubro października październik října октября жовтня ekim أكتوبر अक्टूबर अक्तूबर",
    "november novembre noviembre novembro listopada listopad listopadu ноября листопада kasım نوفمبر नवंबर नवम्बर",
    "december dezember décembre decembre diciembre dicembre dezembro grudnia grudzień prosince декабря грудня aralık ديسمبر दिसंबर दिसम्बर",
];

/// Words that may stand between the parts of a date.
const BETWEEN: [&str; 9] = ["de", "del", "of", "the", "di", "st", "nd", "rd", "th"];

/// How `3/4/2024` is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    DayFirst,
    MonthFirst,
    /// Only a number above 12 tells.
    Unknown,
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Number(i16, usize),
    Word(String),
    Sign(char),
}

/// The first complete day in a line, as `2019-08-06`. A day that could be read in two ways is none.
pub(super) fn find_day(text: &str, order: Order) -> Option<String> {
    let tokens = tokens(text);
    (0..tokens.len()).find_map(|at| day_at(&tokens[at..], at.checked_sub(1).map(|before| &tokens[before]), order))
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = vec![];
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if let Some(first) = digit(c) {
            let (mut value, mut length) = (i64::from(first), 1);
            while let Some(next) = chars.peek().copied().and_then(digit) {
                value = (value * 10 + i64::from(next)).min(99_999);
                length += 1;
                chars.next();
            }
            tokens.push(Token::Number(i16::try_from(value).unwrap_or(i16::MAX), length));
        } else if c.is_alphabetic() && !matches!(c, '年' | '月' | '日') {
            let mut word: String = c.to_lowercase().collect();
            while let Some(next) = chars.next_if(|next| next.is_alphabetic() || is_mark(*next)) {
                word.extend(next.to_lowercase());
            }
            if !BETWEEN.contains(&word.as_str()) {
                tokens.push(Token::Word(word));
            }
        } else if !c.is_whitespace() && !matches!(c, ',' | 'º' | 'ª' | '،') {
            tokens.push(Token::Sign(c));
        }
    }
    tokens
}

/// Vowel signs of Indic and Arabic scripts.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{65F}' | '\u{900}'..='\u{903}' | '\u{93A}'..='\u{94F}')
}

fn day_at(tokens: &[Token], before: Option<&Token>, order: Order) -> Option<String> {
    let separated = matches!(before, Some(Token::Sign('.' | '/' | '-' | '+')));
    let month_word = |token: &Token| match token {
        Token::Word(word) => month(word),
        _ => None,
    };
    let year_of = |token: &Token| match token {
        Token::Number(year, 4) => Some(*year),
        _ => None,
    };
    match tokens {
        // 2019-08-06, 2019/8/6, 2019年8月6日
        [
            Token::Number(year, 4),
            Token::Sign(a @ ('-' | '/' | '.' | '年')),
            Token::Number(month, 1 | 2),
            Token::Sign(b @ ('-' | '/' | '.' | '月')),
            Token::Number(day, 1 | 2),
            ..,
        ] if !separated && (a == b || *a == '年') => date(*year, *month, *day),
        // 6. August 2019, 6-Aug-2019
        [Token::Number(day, 1 | 2), rest @ ..] if !separated => {
            let rest = skip_signs(rest);
            if let Some(month) = rest.first().and_then(month_word) {
                return date(year_of(skip_signs(&rest[1..]).first()?)?, month, *day);
            }
            in_figures(tokens, order)
        }
        // August 6, 2019
        [word, Token::Number(day, 1 | 2), rest @ ..] => {
            let month = month_word(word)?;
            date(year_of(skip_signs(rest).first()?)?, month, *day)
        }
        [word, Token::Sign('.'), Token::Number(day, 1 | 2), rest @ ..] => {
            let month = month_word(word)?;
            date(year_of(skip_signs(rest).first()?)?, month, *day)
        }
        _ => None,
    }
}

/// `6.8.2019`, `06/08/2019`, `06.08.19`.
fn in_figures(tokens: &[Token], order: Order) -> Option<String> {
    let [
        Token::Number(first, 1 | 2),
        Token::Sign(a),
        Token::Number(second, 1 | 2),
        Token::Sign(b),
        Token::Number(year, digits),
        rest @ ..,
    ] = tokens
    else {
        return None;
    };
    let goes_on = matches!(rest, [Token::Sign(sign), Token::Number(..), ..] if sign == a);
    if a != b || goes_on {
        return None;
    }
    let year = match (digits, a) {
        (4, _) => *year,
        (2, '.') if *year < 70 => 2000 + year,
        _ => return None,
    };
    match a {
        '.' | '-' => date(year, *second, *first),
        '/' if *second > 12 => date(year, *first, *second),
        '/' if *first > 12 || first == second || order == Order::DayFirst => date(year, *second, *first),
        '/' if order == Order::MonthFirst => date(year, *first, *second),
        _ => None,
    }
}

fn skip_signs(tokens: &[Token]) -> &[Token] {
    match tokens {
        [Token::Sign('.' | '-' | '/'), rest @ ..] => rest,
        _ => tokens,
    }
}

fn month(word: &str) -> Option<i16> {
    let letters = word.chars().count();
    let at = MONTHS
        .iter()
        .position(|names| names.split(' ').any(|name| name == word || letters >= 3 && name.starts_with(word)))?;
    i16::try_from(at + 1).ok()
}

fn date(year: i16, month: i16, day: i16) -> Option<String> {
    let date = civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    (1900..2200).contains(&year).then(|| date.to_string())
}

#[cfg(test)]
mod tests {
    use super::{Order, find_day};

    #[test]
    fn finds_days_in_lines() {
        for (line, expected) in [
            ("Von Ana Ruiz, 6. August 2019, 12:55 Uhr", "2019-08-06"),
            ("Stand: 06.08.2019", "2019-08-06"),
            ("Di, 06.08.19 | 12:55", "2019-08-06"),
            ("Published on Aug. 6th, 2019 at 5 pm", "2019-08-06"),
            ("le 6 août 2019 à 12h55", "2019-08-06"),
            ("6 de agosto de 2019", "2019-08-06"),
            ("Wien, 6. Jänner 2019", "2019-01-06"),
            ("24/12/2019", "2019-12-24"),
            ("2019年8月6日 12:55", "2019-08-06"),
            ("٦ أغسطس ٢٠١٩", "2019-08-06"),
            ("6 अगस्त 2019", "2019-08-06"),
            ("6 sierpnia 2019, 12:55", "2019-08-06"),
            ("2019-08-06T12:55", "2019-08-06"),
        ] {
            assert_eq!(find_day(line, Order::Unknown).as_deref(), Some(expected), "{line}");
        }
        assert_eq!(find_day("03/04/2024", Order::DayFirst).as_deref(), Some("2024-04-03"));
        assert_eq!(find_day("03/04/2024", Order::MonthFirst).as_deref(), Some("2024-03-04"));
    }

    #[test]
    fn leaves_uncertain_days() {
        for line in
            ["03/04/2024", "Version 1.2.2019.4.5", "31.02.2024", "In May 2024", "10.1000/182", "Tel. 030/12/2019-4"]
        {
            assert_eq!(find_day(line, Order::Unknown), None, "{line}");
        }
    }
}
