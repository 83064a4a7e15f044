//! What readers see of a page is in its source or reported, and what they do not see is not in its text: sentences planted in every kind of
//! place, figures and words that could change, and damaged pages.

use super::{PLANTED, imported, imported_with, place_of, planted, read};
use crate::{ImportFormat, Imported};

const PROSE: &str =
    "<p>The harbour bridge will reopen in May, two months late, the builders said on Friday, after a long winter.</p>";

pub(super) fn page(inside: &str) -> String {
    format!("<title>A bridge</title><article><h1>A bridge</h1>{PROSE}{inside}{PROSE}</article>")
}

#[track_caller]
pub(super) fn import(html: &str) -> Imported {
    imported(html.as_bytes(), ImportFormat::Html).unwrap_or_else(|error| panic!("{html}: {error:?}"))
}

/// The lines of the reading text between the first and the last paragraph.
#[track_caller]
fn text(inside: &str) -> String {
    let html = page(inside);
    let (text, _) = read(html.as_bytes(), ImportFormat::Html);
    let prose = PROSE.trim_start_matches("<p>").trim_end_matches("</p>");
    let inside = text.trim().strip_prefix(prose).and_then(|rest| rest.strip_suffix(prose));
    inside.unwrap_or_else(|| panic!("{html}: {text}")).trim().to_owned()
}

/// Places whose words readers see, or see after a click.
const SHOWN: [(&str, &str); 30] = [
    ("<news-box><template shadowrootmode=open><slot></slot></template>", "</news-box>"),
    ("<news-box><template shadowrootmode=closed><p>", "</p></template></news-box>"),
    ("<div><template shadowroot=open><p>", "</p></template></div>"),
    ("<news-box><template shadowrootmode=open><slot name=x>", "</slot></template></news-box>"),
    ("<math><mtext>", "</mtext></math>"),
    ("<dialog open>", "</dialog>"),
    ("<div hidden=until-found>", "</div>"),
    ("<details><summary>More</summary><p>", "</p></details>"),
    ("<ruby>", "<rt>reading</rt></ruby>"),
    ("<ruby><rt><p>", "</p></rt></ruby>"),
    ("<q><p>", "</p></q>"),
    ("<pre><code>", "</code></pre>"),
    ("<h3><button aria-expanded=true aria-controls=x>", "</button></h3><div id=x>A panel that says more of it.</div>"),
    ("<ol type=a><li>", "</li></ol>"),
    ("<ol reversed><li><p>", "</p></li></ol>"),
    ("<div style='display:flex'><span>", "</span></div>"),
    ("<span style='display:block'>", "</span>"),
    ("<div style='visibility:hidden'><p style='visibility:visible'>", "</p></div>"),
    ("<div style='font-size:0'><p style='font-size:16px'>", "</p></div>"),
    ("<style>.x{display:none}.x{display:block}</style><p class=x>", "</p>"),
    ("<style>@media print{.x{display:none}}</style><p class=x>", "</p>"),
    ("<p style='transform:translate(-50%,-100%)'>", "</p>"),
    ("<p style='font-size:62.5%;opacity:.6'>", "</p>"),
    ("<p style='position:relative;top:-9px;overflow:hidden;height:4em'>", "</p>"),
    ("<div style='visibility:hidden'><p style='visibility:visible;visibility:bogus'>", "</p></div>"),
    ("<style>@layer a{.x{display:none}}.x{display:block}</style><p class=x>", "</p>"),
    ("<style>@media (min-width:900px){.x{display:none}}</style><p class=x>", "</p>"),
    ("<style>.x{.x{display:none}}</style><p class=x>", "</p>"),
    ("<style>.x:not(p){display:none}</style><p class=x>", "</p>"),
    ("<style>.x{display:none} #y{display:block}</style><p class=x id=y>", "</p>"),
];

