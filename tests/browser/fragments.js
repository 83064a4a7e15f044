// Writes a brief with a hundred passages that are hard to address: node fragments.js FOLDER. Phrases repeat, passages start and end at
// markup and punctuation, cross elements and blocks, and titles of claims repeat words of their sources. The output is deterministic.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const folder = process.argv[2];

/** Parts that sentences are combined from. */
const english = {
  language: 'en',
  joint: ' ',
  stop: '.',
  passages: 60,
  pieces: [
    'the harbour-master’s log', "the harbour-master's log", 'no ship & no crew', 'a well-known café', 'a well-known cafe', 'the co-operative of 1,974 members',
    'said “yes, but…”', 'said "yes, but..."', 'was moved (see note 4)', 'on the twelfth of May', 'cost 3.5 million, or 50%', 'reads e-mail; i.e. rarely', 'A & B, C-D', 'the pier',
    'the Pier', 'as before', 'AS BEFORE', 'under C++ or C#', 'with a naïve résumé', 'with a naive resume', 'at 7:30 a.m.', 'the river – wide', 'the river-wide', 'was not', 'is',
    'Straße 9', 'Strasse 9', 'O’Neill/Smith', 'the clerk_of_works', '1/2 of it', '½ of it', 'the re\u00ADport', 'the report', 'İzmir’de', 'ﬁve ﬁsh', 'five fish', 'the 2\u00A0000 boats',
  ],
};
const japanese = {
  language: 'ja',
  joint: '',
  stop: '。',
  passages: 20,
  pieces: [
    '港の記録は', '船は', '一隻も', '来なかった', '京都へ行く人が', '東京都の', '「はい、でも」と', '答えた', '三割、つまり', '約二千人が', 'カフェの', 'ｶﾌｪの', 'データを', 'データベースを', '見ていた', '漁業協同組合の',
    '桟橋で', '五月十二日に', 'Ａ社とB社の', 'がっこうで', 'かっこうで',
  ],
};
const arabic = {
  language: 'ar',
  joint: ' ',
  stop: '.',
  passages: 20,
  pieces: [
    'سجل الميناء', 'السفينة', 'لم تصل', 'لم تصل أي سفينة', 'قال «نعم، ولكن»', 'مَدرسة', 'مدرسة', 'في الثاني عشر من مايو', 'كتاب', 'كتـاب', 'الرصيف', 'والرصيف', '٣٫٥ مليون', 'بحسب التقرير؛', 'أي قبل الفجر',
    'رئيس البلدية', 'الى المدينة', 'إلى المدينة',
  ],
};
const french = {
  language: 'fr',
  joint: ' ',
  stop: '.',
  passages: 14,
  pieces: [
    'l’élève', 'l\'eleve', 'le port', 'a dit\u00A0: «\u00A0oui, mais\u00A0»', 'aujourd’hui', 'où est-il\u00A0?', 'ou est-il\u00A0?', 'le cœur du port', 'le coeur du port', 'peut-être', 'n’est pas arrivé', 'pêche', 'péché', 'à 7\u00A0h\u00A030',
  ],
};

/** Numbers from 0 to 1, exclusive, the same in every run (Marsaglia's xorshift with 32 bits). */
const random = ((state) => () => {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) / 2 ** 32;
})(20_240_229);
const upTo = (n) => Math.floor(random() * n);
const pick = (list) => list[upTo(list.length)];

