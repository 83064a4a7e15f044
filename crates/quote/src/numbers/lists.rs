//! Words for numbers, months and units, by language. Words are in lower case; a list of pairs has each word before its value.

/// Which mark is before tenths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Point {
    Dot,
    Comma,
    /// Usage differs, or the language is not known.
    Either,
}

/// The words of one language.
#[derive(Debug)]
pub(super) struct Lists {
    pub tag: &'static str,
    pub point: Point,
    pub units: &'static str,
    pub ordinals: &'static str,
    pub scales: &'static str,
    /// One, or an article that means one before a scale.
    pub ones: &'static str,
    /// What joins the parts of a number.
    pub and: &'static str,
    /// Phrases, separated by commas.
    pub percent: &'static str,
}

pub(super) const LISTS: [Lists; 7] = [
    Lists {
        tag: "en",
        point: Point::Dot,
        units: "zero 0 two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 ten 10 eleven 11 twelve 12 thirteen 13 \
            fourteen 14 fifteen 15 sixteen 16 seventeen 17 eighteen 18 nineteen 19 twenty 20 thirty 30 forty 40 fifty 50 \
            sixty 60 seventy 70 eighty 80 ninety 90",
        ordinals: "first 1 second 2 third 3 fourth 4 fifth 5 sixth 6 seventh 7 eighth 8 ninth 9 tenth 10 eleventh 11 \
            twelfth 12 thirteenth 13 fourteenth 14 fifteenth 15 sixteenth 16 seventeenth 17 eighteenth 18 nineteenth 19 \
            twentieth 20 thirtieth 30 fortieth 40 fiftieth 50 sixtieth 60 seventieth 70 eightieth 80 ninetieth 90",
        scales: "hundred 100 thousand 1000 million 1000000 millions 1000000 billion 1000000000 billions 1000000000 trillion \
            1000000000000 dozen 12 lakh 100000 crore 10000000 mn 1000000 bn 1000000000 tn 1000000000000 m 1000000 k 1000 \
            b 1000000000",
        ones: "one a",
        and: "and",
        percent: "per cent,percent,pct,percentage",
    },
    Lists {
        tag: "de",
        point: Point::Comma,
        units: "null 0 zwei 2 zwo 2 drei 3 vier 4 fünf 5 sechs 6 sieben 7 acht 8 neun 9 zehn 10 elf 11 zwölf 12 dreizehn 13 \
            vierzehn 14 fünfzehn 15 sechzehn 16 siebzehn 17 achtzehn 18 neunzehn 19 zwanzig 20 dreißig 30 dreissig 30 \
            vierzig 40 fünfzig 50 sechzig 60 siebzig 70 achtzig 80 neunzig 90",
        ordinals: "",
        scales: "hundert 100 tausend 1000 million 1000000 millionen 1000000 milliarde 1000000000 milliarden 1000000000 \
            billion 1000000000000 billionen 1000000000000 dutzend 12 mio 1000000 mrd 1000000000 tsd 1000",
        ones: "ein eine einer einem einen eines",
        and: "und",
        percent: "prozent,prozentpunkte,prozentpunkten,vh",
    },
    Lists {
        tag: "fr",
        point: Point::Comma,
        units: "zéro 0 deux 2 trois 3 quatre 4 cinq 5 six 6 sept 7 huit 8 neuf 9 dix 10 onze 11 douze 12 treize 13 \
            quatorze 14 quinze 15 seize 16 vingt 20 vingts 20 trente 30 quarante 40 cinquante 50 soixante 60 septante 70 \
            huitante 80 nonante 90",
        ordinals: "premier 1 première 1 deuxième 2 troisième 3 quatrième 4 cinquième 5 sixième 6 septième 7 huitième 8 \
            neuvième 9 dixième 10 onzième 11 douzième 12 quinzième 15 vingtième 20",
        scales: "cent 100 cents 100 mille 1000 million 1000000 millions 1000000 milliard 1000000000 milliards 1000000000 \
            billion 1000000000000 billions 1000000000000 douzaine 12 m 1000000 md 1000000000 mds 1000000000",
        ones: "un une",
        and: "et",
        percent: "pour cent",
    },
    Lists {
        tag: "es",
        point: Point::Either,
        units: "cero 0 dos 2 tres 3 cuatro 4 cinco 5 seis 6 siete 7 ocho 8 nueve 9 diez 10 once 11 doce 12 trece 13 \
            catorce 14 quince 15 dieciséis 16 diecisiete 17 dieciocho 18 diecinueve 19 veinte 20 veintiuno 21 veintiún 21 \
            veintiuna 21 veintidós 22 veintitrés 23 veinticuatro 24 veinticinco 25 veintiséis 26 veintisiete 27 \
            veintiocho 28 veintinueve 29 treinta 30 cuarenta 40 cincuenta 50 sesenta 60 setenta 70 ochenta 80 noventa 90 \
            cien 100 ciento 100 doscientos 200 doscientas 200 trescientos 300 trescientas 300 cuatrocientos 400 \
            cuatrocientas 400 quinientos 500 quinientas 500 seiscientos 600 seiscientas 600 setecientos 700 setecientas \
            700 ochocientos 800 ochocientas 800 novecientos 900 novecientas 900",
        ordinals: "primero 1 primera 1 primer 1 segundo 2 segunda 2 tercero 3 tercera 3 tercer 3 cuarta 4 quinto 5 sexto 6 \
            sexta 6 séptimo 7 séptima 7 octavo 8 octava 8 noveno 9 novena 9 décimo 10 décima 10",
        scales: "mil 1000 millón 1000000 millones 1000000 billón 1000000000000 billones 1000000000000 docena 12 mm 1000000",
        ones: "un una uno",
        and: "y",
        percent: "por ciento,por cien",
    },
    Lists {
        tag: "ar",
        point: Point::Either,
        units: "صفر 0 واحد 1 واحدة 1 اثنان 2 اثنين 2 اثنتان 2 اثنتين 2 ثلاثة 3 ثلاث 3 أربعة 4 أربع 4 خمسة 5 خمس 5 ستة 6 ست 6 \
            سبعة 7 سبع 7 ثمانية 8 ثماني 8 ثمان 8 تسعة 9 تسع 9 عشرة 10 عشر 10 عشرون 20 عشرين 20 ثلاثون 30 ثلاثين 30 أربعون \
            40 أربعين 40 خمسون 50 خمسين 50 ستون 60 ستين 60 سبعون 70 سبعين 70 ثمانون 80 ثمانين 80 تسعون 90 تسعين 90 مئتان 200 \
            مئتين 200 مائتان 200 مائتين 200 ثلاثمئة 300 ثلاثمائة 300 أربعمئة 400 أربعمائة 400 خمسمئة 500 خمسمائة 500 ستمئة \
            600 ستمائة 600 سبعمئة 700 سبعمائة 700 ثمانمئة 800 ثمانمائة 800 تسعمئة 900 تسعمائة 900 ألفان 2000 ألفين 2000 \
            مليونان 2000000 مليونين 2000000 مليوني 2000000 ملياران 2000000000 مليارين 2000000000 ملياري 2000000000",
        ordinals: "",
        scales: "مئة 100 مائة 100 ألف 1000 ألفا 1000 آلاف 1000 مليون 1000000 مليونا 1000000 ملايين 1000000 مليار 1000000000 \
            مليارا 1000000000 مليارات 1000000000 تريليون 1000000000000",
        ones: "",
        and: "و",
        percent: "بالمئة,بالمائة,في المئة,في المائة",
    },
    Lists {
        tag: "hi",
        point: Point::Dot,
        units: "शून्य 0 एक 1 दो 2 तीन 3 चार 4 पांच 5 पाँच 5 छह 6 छः 6 सात 7 आठ 8 नौ 9 दस 10 ग्यारह 11 बारह 12 तेरह 13 चौदह 14 \
            पंद्रह 15 पन्द्रह 15 सोलह 16 सत्रह 17 अठारह 18 उन्नीस 19 बीस 20 इक्कीस 21 बाईस 22 तेईस 23 चौबीस 24 पच्चीस 25 \
            छब्बीस 26 सत्ताईस 27 अट्ठाईस 28 उनतीस 29 तीस 30 इकतीस 31 बत्तीस 32 तैंतीस 33 चौंतीस 34 पैंतीस 35 छत्तीस 36 \
            सैंतीस 37 अड़तीस 38 उनतालीस 39 चालीस 40 इकतालीस 41 बयालीस 42 तैंतालीस 43 चवालीस 44 पैंतालीस 45 छियालीस 46 \
            सैंतालीस 47 अड़तालीस 48 उनचास 49 पचास 50 इक्यावन 51 बावन 52 तिरेपन 53 तिरपन 53 चौवन 54 पचपन 55 छप्पन 56 \
            सत्तावन 57 अट्ठावन 58 उनसठ 59 साठ 60 इकसठ 61 बासठ 62 तिरेसठ 63 तिरसठ 63 चौंसठ 64 पैंसठ 65 छियासठ 66 सड़सठ 67 \
            अड़सठ 68 उनहत्तर 69 सत्तर 70 इकहत्तर 71 बहत्तर 72 तिहत्तर 73 चौहत्तर 74 पचहत्तर 75 छिहत्तर 76 सतहत्तर 77 \
            अठहत्तर 78 उनासी 79 अस्सी 80 इक्यासी 81 बयासी 82 तिरासी 83 चौरासी 84 पचासी 85 छियासी 86 सत्तासी 87 अट्ठासी 88 \
            नवासी 89 नब्बे 90 इक्यानवे 91 बानवे 92 तिरानवे 93 चौरानवे 94 पचानवे 95 छियानवे 96 सत्तानवे 97 अट्ठानवे 98 \
            निन्यानवे 99",
        ordinals: "",
        scales: "सौ 100 हजार 1000 हज़ार 1000 लाख 100000 करोड़ 10000000 अरब 1000000000 खरब 100000000000",
        ones: "",
        and: "",
        percent: "प्रतिशत,फीसदी,फ़ीसदी",
    },
    // Its figures are characters, which words.rs reads.
    Lists { tag: "zh", point: Point::Dot, units: "", ordinals: "", scales: "", ones: "", and: "", percent: "" },
];

