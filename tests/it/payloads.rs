//! Strings that break programs, assembled from parts: [`all`].

/// Elements and attributes that run a script, load something or change how the rest of a page is parsed.
const MARKUP: [&str; 34] = [
    "script>alert(1)</script",
    "script src=//evil.example/x.js></script",
    "script type=module>import('//evil.example/x.js')</script",
    "img src=x onerror=alert(1)",
    "img srcset=\"javascript:alert(1) 2x\"",
    "svg onload=alert(1)",
    "svg><script>alert(1)</script></svg",
    "svg><animate onbegin=alert(1) attributeName=x dur=1s></svg",
    "svg><use href=\"data:image/svg+xml,<svg id=x onload=alert(1)>#x\"></svg",
    "math><mtext><style><img src=x onerror=alert(1)></style></mtext></math",
    "math href=javascript:alert(1)>x</math",
    "iframe src=javascript:alert(1)></iframe",
    "iframe srcdoc=\"<script>alert(1)</script>\"></iframe",
    "object data=javascript:alert(1)></object",
    "embed src=javascript:alert(1)",
    "video src=x onerror=alert(1)></video",
    "audio><source onerror=alert(1)></audio",
    "body onload=alert(1)",
    "details open ontoggle=alert(1)>x</details",
    "input autofocus onfocus=alert(1)",
    "button formaction=javascript:alert(1)>x</button",
    "form action=javascript:alert(1)><input type=submit></form",
    "a href=javascript:alert(1)>x</a",
    "a href=x target=_blank ping=//evil.example/>x</a",
    "base href=//evil.example/",
    "link rel=stylesheet href=//evil.example/x.css",
    "link rel=import href=//evil.example/",
    "meta http-equiv=refresh content=\"0;url=javascript:alert(1)\"",
    "style>@import '//evil.example/x.css';</style",
    "p style=\"background:url(javascript:alert(1))\">x</p",
    "template><script>alert(1)</script></template",
    "noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript",
    "xmp><p title=\"</xmp><img src=x onerror=alert(1)>\"></xmp",
    "custom-element onclick=alert(1)>x</custom-element",
];

/// Strings that may end the context in which a text is written.
const ENDS: [&str; 12] = [
    "\">",
    "'>",
    "`>",
    "-->",
    "]]>",
    "</title>",
    "</textarea>",
    "</style>",
    "</script>",
    "</template>",
    "<!--",
    "\" autofocus onfocus=alert(1) x=\"",
];

/// Addresses that a page must not link to.
const ADDRESSES: [&str; 16] = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "\u{1}javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "java&#115;cript:alert(1)",
    "&#x6A;avascript:alert(1)",
    "javascript&colon;alert(1)",
    "javascript&#58alert(1)",
    "javascript://example.org/%0aalert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:image/svg+xml;base64,PHN2Zy8+",
    "blob:https://evil.example/x",
    "file:///etc/passwd",
];

/// Strings that confuse parsers of YAML, Markdown and templates, or the display of text.
const ODDITIES: [&str; 84] = [
    "-",
    "--",
    "---",
    "...",
    "|",
    ">",
    "|-",
    ">+2",
    "?",
    "!",
    "!!str",
    "!!binary x",
    "&a",
    "*a",
    "%",
    "%YAML 1.1",
    "@",
    "`",
    "~",
    "null",
    "Null",
    "NaN",
    ".inf",
    "-0",
    "0x1F",
    "0o17",
    "1e999",
    "1_000",
    "12:30:45",
    "2020-01-01",
    "true",
    "yes",
    "Off",
    "=",
    "<<",
    "[",
    "]",
    "{",
    "}",
    "[]",
    "{}",
    "[a",
    "{a: b",
    "a: b: c",
    "- - - a",
    "key:",
    ": value",
    "# comment",
    "a # b",
    "\"",
    "'",
    "\"a",
    "'a",
    "\\",
    "\\x00",
    "{{ brief }}",
    "{% include \"x\" %}",
    "{# x",
    "{{ 1/0 }}",
    "{% raw %}",
    "$(id)",
    "`id`",
    "%00%0d%0a",
    "%s%n",
    "../../etc/passwd",
    "C:\\con\\nul",
    "[^p1][^p1]",
    "[^",
    "[a]: javascript:alert(1)",
    "[a](<b",
    "![x](y",
    "```\n<b>",
    "~~~~",
    "| a |\n|:-:|\n| b |",
    "> > > a",
    "# a\n## b",
    "a\n===",
    "***",
    "<!-- a",
    "<![CDATA[ a",
    "<?php a",
    "&#0; &bogus; &amp",
    "&#x110000;",
    "&NotEqualTilde;",
];

/// Characters that look like others, are invisible, or change the direction of text.
const SIGNS: [&str; 22] = [
    "\u{0}\u{7}\u{1B}[31m",
    "\u{8}\u{8}x",
    "\u{7F}\u{80}\u{85}",
    "\u{FEFF}\u{200B}",
    "\u{2028}\u{2029}",
    "\u{202E}txet\u{202C}",
    "\u{2066}\u{2067}x\u{2069}",
    "\u{FFFC}\u{FFFD}",
    "\u{FFFE}\u{FFFF}",
    "\u{E000}\u{10FFFF}",
    "\u{E0001}\u{E0041}",
    "e\u{301}\u{301}\u{301}",
    "Z\u{351}\u{36B}\u{343}\u{36A}\u{302}",
    "👩‍👩‍👧‍👦🇩🇪🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "ＡＢＣ①㍿ﬁ",
    "İıſKÅ",
    "ᄒ\u{1161}\u{11AB}",
    "שלום \u{5D0}\u{5B8}",
    "الكتاب \u{640}\u{640}",
    "กำ\u{E33}เ",
    "\r\n\r\u{B}\u{C}",
    "\t  \u{A0}\u{3000}\u{2003}",
];

/// Every string, each once.
pub fn all() -> Vec<String> {
    let mut strings: Vec<String> = ODDITIES.iter().chain(&SIGNS).chain(&ENDS).map(|text| (*text).to_owned()).collect();
    for markup in MARKUP {
        let (name, rest) = markup.split_at(markup.find([' ', '>']).unwrap_or(markup.len()));
        strings.push(format!("<{markup}>"));
        strings.push(format!("<{markup}"));
        strings.push(format!("<{}{rest}>", name.to_uppercase()));
        strings.push(format!("<{name}{}>", rest.replacen(' ', "/", 1)));
        strings.push(format!("<{name}{}>", rest.replacen(' ', "\n", 1)));
        strings.push(format!("<\u{0}{markup}>"));
        strings.push(format!("&lt;{markup}&gt;"));
    }
    strings.extend(ENDS.iter().map(|end| format!("{end}<img src=x onerror=alert(1)>")));
    for address in ADDRESSES {
        strings.push(address.to_owned());
        strings.push(format!("[x]({address})"));
        strings.push(format!("[x](<{address}>)"));
        strings.push(format!("![x]({address})"));
        strings.push(format!("<{address}>"));
        strings.push(format!("[x]\n\n[x]: {address}"));
        strings.push(format!("<a href=\"{address}\">x</a>"));
    }
    strings
}