const escaped = (text) => text.replace(/[\\`*_{}[\]<>#&|~!()]/g, '\\$&');

/** A block: its words, their position in the reading text, and its Markdown with markup around some of them. */
function block(tongue) {
  const pieces = Array.from({ length: 3 + upTo(5) }, () => pick(tongue.pieces));
  const tokens = pieces.map((piece, i) => piece + (i === pieces.length - 1 ? tongue.stop : random() < 0.15 ? (tongue.joint ? ',' : '、') : ''));
  // Markdown recognises a delimiter only with a letter on its inner side.
  const from = upTo(tokens.length);
  const to = from + 1 + upTo(2);
  const [open, close] = pick([['*', '*'], ['**', '**'], ['[', '](https://example.org/)'], ['', '']]);
  const [, left, inner, right] = /^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/su.exec(tokens.slice(from, to).join(tongue.joint));
  const marked = [...tokens.slice(0, from).map(escaped), escaped(left) + open + escaped(inner) + close + escaped(right), ...tokens.slice(to).map(escaped)];
  return { text: tokens.join(tongue.joint), markdown: marked.join(tongue.joint) };
}

/** An article of paragraphs, headings, lists, quotations and tables: its Markdown, its text, and the positions that no quotation may cross. */
function article(tongue, blocks) {
  let text = '';
  const walls = [];
  let made = 0;
  /** Adds a block. A wall before it is where the text of the previous one ends. */
  const next = (separator) => {
    const { text: words, markdown } = block(tongue);
    if (separator === '' && text) {
      walls.push(text.length);
      text += '\n';
    }
    text += separator + words;
    made += 1;
    return markdown;
  };
  const row = () => `| ${next('')} | ${next(' | ')} |`;
  const shapes = [
    () => `${next('')}\n\n${next('\n')}`,
    () => `## ${next('')}`,
    () => `- ${next('')}\n- ${next('\n')}\n- ${next('\n')}`,
    () => `1. ${next('')}\n2. ${next('\n')}`,
    () => `> ${next('')}\n>\n> ${next('\n')}`,
    () => `${row()}\n|---|---|\n${row()}`,
  ];
  const markdown = [];
  while (made < blocks) markdown.push(pick(shapes)());
  return { markdown: markdown.join('\n\n'), text, walls };
}

/** A text as compared: folded generously, so that what occurs once occurs once for every reader. */
const folded = (text) =>
  text.normalize('NFKD').replace(/[\p{M}\u00AD\u0640]/gu, '').replace(/[‘’]/g, "'").replace(/[“”«»„]/g, '"').replace(/\p{Pd}/gu, '-').replaceAll('…', '...').replace(/\s+/g, ' ').toLowerCase();
const count = (text, part) => folded(text).split(folded(part)).length - 1;

