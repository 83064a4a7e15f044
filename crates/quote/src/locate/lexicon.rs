//! What the matching rules know of languages: [`Lexicon::of`]. These lists are part of the rules; there is no setting for them.
//!
//! Words are in lower case and in the form that folding gives them; a list is a text with spaces between its words.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::text::boundary::is_unspaced;

/// How words of a language may be cut, and which of its words change a meaning when they are left out.
#[derive(Debug)]
pub struct Lexicon {
    /// `’s` is a possessive, after which a quotation may leave it off; never after these words, where it is short for a verb.
    pub possessive: Option<&'static str>,
    /// Endings follow names and figures after an apostrophe.
    pub apostrophe_endings: bool,
    /// Words that lose their vowel before another: `l` in `l’armée`. A quotation may begin after the apostrophe.
    pub elided: &'static str,
    /// Particles that are written together with the word after them.
    pub proclitics: bool,
    /// Words that negate or hedge. In scripts without spaces they are found inside words, too.
    pub qualifiers: &'static str,
    /// Words for numbers.
    pub numbers: &'static str,
}

/// Whether a list has a word.
pub fn is_listed(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|listed| listed == word)
}

/// Nouns that multiply the figure before them, in any language.
const SCALES: &str = "hundred thousand million billion trillion quadrillion mn bn tn m k dozen lakh crore mio mrd tsd millionen \
    milliarde milliarden billionen tausend mille millions milliard milliards mil millones millón millon milhão \
    milhões bilhão bilhões mila milione milioni miliardo miliardi miljoen miljard duizend miljon miljoner miljarder \
    miliard miliardów milion milionów tysięcy tys mln mld milyon milyar bin тыс тысяч тысячи млн миллион миллиона \
    миллионов млрд миллиард миллиарда миллиардов мільйон мільйонів тисяч میلیون میلیارد هزار مليون مليار ملايين ألف \
    آلاف אלף מיליון מיליארד लाख करोड़ हज़ार हजार ล้าน พัน 만 억 조 천";

/// What after a hyphen turns a word into its opposite, or makes another of it.
pub const NEGATING_ENDINGS: &str =
    "free less proof resistant averse immune exempt deficient wannabe turned frei los arm fest vrij loos fri lös løs";

const ENGLISH: Lexicon = Lexicon {
    possessive: Some(
        "i you he she it we they that this these those there here who what where \
        when why how which let one everything something nothing anything",
    ),
    apostrophe_endings: false,
    elided: "",
    proclitics: false,
    qualifiers: "not no never none nobody nothing nowhere neither nor cannot without hardly scarcely barely rarely seldom \
        unlikely allegedly alleged reportedly purportedly purported supposedly apparently perhaps maybe possibly \
        probably might may could almost nearly partly unproven unconfirmed",
    numbers: "zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen \
        eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands \
        million millions billion billions trillion dozen dozens half double twice triple",
};

const GERMAN: Lexicon = Lexicon {
    qualifiers: "nicht nichts kein keine keinen keinem keiner keines nie niemals niemand niemanden weder ohne kaum selten \
        angeblich angebliche mutmaßlich mutmaßliche mutmaßlichen vermutlich vielleicht möglicherweise offenbar könnte \
        könnten wäre soll sollen fast beinahe",
    numbers: "null zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig vierzig fünfzig sechzig siebzig \
        achtzig neunzig hundert tausend million millionen milliarde milliarden dutzend halb halbe hälfte doppelt",
    ..PLAIN
};

const FRENCH: Lexicon = Lexicon {
    elided: "l d j m t s c qu jusqu lorsqu puisqu quoiqu presqu",
    qualifiers: "ne n' pas non jamais rien aucun aucune ni sans guère rarement prétendument présumé présumée présumés supposé \
        supposée peut-être pourrait pourraient serait seraient aurait auraient probablement apparemment presque",
    numbers: "zéro deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante \
        cinquante soixante cent cents mille million millions milliard milliards douzaine demi moitié double",
    ..PLAIN
};

const ITALIAN: Lexicon = Lexicon {
    elided: "l un dell nell all dall sull coll quell quest bell sant gl c d m t s v anch com dov tutt cos senz mezz quant",
    qualifiers: "non no mai niente nulla nessuno nessuna né neanche nemmeno senza raramente presunto presunta presunti \
        presumibilmente forse probabilmente sarebbe sarebbero avrebbe avrebbero potrebbe potrebbero quasi",
    numbers: "zero due tre quattro cinque sei sette otto nove dieci venti trenta quaranta cinquanta cento mille mila milione \
        milioni miliardo miliardi dozzina metà mezzo doppio",
    ..PLAIN
};