/// Places whose words no reader sees in the page.
const UNSEEN: [(&str, &str); 89] = [
    ("<news-box><template shadowrootmode=open><p>Other words.</p></template>", "</news-box>"),
    ("<news-box><template shadowrootmode=open><slot></slot></template><b slot=x>", "</b></news-box>"),
    ("<news-box>.<template shadowrootmode=open><slot>", "</slot></template></news-box>"),
    ("<news-box><template shadowrootmode=open><style>p{display:none}</style><p>", "</p></template></news-box>"),
    ("<template>", "</template>"),
    ("<template><div><template>", "</template></div></template>"),
    ("<noembed>", "</noembed>"),
    ("<noframes>", "</noframes>"),
    ("<noscript>", "</noscript>"),
    ("<dialog>", "</dialog>"),
    ("<div popover>", "</div>"),
    ("<div hidden>", "</div>"),
    ("<svg><text>", "</text></svg>"),
    ("<svg><foreignObject><p>", "</p></foreignObject></svg>"),
    ("<canvas>", "</canvas>"),
    ("<video>", "</video>"),
    ("<object>", "</object>"),
    ("<select><option>", "</option></select>"),
    ("<textarea>", "</textarea>"),
    ("<button>", "</button>"),
    ("<input value='", "'>"),
    ("<iframe srcdoc='", "'></iframe>"),
    ("<noscript><img alt='", "'></noscript>"),
    ("<ruby>base<rt>", "</rt></ruby>"),
    ("<ruby>base<rp>", "</rp></ruby>"),
    ("<p style='display:none!important'>", "</p>"),
    ("<p style='visibility:collapse'>", "</p>"),
    ("<p style='opacity:0'>", "</p>"),
    ("<p style='font-size:0px'>", "</p>"),
    ("<p style='position:absolute;left:-9999px'>", "</p>"),
    ("<p style='position:absolute;clip:rect(1px,1px,1px,1px)'>", "</p>"),
    ("<p style='height:0;overflow:hidden'>", "</p>"),
    ("<p style='content-visibility:hidden'>", "</p>"),
    ("<p style='color:transparent'>", "</p>"),
    ("<p style='color:white;background:white'>", "</p>"),
    ("<style>p.x{display:none}</style><p class='y x'>", "</p>"),
    ("<style>#x b{visibility:hidden}</style><p id=x><b>", "</b></p>"),
    ("<style>article > [data-x]{display:none}</style><p data-x>", "</p>"),
    ("<style>@media screen{@media all{.x{display:none}}}</style><p class=x>", "</p>"),
    ("<style>.x{display:none!important} .x{display:block}</style><p class=x>", "</p>"),
    ("<style>.x{display:none} .x:hover{display:block}</style><p class=x>", "</p>"),
    ("<style>/* } */ a, .x\\:y {display:none}</style><p class='x:y'>", "</p>"),
    ("<p style='position:absolute;inset:-9999px auto auto -9999px'>", "</p>"),
    ("<p style='position:absolute;left:9999px'>", "</p>"),
    ("<p style='transform:translate(-200vw,0)'>", "</p>"),
    ("<p style='translate:-9999px'>", "</p>"),
    ("<p style='transform:scale(0.001)'>", "</p>"),
    ("<p style='transform:rotateX(90deg)'>", "</p>"),
    ("<p style='scale:0'>", "</p>"),
    ("<p style='zoom:0.01'>", "</p>"),
    ("<p style='filter:opacity(0)'>", "</p>"),
    ("<p style='opacity:0.02'>", "</p>"),
    ("<p style='opacity:1%'>", "</p>"),
    ("<p style='font-size:1px'>", "</p>"),
    ("<p style='font:0/0 a'>", "</p>"),
    ("<p style='margin:0 0 0 -9999px'>", "</p>"),
    ("<p style='text-indent:100%;white-space:nowrap;overflow:hidden'>", "</p>"),
    ("<p style='clip-path:polygon(0 0,0 0,0 0)'>", "</p>"),
    ("<p style='clip-path:inset(0 100% 0 0)'>", "</p>"),
    ("<p style='clip-path:circle(0 at 50% 50%)'>", "</p>"),
    ("<p style='max-block-size:0;overflow:hidden'>", "</p>"),
    ("<p style='height:0;overflow:scroll'>", "</p>"),
    ("<p style='height:0;contain:paint'>", "</p>"),
    ("<p style='color:rgb(0 0 0 / 0%)'>", "</p>"),
    ("<p style='color:hsl(0 0% 0% / 0)'>", "</p>"),
    ("<p style='color:#12345600'>", "</p>"),
    ("<p style='color:red;background:#f00'>", "</p>"),
    ("<p style='color:#fff;background:rgb(252 255 255)'>", "</p>"),
    ("<p style='display:n\\6f ne'>", "</p>"),
    ("<p style='visibility:hidden;visibility:bogus'>", "</p>"),
    ("<p style='font-size:0;font-size:bogus'>", "</p>"),
    ("<p style='content-visibility:hidden;content-visibility:bogus'>", "</p>"),
    ("<style>.x{content:url(a.png)}</style><p class=x>", "</p>"),
    ("<style>@layer a{.x{display:none}}</style><p class=x>", "</p>"),
    ("<style>.x{display:none}@layer a{p.x{display:block}}</style><p class=x>", "</p>"),
    ("<style>@layer a{.x{display:none!important}}.x{display:block!important}</style><p class=x>", "</p>"),
    ("<style>@media (min-width:1px){.x{display:none}}</style><p class=x>", "</p>"),
    ("<style media='screen and (min-width:1px)'>.x{display:none}</style><p class=x>", "</p>"),
    ("<style>.x{display:none}@media (min-width:99999px){.x{display:block}}</style><p class=x>", "</p>"),
    ("<style>article{b,.x{display:none}}</style><p class=x>", "</p>"),
    ("<style>.x{&{display:none}}</style><p class=x>", "</p>"),
    ("<style>.x{@media screen{display:none}}</style><p class=x>", "</p>"),
    ("<style>:is(b,.x){display:none}</style><p class=x>", "</p>"),
    ("<style>p:where(.y, .x){display:none}</style><p class=x>", "</p>"),
    ("<style>.x{position:absolute}.y{left:-9999px}</style><p class='x y'>", "</p>"),
    ("<style>.x{overflow:hidden}</style><p class=x style='height:0'>", "</p>"),
    ("<style>.x{clip:rect(0,0,0,0)}p{position:fixed}</style><p class=x>", "</p>"),
    ("<style>.x{position:absolute;left:-9999px}p.x{width:300px}</style><p class=x>", "</p>"),
    ("<style>.x{left:-9999px!important;position:absolute}p.x{left:0}</style><p class=x>", "</p>"),
];