/** Whether a quotation may start here: not inside a word or a number. */
const mayBegin = (before, after) => /^[\p{L}\p{N}]/u.test(after) ? !/[-/:.,+&%½²’'_\d]$|\d\u00A0$/.test(before) && !/^(million|مليون)/.test(after) : !/\p{N}$/u.test(before) && !/^[-/’'|]/.test(after);
const mayEnd = (before, after) => (/\p{N}$/u.test(before) ? !/^[-/:%½²–]|^\u00A0?\d|^[.,]\d|^ (million|مليون)/.test(after) : !/^['’+]|^\.\p{L}/u.test(after)) && !/[-/’'|:]$/.test(before);
/** Numbers written with letters. */
const han = /[一二三四五六七八九十百千約]/;

/** Where words and markup start and end, if a quotation may start or end there. */
const edges = (text, language) => {
  const segments = [...new Intl.Segmenter(language, { granularity: 'word' }).segment(text)].filter(({ segment }) => segment.trim() && segment !== '|');
  const whole = (at) => !(han.test(text[at - 1] ?? '') && han.test(text[at] ?? ''));
  const starts = segments.map(({ index }) => index).filter((at) => mayBegin(text.slice(0, at), text.slice(at)) && whole(at));
  const ends = segments.map(({ index, segment }) => index + segment.length).filter((at) => mayEnd(text.slice(0, at), text.slice(at)) && whole(at));
  return [starts, ends];
};

/** Words that may not be left out, as they change the meaning of others. */
const turning = new Set(['not', 'no', 'rarely', 'pas', 'لم']);

/** A quotation with its middle left out; undefined where an editor may not do that. */
function leavingOut(text, quote) {
  const [first, last] = [quote.slice(0, quote.length / 3).replace(/\s+\S*$/, ''), quote.slice((2 * quote.length) / 3).replace(/^\S*\s+/, '')];
  const dropped = quote.slice(first.length, quote.length - last.length);
  const sound = [first, last].every((half) => half.split(/\s+/).length >= 3 && count(text, half) === 1);
  const apart = dropped.length < 250 && !/[“”"«»|\n]|\.\s.*\.\s/.test(dropped) && !dropped.split(/[^\p{L}’]+/u).some((word) => turning.has(word) || word.startsWith('n’'));
  const edge = (before, after) => mayEnd(first, before) && mayBegin(after, last);
  return sound && apart && !quote.includes('\n') && edge(dropped, quote.slice(0, -last.length)) ? { quote: `${first} […] ${last}` } : undefined;
}

/** A passage of the text with the prefix or suffix that makes it unique; undefined if the random choice is unsuitable. */
function passage({ text, walls }, [starts, ends], elided) {
  const start = pick(starts);
  const words = 1 + upTo(pick([3, 6, 12, 40]));
  const end = ends[ends.findIndex((edge) => edge > start) + words - 1] ?? text.length;
  const quote = text.slice(start, end);
  if (!/[\p{L}\p{N}]/u.test(quote) || /[[\]…]|\.\.\./.test(quote) || walls.some((wall) => start < wall && wall < end)) return undefined;
  const reach = 160;
  const prefix = text.slice(starts.findLast((edge) => edge <= Math.max(0, start - reach)) ?? 0, start).trim();
  const suffix = text.slice(end, ends.find((edge) => edge >= Math.min(text.length, end + reach)) ?? text.length).trim();
  if (count(text, text.slice(Math.max(0, start - reach), Math.min(text.length, end + reach))) !== 1 || /[[\]]/.test(prefix + suffix)) return undefined;
  return elided ? leavingOut(text, quote) : { quote, prefix, suffix };
}

const scalar = (text) => JSON.stringify(text).replace(/\u00AD/g, '\\u00ad');

function write(path, text) {
  const file = join(folder, 'content', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

rmSync(folder, { recursive: true, force: true });
write('brief.yaml', 'title: The harbour-master’s log\nbase_url: https://example.org/log/\nlanguage: en\n');
for (const tongue of [english, japanese, arabic, french]) {
  const { language } = tongue;
  const made = article(tongue, 60);
  const front = `title: ${scalar(`${pick(tongue.pieces)}${tongue.joint}${pick(tongue.pieces)}`)}\npublisher: ${scalar(pick(tongue.pieces))}\nurl: https://example.org/${language}\nlanguage: ${language}\n`;
  write(`sources/in-${language}.md`, `---\n${front}---\n\n${made.markdown}\n`);
  const all = edges(made.text, language);
  for (let claim = 0, count = 0; count < tongue.passages; claim += 1) {
    const passages = [];
    while (passages.length < 5) {
      const found = passage(made, all, tongue.joint === ' ' && (count + passages.length) % 6 === 5);
      if (found) passages.push(found);
    }
    count += passages.length;
    const entry = ({ quote, prefix, suffix }, i) =>
      `  - {id: p${i}, source: in-${language}, stance: context, quote: ${scalar(quote)}${prefix ? `, prefix: ${scalar(prefix)}` : ''}${suffix ? `, suffix: ${scalar(suffix)}` : ''}}\n`;
    // A title in the article's own words appears in the margin, before the text.
    const title = `Claim ${claim}: ${passages.at(-1).quote.slice(0, 60)}`;
    write(`claims/${language}-${claim}.yaml`, `claim: ${scalar(title)}\nverdict: mixed\nsummary: Made up.\npassages:\n${passages.map(entry).join('')}`);
  }
}