const SPANISH: Lexicon = Lexicon {
    qualifiers: "no nunca jamás nadie ningún ninguna ninguno ni sin tampoco apenas raramente presunto presunta presuntos \
        presuntamente supuesto supuesta supuestamente quizá quizás acaso probablemente podría podrían habría habrían \
        sería casi",
    numbers: "cero dos tres cuatro cinco seis siete ocho nueve diez once doce veinte treinta cuarenta cincuenta cien ciento \
        cientos mil miles millón millones docena mitad medio doble",
    ..PLAIN
};

const PORTUGUESE: Lexicon = Lexicon {
    qualifiers: "não nunca jamais nada ninguém nenhum nenhuma nem sem tampouco raramente suposto suposta supostamente \
        alegadamente talvez provavelmente poderia poderiam teria teriam seria quase",
    numbers: "zero dois duas três quatro cinco seis sete oito nove dez vinte trinta quarenta cinquenta cem cento mil milhão \
        milhões bilhão bilhões dúzia metade meio dobro",
    ..PLAIN
};

const DUTCH: Lexicon = Lexicon {
    possessive: Some("het dat er wie wat hij zij ik"),
    qualifiers: "niet niets geen nooit niemand nergens noch zonder nauwelijks amper zelden vermeende vermoedelijk misschien \
        mogelijk waarschijnlijk bijna",
    numbers: "nul twee drie vier vijf zes zeven acht negen tien twintig dertig veertig vijftig honderd duizend miljoen miljard \
        dozijn half helft dubbel",
    ..PLAIN
};

const NORDIC: Lexicon = Lexicon {
    qualifiers: "inte ikke ikkje ej icke aldrig aldri ingen inget inga ingenting intet varken hverken utan uden uten knappt knap \
        knapt sällan sjelden kanske kanskje måske möjligen troligen påstått påstådd angivelig angiveligt nästan nesten \
        næsten",
    numbers: "noll null nul två to tre fyra fire fem sex seks sju syv åtta åtte otte nio ni tio ti hundra hundre hundrede \
        tusen tusind miljon million miljard milliard halv hälften",
    ..PLAIN
};

const SLAVIC: Lexicon = Lexicon {
    qualifiers: "не нет ни никогда никто ничего ничто без нельзя едва вряд редко якобы предположительно возможно вероятно может \
        почти ні немає ніколи ніхто нічого нібито можливо може майже nie nigdy nikt nic bez żaden żadna żadne rzekomo \
        rzekomy podobno może możliwe prawdopodobnie prawie ne není nikdy nikdo nic žádný údajně možná asi skoro",
    numbers: "два две дві три четыре чотири пять шесть семь восемь девять десять сто тысяча тысяч тысячи миллион миллионов \
        миллиард мільйон мільярд половина dwa dwie trzy cztery pięć sześć siedem osiem dziewięć dziesięć sto tysiąc \
        tysięcy milion milionów miliard połowa dva tři čtyři pět šest sedm osm devět deset tisíc miliarda polovina",
    ..PLAIN
};

const TURKIC: Lexicon = Lexicon {
    apostrophe_endings: true,
    qualifiers: "değil yok hiç asla hiçbir kimse olmadan sözde iddiaya belki muhtemelen olabilir neredeyse deyil heç bəlkə guya \
        емес жоқ мүмкін emas yo'q balki",
    numbers: "sıfır iki üç dört beş altı yedi sekiz dokuz on yirmi otuz kırk elli yüz bin milyon milyar yarım yarı düzine",
    ..PLAIN
};

const ARABIC: Lexicon = Lexicon {
    proclitics: true,
    qualifiers: "لا ليس ليست ليسوا لم لن غير بدون دون بلا عدم كلا ولا ولم ولن وليس فلم فلا ربما لعل مزعوم مزعومة المزعوم المزعومة \
        يزعم تقريبا",
    numbers: "صفر اثنان اثنين ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة مئة مائة ألف مليون مليار نصف",
    ..PLAIN
};

const HEBREW: Lexicon = Lexicon {
    proclitics: true,
    qualifiers: "לא אין אינו אינה אינם בלי ללא מעולם שום ולא שלא ואין שאין אולי ייתכן כנראה לכאורה לטענת כמעט",
    numbers: "אפס שניים שני שתי שלושה שלוש ארבעה ארבע חמישה חמש עשרה עשר מאה אלף מיליון מיליארד חצי",
    ..PLAIN
};

const PERSIAN: Lexicon = Lexicon {
    qualifiers: "نه نیست نیستند نبود نبودند نشد نشده نکرد نکرده ندارد نداشت هرگز هیچ بدون بی شاید احتمالا ظاهرا گویا تقریبا نہیں \
        کبھی بغیر مبینہ اگر",
    numbers: "صفر دو سه چهار پنج شش هفت هشت نه ده صد هزار میلیون میلیارد نیم نصف",
    ..PLAIN
};