/// What multiplies a numeral in languages that have no lists.
pub(super) const OTHER_SCALES: [(&str, u128); 42] = [
    ("mille", 1000),
    ("mila", 1000),
    ("mil", 1000),
    ("duizend", 1000),
    ("tusen", 1000),
    ("tusind", 1000),
    ("tys", 1000),
    ("tysięcy", 1000),
    ("тыс", 1000),
    ("тысяч", 1000),
    ("тысячи", 1000),
    ("тисяч", 1000),
    ("bin", 1000),
    ("هزار", 1000),
    ("אלף", 1000),
    ("milione", 1_000_000),
    ("milioni", 1_000_000),
    ("milhão", 1_000_000),
    ("milhões", 1_000_000),
    ("miljoen", 1_000_000),
    ("miljon", 1_000_000),
    ("miljoner", 1_000_000),
    ("million", 1_000_000),
    ("millioner", 1_000_000),
    ("milion", 1_000_000),
    ("milionów", 1_000_000),
    ("млн", 1_000_000),
    ("миллион", 1_000_000),
    ("миллионов", 1_000_000),
    ("мільйонів", 1_000_000),
    ("milyon", 1_000_000),
    ("میلیون", 1_000_000),
    ("מיליון", 1_000_000),
    ("miliardo", 1_000_000_000),
    ("miliardi", 1_000_000_000),
    ("miljard", 1_000_000_000),
    ("miljarder", 1_000_000_000),
    ("milliarder", 1_000_000_000),
    ("miliardów", 1_000_000_000),
    ("млрд", 1_000_000_000),
    ("миллиардов", 1_000_000_000),
    ("milyar", 1_000_000_000),
];