#[test]
fn words_that_readers_see_are_in_the_source() {
    for (open, close) in SHOWN {
        for (at, html) in planted(open, close).iter().enumerate() {
            let place = place_of(&import(html), PLANTED);
            assert!(if at == 1 { place == Some("article") } else { place.is_some() }, "{place:?}: {html}");
        }
    }
}

#[test]
fn words_that_no_reader_sees_are_reported_and_not_in_the_text() {
    for (open, close) in UNSEEN {
        for html in planted(open, close) {
            assert_eq!(place_of(&import(&html), PLANTED), Some("left out"), "{html}");
        }
    }
}

#[test]
fn what_is_hidden_can_be_kept() {
    for (open, group) in [("<svg><text>", "drawings"), ("<button>", "buttons and fields"), ("<noembed>", "hidden text")]
    {
        let [_, html, _] = planted(open, "");
        let kept = imported_with(html.as_bytes(), ImportFormat::Html, &[group.to_owned()]);
        assert_eq!(kept.ok().as_ref().and_then(|kept| place_of(kept, PLANTED)), Some("article"), "{html}");
    }
}

#[test]
fn pages_that_hide_themselves_until_a_script_runs_are_read() {
    for head in [
        "<style>body{display:none!important}</style>",
        "<style>html{visibility:hidden}</style>",
        "<style>article{opacity:0}</style>",
    ] {
        let imported = import(&format!("{head}{}", page(&format!("<p>{PLANTED}</p>"))));
        assert_eq!(place_of(&imported, PLANTED), Some("article"), "{head}");
        let remark = "its style sheet hides most of the text until a script shows it; the text was kept";
        assert_eq!(imported.remarks, [remark], "{head}");
    }
}