const HINDI: Lexicon = Lexicon {
    qualifiers: "नहीं न मत कभी बिना बगैर शायद कथित संभवतः लगभग",
    numbers: "शून्य दो तीन चार पांच छह सात आठ नौ दस सौ हजार हज़ार लाख करोड़ आधा दोगुना",
    ..PLAIN
};

const EAST_ASIAN: Lexicon = Lexicon {
    qualifiers: "不 没 沒 未 非 無 无 据称 據稱 涉嫌 疑似 可能 也许 或许 几乎 ない なかった ません らしい かも とされる 안 못 않 없 아니 아마 혐의 ไม่ อาจ เกือบ",
    numbers: "半 两 兩 倍 半分 절반 두 세 네 다섯 열 백 천 만 억 ครึ่ง สอง สาม สิบ ร้อย พัน ล้าน",
    ..PLAIN
};

/// A language of which nothing particular is known.
const PLAIN: Lexicon =
    Lexicon { possessive: None, apostrophe_endings: false, elided: "", proclitics: false, qualifiers: "", numbers: "" };

/// Scripts decide where a language is not known by its tag: what is written in Arabic or Hebrew letters has particles.
const UNKNOWN: Lexicon = Lexicon { proclitics: true, ..PLAIN };

/// Whether this word, in lower case, multiplies the number before it.
pub fn is_scale(word: &str) -> bool {
    static SET: LazyLock<HashSet<&str>> = LazyLock::new(|| SCALES.split_ascii_whitespace().collect());
    SET.contains(word)
}

/// Words for one, which are no numbers by themselves.
const ONES: &str = "one a ein eine un une uno una um uma een één ett en один bir واحد یک एक";

impl Lexicon {
    /// Whether this word, in lower case, is a number before a [scale](is_scale).
    pub fn counts(&self, word: &str) -> bool {
        is_listed(ONES, word) || self.is_number(word)
    }

    /// By a language tag (BCP 47); only the primary language counts.
    pub fn of(tag: &str) -> &'static Lexicon {
        match tag.split('-').next().unwrap_or_default() {
            "en" => &ENGLISH,
            "de" => &GERMAN,
            "fr" | "oc" => &FRENCH,
            "it" | "ca" | "scn" => &ITALIAN,
            "es" | "gl" => &SPANISH,
            "pt" => &PORTUGUESE,
            "nl" | "af" => &DUTCH,
            "sv" | "da" | "no" | "nb" | "nn" => &NORDIC,
            "ru" | "uk" | "be" | "pl" | "cs" | "sk" | "bg" | "sr" | "hr" | "sl" | "mk" => &SLAVIC,
            "tr" | "az" | "kk" | "ky" | "uz" | "tk" | "tt" | "crh" | "ba" => &TURKIC,
            "ar" | "arz" | "ary" | "apc" => &ARABIC,
            "he" | "yi" => &HEBREW,
            "fa" | "ur" | "ps" | "ckb" | "sd" | "ug" => &PERSIAN,
            "hi" | "mr" | "ne" => &HINDI,
            "zh" | "ja" | "ko" | "th" | "lo" | "yue" => &EAST_ASIAN,
            _ => &UNKNOWN,
        }
    }

    /// Whether this word, in lower case, negates or hedges. Of an unknown language, whether it does so in any.
    pub fn is_qualifier(&self, word: &str) -> bool {
        let listed = |lexicon: &Lexicon| is_listed(lexicon.qualifiers, word);
        word.ends_with("n't")
            || listed(self)
            || (self.qualifiers.is_empty() && ALL.iter().any(|lexicon| listed(lexicon)))
    }

    /// Whether this word, in lower case, is a number.
    pub fn is_number(&self, word: &str) -> bool {
        let listed = |lexicon: &Lexicon| is_listed(lexicon.numbers, word);
        listed(self) || is_scale(word) || (self.numbers.is_empty() && ALL.iter().any(|lexicon| listed(lexicon)))
    }
}

const ALL: [&Lexicon; 14] = [
    &ENGLISH,
    &GERMAN,
    &FRENCH,
    &ITALIAN,
    &SPANISH,
    &PORTUGUESE,
    &DUTCH,
    &NORDIC,
    &SLAVIC,
    &TURKIC,
    &ARABIC,
    &HEBREW,
    &PERSIAN,
    &EAST_ASIAN,
];

impl Lexicon {
    /// A negation or a hedge somewhere in a text of a script without spaces, whose words have no boundaries.
    pub fn qualifier_in_unspaced(&self, text: &str) -> Option<&'static str> {
        let plain = |word: &&'static str| word.chars().all(is_unspaced) && !matches!(*word, "안" | "못");
        let applies = self.qualifiers == EAST_ASIAN.qualifiers || self.qualifiers.is_empty();
        let mut listed = EAST_ASIAN.qualifiers.split_ascii_whitespace().filter(plain);
        listed.find(|word| applies && text.contains(word))
    }
}