pub(super) const OTHER_PERCENT: [&str; 9] =
    ["prosent", "procent", "percento", "percent", "prozent", "процентов", "процента", "отсотков", "yüzde"];

/// The months, each with all its names and short forms.
pub(super) const MONTHS: [&str; 12] = [
    "january jan januar jänner janvier enero يناير जनवरी",
    "february feb februar février febrero فبراير फरवरी फ़रवरी",
    "march mar märz mars marzo مارس मार्च",
    "april apr avril abril أبريل إبريل अप्रैल",
    "may mai mayo مايو मई",
    "june jun juni juin junio يونيو जून",
    "july jul juli juillet julio يوليو जुलाई",
    "august aug août agosto أغسطس अगस्त",
    "september sep sept septembre septiembre سبتمبر सितंबर सितम्बर",
    "october oct oktober okt octobre octubre أكتوبر अक्टूबर",
    "november nov novembre noviembre نوفمبر नवंबर नवम्बर",
    "december dec dezember dez décembre diciembre ديسمبر दिसंबर दिसम्बर",
];

/// What may be between a day, a month and a year.
pub(super) const BETWEEN_DATES: &str = "of de del the";

/// After a numeral they make a rank of it.
pub(super) const RANKS: &str = "st nd rd th er re ère e ème eme º ª ° o a";