#[test]
fn text_for_readers_without_scripts_does_not_replace_what_others_see() {
    let hidden = format!(
        "<noscript>{}</noscript>",
        "<p>No reader with scripts sees this. It says more. And more.</p>".repeat(8)
    );
    let imported = import(&page(&format!("{}{hidden}", PROSE.repeat(4))));
    assert_eq!(place_of(&imported, "No reader with scripts"), Some("left out"));
}

#[test]
fn words_of_style_sheets_and_reversed_words_are_remarked() {
    let html = page(
        "<style>.x::after{content:'not at all'}</style><p class=x>The bridge is safe.</p><p><bdo dir=rtl>0051</bdo> euros</p>",
    );
    assert_eq!(
        import(&html).remarks,
        [
            "its style sheet shows words that are not in the text: “not at all”",
            "the page shows “0051” in reverse order: compare it with the page",
        ]
    );
}

#[test]
fn words_that_may_be_hidden_are_remarked() {
    let doubt = format!("“{}” may be hidden by the style sheet: look at the page whether readers can see it", &PLANTED);
    for css in [
        "@supports (display:block){.x{display:none}}",
        "@container (min-width:0){.x{opacity:0}}",
        "article:has(h1) .x{display:none}",
        ":is(b,.x):not(.y){display:none}",
        ".x:not(.y){visibility:hidden}",
        ".x:nth-child(n){font-size:0}",
        "i+.x{display:none}",
        "[data-x='A' i]{display:none}",
        ".x{display:none}.x:not(p){display:block}",
        ".x{display:none}@supports (bogus:1){.x{display:block}}",
    ] {
        let inside = format!("<style>{css}</style><i></i><p class=x data-x=a>{PLANTED}</p>");
        assert_eq!(import(&page(&inside)).remarks, [doubt.as_str()], "{css}");
    }
    for css in [
        ".x{display:none}@media (max-width:600px){.x{display:block}}",
        "@media (max-width:600px){.x{display:none}}",
        ":not(:defined){visibility:hidden}",
    ] {
        let inside = format!("<style>{css}</style><p class=x>{PLANTED}</p>");
        assert!(import(&page(&inside)).remarks.is_empty(), "{css}");
    }
}

#[test]
fn words_in_the_colour_of_their_ground_are_remarked() {
    for (open, close) in [
        ("<div style='background:#123456'><p style='color:#123456'>", "</p></div>"),
        ("<div style='background:red'><p style='color:rgb(255,0,0)'>", "</p></div>"),
        ("<div style='color:#123456'><p style='background:#123458'>", "</p></div>"),
        ("<div bgcolor=navy><font color='#000080'>", "</font></div>"),
    ] {
        let remark = format!("“{PLANTED}” has the colour of its ground: look at the page whether readers can see it");
        assert_eq!(import(&page(&format!("{open}{PLANTED}{close}"))).remarks, [remark], "{open}");
    }
}

#[test]
fn words_that_a_style_sheet_puts_in_another_order_are_remarked() {
    for (style, words) in [
        ("<p style='display:flex;flex-direction:row-reverse'><span>not</span><span>does</span></p>", "not"),
        ("<div style='display:flex'><p style='order:1'>He denies it.</p><p>He says so.</p></div>", "He denies it."),
        ("<p style='direction:rtl;unicode-bidi:bidi-override'>0051 euros</p>", "0051 euros"),
    ] {
        let remark = format!("the style sheet puts “{words}” in another order: compare it with the page");
        assert_eq!(import(&page(style)).remarks, [remark], "{style}");
    }
}

