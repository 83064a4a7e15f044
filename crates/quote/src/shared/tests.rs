//! Planted copies in many languages, and what must not change the result.

use proptest::prelude::{Strategy, prop, prop_assert_eq, proptest};

use super::{Compared, Shared, SharedKind, Wording, compare};
use crate::locate::Searchable;
use crate::text::quotation::with_marks;
use crate::text::reading_text::ReadingText;
use crate::text::{Container, ReadingTextBuilder};

/// What a test compares: a name, a publisher and a text.
type Named<'t> = (&'t str, &'t str, Searchable);

fn plain<'t>(name: &'t str, text: &str) -> Named<'t> {
    (name, "", Searchable::new(ReadingText::plain(text), ""))
}

fn compared(texts: &[Named<'_>]) -> Vec<Shared> {
    let wordings: Vec<Wording> = texts.iter().map(|(.., text)| Wording::new(text)).collect();
    let compared = texts.iter().zip(&wordings).map(|((name, publisher, text), wording)| Compared {
        name,
        publisher: (!publisher.is_empty()).then_some(*publisher),
        text: text.text(),
        wording,
    });
    compare(&compared.collect::<Vec<_>>())
}

/// Each passage as a person reads it: the two names, the kind, the words of the first text.
fn shown(texts: &[Named<'_>], found: &[Shared]) -> Vec<String> {
    let passages = found.iter().flat_map(|shared| shared.passages.iter().map(move |passage| (shared, passage)));
    let lines = passages.map(|(shared, passage)| {
        let [a, b] = shared.texts.map(|text| &texts[text]);
        let words = &a.2.text()[passage.places[0].clone()];
        format!("{}, {}: {} {:?} “{words}”", a.0, b.0, passage.words.all(), passage.kind)
    });
    lines.collect()
}

#[track_caller]
fn check(texts: &[Named<'_>], expected: &[&str]) {
    assert_eq!(shown(texts, &compared(texts)), expected);
}

const QUOTE: &str = "the two engineers warned the council three times before the old bridge was closed";
const OWN: &str = "Nobody on the quay that morning had seen the harbour so empty, and the few who came to look at the closed \
                   bridge went home again before noon";

#[test]
fn what_both_quote_is_a_statement() {
    let a = plain("a", &format!("She wrote: “{QUOTE}.” That was in May."));
    let b = plain("b", &format!("In a letter, «{QUOTE}», she said so"));
    check(&[a, b], &[&format!("a, b: 14 Statement “{QUOTE}”")]);
    // A block quote needs no marks.
    let mut builder = ReadingTextBuilder::default();
    let text = builder.paragraph("She wrote:").enter(Container::Quote).paragraph(QUOTE).leave().build();
    let c = ("c", "", Searchable::new(text, "en"));
    let d = plain("d", &format!("As ‘{QUOTE}’ says"));
    check(&[c, d], &[&format!("c, d: 14 Statement “{QUOTE}”")]);
}

#[test]
fn what_nobody_quotes_is_own() {
    let texts = [plain("a", &format!("First. {OWN}. Then.")), plain("b", &format!("Before. {OWN}, again."))];
    check(&texts, &[&format!("a, b: 28 Own “{OWN}”")]);
    assert!(!compared(&texts)[0].is_one_text, "40 words make one text of two");
}

#[test]
fn each_shared_word_has_its_places_and_says_who_quotes_it() {
    let texts =
        [plain("a", &format!("She said, “{QUOTE}” and {OWN}")), plain("b", &format!("As I heard, {QUOTE} and {OWN}"))];
    let wordings = texts.each_ref().map(|(.., text)| Wording::new(text));
    let found = compared(&texts);
    let runs = found[0].passages.iter().flat_map(|passage| &passage.runs);
    let words: Vec<_> = runs.flat_map(|run| run.words([&wordings[0], &wordings[1]])).collect();
    let of =
        |side: usize| words.iter().map(|word| &texts[side].2.text()[word.places[side].clone()]).collect::<Vec<_>>();
    assert_eq!(of(0), of(1));
    assert_eq!(of(0), format!("{QUOTE} and {}", OWN.replace(',', "")).split_whitespace().collect::<Vec<_>>());
    let quoted: Vec<[bool; 2]> = words.iter().map(|word| word.is_quoted).collect();
    assert_eq!((&quoted[..14], &quoted[14..]), (&[[true, false]; 14][..], &[[false; 2]; 29][..]));
    assert!(words.iter().all(|word| word.quarters == 4));
    let chinese = "两名工程师三次警告议会旧桥有倒塌的危险但没有得到任何答复";
    let texts = [plain("a", &format!("“{chinese}”")), plain("b", &format!("他们说“{chinese}”"))];
    let wordings = texts.each_ref().map(|(.., text)| Wording::new(text));
    let found = compared(&texts);
    let words: Vec<_> = found[0].passages[0].runs[0].words([&wordings[0], &wordings[1]]).collect();
    assert_eq!(words.iter().map(|word| word.quarters).sum::<u32>() / 4, 14);
}

#[test]
fn what_a_third_text_quotes_is_no_own_wording() {
    let texts = [plain("a", OWN), plain("b", OWN), plain("c", &format!("He said “{OWN}”."))];
    let kinds: Vec<SharedKind> = compared(&texts).iter().map(|shared| shared.passages[0].kind).collect();
    assert_eq!(kinds, [SharedKind::Mixed; 3]);
}

#[test]
fn short_runs_are_chance() {
    let unquoted = "the few who came to look at the closed bridge went home again before";
    check(&[plain("a", &format!("One {unquoted} x")), plain("b", &format!("Two {unquoted} y"))], &[]);
    let quoted = "warned the council three times before";
    check(&[plain("a", &format!("“{quoted}” x")), plain("b", &format!("“{quoted}” y"))], &[]);
}

#[test]
fn a_changed_word_does_not_end_a_passage() {
    let changed = OWN.replace("had seen", "saw").replace("empty", "quiet");
    check(&[plain("a", OWN), plain("b", &changed)], &[&format!("a, b: 22 Own “{OWN}”")]);
}

#[test]
fn two_texts_with_forty_own_words_are_one() {
    let long =
        format!("{OWN}. {}", "What they found was a rope across the road and a sign that named no reason for it.");
    let texts = [plain("a", &format!("Today. {long}")), plain("b", &long)];
    assert!(compared(&texts)[0].is_one_text);
    // Not if it is less than a fifth of either.
    let filler = |name: &str| (0..300).map(|i| format!("{name}{i} ")).collect::<String>();
    let texts = [plain("a", &format!("{} {long}", filler("x"))), plain("b", &format!("{long} {}", filler("y")))];
    assert!(!compared(&texts)[0].is_one_text);
}

#[test]
fn house_text_is_left_out_but_quotations_are_not() {
    let by = |name, publisher, text: String| (name, publisher, Searchable::new(ReadingText::plain(text), ""));
    let texts = |publishers: [&'static str; 3], text: &str| {
        [("a", "x1"), ("b", "y2"), ("c", "z3")]
            .into_iter()
            .zip(publishers)
            .map(|((name, own), publisher)| by(name, publisher, format!("{own} {own}{own}. {text}")))
            .collect::<Vec<_>>()
    };
    check(&texts(["Post"; 3], OWN), &[]);
    assert_eq!(compared(&texts(["Post", "Post", "Times"], OWN)).len(), 3);
    assert_eq!(compared(&texts([""; 3], OWN)).len(), 3, "publishers that are not known are not the same");
    assert_eq!(compared(&texts(["Post"; 3], &format!("“{QUOTE}”"))).len(), 3);
}

#[test]
fn what_many_texts_have_is_chained() {
    let names: Vec<String> = (0..70).map(|i| format!("{i:02}")).collect();
    let texts: Vec<Named<'_>> = names.iter().map(|name| plain(name, &format!("n{name} says. {OWN}"))).collect();
    assert_eq!(compared(&texts).len(), 69, "each with the next");
}

#[test]
fn hostile_texts_cost_little() {
    let repeated = "the same words over and over again ".repeat(3_000);
    let found = compared(&[plain("a", &repeated), plain("b", &format!("x {repeated}")), plain("c", &repeated)]);
    assert_eq!(found.len(), 3);
    let long = "a".repeat(20_000);
    check(
        &[plain("a", &format!("{long} {OWN}")), plain("b", &format!("{long} {OWN}"))],
        &[&format!("a, b: 28 Own “{OWN}”")],
    );
}

#[test]
fn passages_align_where_they_quote_the_same_words() {
    let texts = [plain("a", &format!("One “{QUOTE}” two.")), plain("b", &format!("And more: “{QUOTE}”"))];
    let wordings = texts.each_ref().map(|(.., text)| Wording::new(text));
    let found = compared(&texts);
    let place = |side: usize, words: &str| {
        let start = texts[side].2.text().find(words).unwrap();
        start..start + words.len()
    };
    let aligns = |a: &str, b: &str| found[0].passages[0].aligns(wordings.each_ref(), [&[place(0, a)], &[place(1, b)]]);
    assert!(aligns("warned the council", "warned the council"));
    assert!(aligns("warned the council three times", "the council"), "half of the shorter one");
    assert!(aligns("One “the two engineers", "the two engineers warned"));
    assert!(!aligns("the two engineers", "before the old bridge"), "other words of the same passage");
    assert!(!aligns("the two", "And more: “the"), "mostly outside");
}

/// Words of a language, and what stands between two of them.
const LANGUAGES: [(&str, &str, &str); 18] = [
    (
        "English",
        " ",
        "river bridge council report money people closed old never winter letter engineer road under said wrote city house",
    ),
    (
        "German",
        " ",
        "Brücke Stadt Bericht Geld Leute geschlossen alt nie Winter Brief Straße unter sagte schrieb Haus Fluß über Jahr",
    ),
    (
        "French",
        " ",
        "rivière pont conseil rapport argent fermé vieux jamais hiver lettre ingénieur route sous écrit ville maison l'eau été",
    ),
    (
        "Spanish",
        " ",
        "río puente consejo informe dinero gente cerrado viejo nunca invierno carta ingeniero camino bajo dijo ciudad casa año",
    ),
    (
        "Polish",
        " ",
        "rzeka most rada raport pieniądze ludzie zamknięty stary nigdy zima list inżynier droga pod powiedział miasto dom łąka",
    ),
    (
        "Turkish",
        " ",
        "nehir köprü konsey rapor para insanlar kapalı eski asla kış mektup mühendis yol altında dedi yazdı şehir ev",
    ),
    ("Vietnamese", " ", "sông cầu hội đồng báo cáo tiền người đóng cũ mùa đông thư kỹ sư đường dưới thành phố"),
    (
        "Russian",
        " ",
        "река мост совет отчёт деньги люди закрыт старый никогда зима письмо инженер дорога под сказал город дом год",
    ),
    (
        "Greek",
        " ",
        "ποτάμι γέφυρα συμβούλιο έκθεση χρήματα άνθρωποι κλειστή παλιός ποτέ χειμώνας γράμμα δρόμος κάτω είπε πόλη σπίτι",
    ),
    ("Arabic", " ", "نهر جسر مجلس تقرير مال ناس مغلق قديم أبدا شتاء رسالة مهندس طريق تحت قال كتب مدينة بيت"),
    ("Hebrew", " ", "נהר גשר מועצה דוח כסף אנשים סגור ישן מעולם חורף מכתב מהנדס דרך מתחת אמר כתב עיר בית"),
    ("Hindi", " ", "नदी पुल परिषद रिपोर्ट पैसा लोग बंद पुराना कभी सर्दी चिट्ठी इंजीनियर सड़क नीचे कहा लिखा शहर घर"),
    ("Tamil", " ", "ஆறு பாலம் அவை அறிக்கை பணம் மக்கள் மூடிய பழைய ஒருபோதும் குளிர் கடிதம் பொறியாளர் சாலை கீழே நகரம் வீடு"),
    (
        "Korean",
        " ",
        "강은 다리를 의회가 보고서에 돈을 사람들이 닫힌 오래된 결코 겨울에 편지를 기술자는 길에 아래 말했다 도시의 집에",
    ),
    ("Chinese", "", "河流 桥梁 议会 报告 资金 人们 关闭 古老 从未 冬天 信件 工程师 道路 下面 表示 城市 房屋 今年"),
    (
        "Japanese",
        "",
        "川は 橋が 議会 報告書 お金を 人々 閉じた 古い 決して 冬に 手紙 エンジニア 道路 下で 言った 都市 家の",
    ),
    ("Thai", "", "แม่น้ำ สะพาน สภา รายงาน เงิน ผู้คน ปิด เก่า ไม่เคย ฤดูหนาว จดหมาย วิศวกร ถนน ใต้ กล่าว เมือง บ้าน"),
    (
        "Burmese",
        "",
        "မြစ်ကမ်း တံတား ကောင်စီ အစီရင်ခံစာ ငွေကြေး လူများ ပိတ်ထားသော ဟောင်းနွမ်း ဆောင်းရာသီ စာရေးသူ အင်ဂျင်နီယာ လမ်းမကြီး အောက်ဘက် ပြောဆို မြို့တော် အိမ်များ",
    ),
];

/// Numbers that look random and are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn words<'w>(&mut self, words: &[&'w str], count: usize) -> Vec<&'w str> {
        (0..count).map(|_| words[self.below(words.len())]).collect()
    }
}

#[test]
fn a_copied_paragraph_is_found_in_every_language_without_six_of_a_hundred_words() {
    for (language, between, words) in LANGUAGES {
        let words: Vec<&str> = words.split(' ').collect();
        let mut random = Random(7);
        let mut found = 0;
        for _ in 0..20 {
            let mut filler = || random.words(&words, 50).join(between);
            let fillers: [String; 5] = std::array::from_fn(|_| filler());
            let paragraph = random.words(&words, 100);
            let kept = paragraph.iter().copied().filter(|_| random.below(100) >= 6);
            let damaged = kept.collect::<Vec<_>>().join(between);
            let texts = [
                plain("a", &format!("{}\n{}\n{}", fillers[0], paragraph.join(between), fillers[1])),
                plain("b", &format!("{}\n{damaged}\n{}", fillers[2], fillers[3])),
                plain("c", &fillers[4]),
            ];
            let shared = compared(&texts);
            assert!(shared.len() <= 1, "{language}: a false pair");
            let Some(shared) = shared.first() else { continue };
            let all: usize = shared.passages.iter().map(|passage| passage.words.all()).sum();
            for passage in &shared.passages {
                let planted = fillers[0].len()..texts[0].2.text().len() - fillers[1].len();
                let [place, _] = &passage.places;
                let overlap = place.end.min(planted.end).saturating_sub(place.start.max(planted.start));
                assert!(overlap * 10 >= place.len() * 9, "{language}: a false passage");
            }
            found += usize::from(all >= 16);
        }
        assert_eq!(found, 20, "{language}");
    }
}

fn any_text() -> impl Strategy<Value = String> {
    let phrase = prop::sample::select(vec![
        "the mayor of the small town",
        "never saw the letter that the engineers had sent in May",
        "and nobody else did so either before the winter came - or later",
        "because it lay in a drawer",
        "for three years or more, it's said, and was found by chance",
        "only when she left",
    ]);
    let piece = (phrase, prop::bool::ANY)
        .prop_map(|(words, quoted)| if quoted { format!("“{words}”") } else { words.to_owned() });
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #[test]
    fn neither_order_nor_names_change_what_is_found(texts in prop::collection::vec(any_text(), 2..6), turn in 0_usize..6) {
        let names = ["a", "b", "c", "d", "e"];
        let given: Vec<Named<'_>> = names.iter().zip(&texts).map(|(name, text)| plain(name, text)).collect();
        let lines = shown(&given, &compared(&given));
        let mut turned: Vec<Named<'_>> = names.iter().zip(&texts).map(|(name, text)| plain(name, text)).collect();
        turned.rotate_left(turn % texts.len());
        prop_assert_eq!(&shown(&turned, &compared(&turned)), &lines);
        // Symmetric: with the names in the opposite order the same places are paired.
        let names = ["e", "d", "c", "b", "a"];
        let renamed: Vec<Named<'_>> = names.iter().zip(&texts).map(|(name, text)| plain(name, text)).collect();
        let pairs = |found: Vec<Shared>| {
            let mut pairs: Vec<_> = found
                .into_iter()
                .flat_map(|shared| shared.passages.into_iter().map(move |passage| {
                    let mut sides = [0, 1].map(|side| (shared.texts[side], passage.places[side].clone()));
                    sides.sort_by_key(|(text, place)| (*text, place.start));
                    (sides, passage.words.all())
                }))
                .collect();
            pairs.sort_by_key(|(sides, _)| sides.clone().map(|(text, place)| (text, place.start, place.end)));
            pairs
        };
        // Of two equal texts, names decide which is compared first; then places may be paired otherwise.
        let distinct = texts.iter().collect::<std::collections::BTreeSet<_>>().len() == texts.len();
        if distinct {
            prop_assert_eq!(pairs(compared(&renamed)), pairs(compared(&given)));
        }
    }

    #[test]
    fn typography_does_not_change_what_is_found(texts in prop::collection::vec(any_text(), 2..4), other in 0_usize..4) {
        let names = ["a", "b", "c"];
        let restyled = |text: &str| {
            with_marks(text, [("«", "»"), ("‹", "›")])
                .replace(' ', "\u{A0} ")
                .replace('-', "–")
                .replace('\'', "’")
                .replace("th", "t\u{AD}h")
                .replace("he", "HE")
        };
        let words = |texts: &[String]| {
            let named: Vec<Named<'_>> = names.iter().zip(texts).map(|(name, text)| plain(name, text)).collect();
            let found = compared(&named);
            let passages = found.iter().flat_map(|shared| shared.passages.iter().map(|passage| {
                (shared.texts, shared.is_one_text, passage.kind, passage.words, passage.runs.iter().map(|run| run.length).collect::<Vec<_>>())
            }));
            passages.collect::<Vec<_>>()
        };
        let mut changed = texts.clone();
        let other = other % texts.len();
        changed[other] = restyled(&texts[other]);
        prop_assert_eq!(words(&changed), words(&texts));
    }

    #[test]
    fn places_are_of_equal_words(texts in prop::collection::vec(any_text(), 2..4)) {
        let names = ["a", "b", "c"];
        let given: Vec<Named<'_>> = names.iter().zip(&texts).map(|(name, text)| plain(name, text)).collect();
        for shared in compared(&given) {
            for run in shared.passages.iter().flat_map(|passage| &passage.runs) {
                let [a, b] = [0, 1].map(|side| {
                    let words = &texts[shared.texts[side]][run.places[side].clone()];
                    words.replace(['“', '”'], "")
                });
                prop_assert_eq!(a, b);
            }
        }
    }
}