/// Currencies by their words; signs are in [`CURRENCY_SIGNS`].
pub(super) const CURRENCIES: [(&str, &str); 7] = [
    ("dollar", "dollar dollars usd دولار دولارا دولارات dólar dólares डॉलर"),
    ("euro", "euro euros eur يورو यूरो"),
    ("pound", "pound pounds gbp quid جنيه livres libras pfund"),
    ("rupee", "rupee rupees inr rs रुपये रुपए रुपया रुपयों"),
    ("rouble", "rouble roubles ruble rubles rubel rub"),
    ("franc", "franc francs franken chf francos"),
    ("crown", "crown crowns krone kroner kronen kronor nok sek dkk"),
];

pub(super) const CURRENCY_SIGNS: [(char, &str); 5] =
    [('$', "dollar"), ('€', "euro"), ('£', "pound"), ('₹', "rupee"), ('₽', "rouble")];

/// They say whose dollars or francs these are.
pub(super) const NATIONS: &str = "us american canadian australian swiss";

/// The number after them says where something is.
pub(super) const LOCATORS: &str = "page pages p pp paragraph paragraphs para paras line lines section sections chapter chapters article \
    articles footnote footnotes note notes table tables figure figures annex appendix item items question clause version channel no nr \
    number numbers seite seiten s absatz absätze zeile zeilen abschnitt kapitel artikel fußnote tabelle abbildung anlage nummer ziffer \
    paragraphe paragraphes ligne lignes chapitre note tableau annexe numéro página páginas párrafo párrafos línea líneas sección \
    capítulo artículo nota tabla cuadro anexo número núm صفحة الصفحة فقرة الفقرة سطر المادة مادة الفصل الجدول رقم पृष्ठ पैराग्राफ अनुच्छेद \
    धारा तालिका पंक्ति संख्या";

/// Before a number, or between it and “than” or the like, they say that it is rounded.
pub(super) const ROUNDED: &str = "about around approximately roughly some nearly almost over than close under circa ca etwa rund fast knapp \
    ungefähr über gut als beinahe environ près plus moins presque quelque unos unas casi cerca alrededor más menos aproximadamente نحو حوالي \
    حوالى أكثر قرابة زهاء أقل लगभग करीब क़रीब तकरीबन 约 近 超 过 逾 餘 余 多";

/// They may be between a word that says that a number is rounded, and the number.
pub(super) const AFTER_ROUNDED: &str = "de to of a من than";