#[test]
fn figures_never_merge() {
    for (html, expected) in [
        ("<p>About <b>10<sup>2</sup></b> or <i>x<sub>1</sub></i> metres</p>", "About 10² or x₁ metres"),
        ("<p>5<sup>1,5</sup> or 5<sup>-3</sup> or 5<sup>2n</sup></p>", "5¹,⁵ or 5⁻³ or 5²n"),
        ("<p>5<sup><a href='https://a.example'>6</a></sup> and 5<sup><b>7</b></sup></p>", "5⁶ and 5⁷"),
        ("<p>Run <code>2<sup>8</sup></code> times</p>", "Run 2⁸ times"),
        ("<pre>2<sup>8</sup> times</pre>", "2⁸ times"),
        ("<p>4<span style='vertical-align:super'>2</span></p>", "4²"),
        ("<style>.x{vertical-align:sub}</style><p>H<span class=x>2</span>O</p>", "H₂O"),
        ("<p>Run <code>make<br>all</code></p>", "Run make all"),
        ("<pre><div>one</div><div>two</div></pre>", "one\ntwo"),
    ] {
        assert_eq!(text(html), expected, "{html}");
    }
}

#[test]
fn formulas_are_read_once() {
    for (formula, expected) in [
        ("<mfrac><mn>1</mn><mn>2</mn></mfrac>", "1/2"),
        ("<mn>3</mn><mfrac><mn>1</mn><mn>2</mn></mfrac>", "3 1/2"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mn>1</mn></mrow><mrow><mi>b</mi><mi>c</mi></mrow></mfrac>", "(a+1)/(bc)"),
        ("<mfrac><msup><mn>10</mn><mn>2</mn></msup><mn>3</mn></mfrac>", "(10²)/3"),
        ("<msup><mrow><mo>(</mo><mi>a</mi><mo>+</mo><mi>b</mi><mo>)</mo></mrow><mi>n</mi></msup>", "(a+b)^n"),
        ("<msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup>", "x₁²"),
        ("<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover>", "(∑)_(i=1)^n"),
        ("<mover><mi>x</mi><mo>¯</mo></mover>", "x¯"),
        ("<msqrt><mn>2</mn></msqrt><mo>&InvisibleTimes;</mo><mphantom><mn>9</mn></mphantom><mi>y</mi>", "√2y"),
        ("<mfenced><mi>a</mi><mi>b</mi></mfenced>", "(a,b)"),
        ("<mmultiscripts><mi>C</mi><none/><none/><mprescripts/><mn>6</mn><mn>14</mn></mmultiscripts>", "₆¹⁴C"),
        ("<semantics><mi>a</mi><annotation>alpha</annotation></semantics>", "a"),
    ] {
        assert_eq!(text(&format!("<p>It is <math>{formula}</math>.</p>")), format!("It is {expected}."), "{formula}");
    }
    let katex = |drawn: &str| {
        format!(
            "<p><span class=katex><span class=katex-mathml><math><mi>x</mi><mo>=</mo><mn>2</mn></math></span><span aria-hidden=true>{drawn}</span></span></p>"
        )
    };
    assert_eq!(text(&katex("<b>x</b>=<b>2</b>")), "x=2");
    // Readers see what is drawn.
    assert!(text(&katex("x=3")).contains("x=3"));
}

#[test]
fn deep_formulas_are_refused_or_read_in_time() {
    for (open, close) in [("<mover>", "</mover>"), ("<mrow>", "</mrow>"), ("<mfrac>", "</mfrac>")] {
        let deep = format!("<p>It is <math>{}<mi>x</mi>{}</math>.</p>", open.repeat(480), close.repeat(480));
        let _ = imported(page(&deep).as_bytes(), ImportFormat::Html);
    }
}

#[test]
fn numbers_of_lists_are_those_that_readers_see() {
    for (list, expected) in [
        ("<ol type=a start=3><li>Walls</li><li><p>Roofs</p></li></ol>", "c. Walls\nd. Roofs"),
        ("<ol reversed><li>Walls</li><li>Roofs</li></ol>", "2. Walls\n1. Roofs"),
        (
            "<ol><li value=4><b>Walls</b></li><li value=9><a href='https://a.example'>Roofs</a></li></ol>",
            "4. Walls\n9. Roofs",
        ),
        ("<ol style='list-style-type:upper-roman'><li>Walls</li><li>Roofs</li></ol>", "I. Walls\nII. Roofs"),
        ("<ol><li hidden>Gates</li><li>Walls</li><li></li><li>Roofs</li></ol>", "1. Walls\n3. Roofs"),
        ("<ol start=3><li>Walls</li><li>Roofs</li></ol>", "Walls\nRoofs"),
    ] {
        assert_eq!(
            text(list).replace(" \n", "\n").replace("\n2. \n", "\n").replace("\n2.\n", "\n"),
            expected,
            "{list}"
        );
    }
    assert!(import(&page("<ol start='3 '><li>Walls</li></ol>")).file.contains("\n3. Walls\n"));
    assert!(import(&page("<ol><li value=5>Walls</li></ol>")).file.contains("\n5. Walls\n"));
}

#[test]
fn note_marks_are_left_out_and_exponents_are_not() {
    let notes = "<p id=n1>A note, and what it says.</p>";
    for (html, expected) in [
        ("<p>He denies it.<sup><a href='#n1'>[1]</a></sup></p>", "He denies it."),
        ("<p>He denies it<a href='#n1'><sup>1</sup></a>, she says.</p>", "He denies it, she says."),
        ("<p>10<sup><a href='#n1'>6</a></sup> euros</p>", "10⁶ euros"),
        ("<p>He denies it.<sup><a href='#n9'>1</a></sup></p>", "He denies it.¹"),
        ("<p>He denies it.<sup>1</sup></p>", "He denies it.¹"),
        ("<p>See <a href='#n1'>here</a>.</p>", "See here."),
    ] {
        let whole = text(&format!("{html}{notes}"));
        assert_eq!(whole.lines().next(), Some(expected), "{html}");
    }
    let html = page(&format!("<p>He denies it.<sup><a href='#n1'>[1]</a></sup></p>{notes}"));
    assert!(import(&html).left_out.iter().any(|left_out| left_out.what == "note marks" && left_out.text == "[1]"));
    let kept = imported_with(html.as_bytes(), ImportFormat::Html, &["note marks".to_owned()]);
    assert!(kept.is_ok_and(|kept| kept.file.contains("it.\\[1]")));
}

#[test]
fn words_side_by_side_stay_apart() {
    for (html, expected) in [
        ("<p><time>10 May</time>London</p>", "10 May London"),
        ("<p>in the <time>1990</time>s</p>", "in the 1990s"),
        ("<p><span style='display:inline-block'>10 May</span><span>London</span></p>", "10 May London"),
        ("<style>.f{display:flex}</style><div class=f><b>News</b><i>sport</i></div>", "News sport"),
        (
            "<p>un<a href='https://a.example'>link</a>ed, super<wbr>man, 10\u{AD}000</p>",
            "unlinked, superman, 10\u{AD}000",
        ),
        ("<p>港の<time>5月10日</time>に</p>", "港の5月10日に"),
        ("<p>He <q>said <q>no</q></q>.</p>", "He “said ‘no’”."),
        ("<q><p>One.</p><p>Two.</p></q>", "“One.\nTwo.”"),
        ("<p><ruby>漢<rt>kan</rt>字<rt>ji</rt></ruby></p>", "漢字"),
    ] {
        assert_eq!(text(html), expected, "{html}");
    }
}

#[test]
fn words_of_frames_are_reported() {
    let frame = format!("<iframe srcdoc=\"<style>p{{}}</style><p>{PLANTED}</p>{}\"></iframe>", "<b></b>".repeat(1_000));
    let imported = import(&page(&frame));
    assert!(imported.left_out.iter().any(|left_out| left_out.what == "frames" && left_out.text.contains(PLANTED)));
}
