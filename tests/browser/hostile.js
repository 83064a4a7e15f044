// Writes a brief with hostile text in every field, note, source and page, in many languages: node hostile.js FOLDER. It must build without
// errors.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { markdown, payloads } from './payloads.js';

const folder = process.argv[2];

/** Every payload after each string that may end the context in which it is written. */
const ends = ['">', "'>", '-->', ']]>', '</title>', '</textarea>', '</style>', '</script>', '</template>', '<!--'];
const combined = ends.flatMap((end) => payloads.map((text) => end + text));

/** The newsroom's own notes refuse unsafe links, so these texts are only in sources. */
const refused = (text) => /\]\(|\]:|\[\^|<[a-z][a-z0-9+.-]*:|<[^\s<>]+@/i.test(text);

/** Captured articles: the language, a sentence to quote and one around it. */
const languages = [
  ['ar', 'صحيفة الميناء', 'وصلت السفينة إلى الميناء قبل الفجر بساعة.', 'لم يكن على الرصيف أحد سوى الحارس وكلبه.'],
  ['he', 'עיתון הנמל', 'האונייה הגיעה לנמל שעה לפני עלות השחר.', 'על הרציף לא היה איש מלבד השומר וכלבו.'],
  ['hi', 'बंदरगाह समाचार', 'जहाज़ भोर से एक घंटा पहले बंदरगाह पहुँचा।', 'घाट पर चौकीदार और उसके कुत्ते के सिवा कोई नहीं था।'],
  ['zh', '港口日报', '那艘船在黎明前一小时抵达港口。', '码头上除了看守和他的狗以外，没有一个人。'],
  ['ja', '港湾新聞', 'その船は夜明けの一時間前に港に着いた。', '埠頭には番人とその犬のほかに誰もいなかった。'],
  ['th', 'ข่าวท่าเรือ', 'เรือลำนั้นมาถึงท่าเรือหนึ่งชั่วโมงก่อนรุ่งสาง', 'บนท่าไม่มีใครเลยนอกจากยามกับสุนัขของเขา'],
  ['el', 'Τα Νέα του Λιμανιού', 'Το πλοίο έφτασε στο λιμάνι μία ώρα πριν από την αυγή.', 'Στην αποβάθρα δεν ήταν κανείς εκτός από τον φύλακα και τον σκύλο του.'],
  ['ru', 'Портовый вестник', 'Судно пришло в порт за час до рассвета.', 'На причале не было никого, кроме сторожа и его собаки.'],
];
const shows = ['full', 'excerpts', 'none'];

/** A double-quoted YAML scalar: a JSON string, with characters escaped that YAML does not allow. */
const scalar = (text) =>
  JSON.stringify(text).replace(/[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Fields in YAML. Strings are quoted; numbers and booleans are not. */
const yaml = (value) => {
  if (Array.isArray(value)) return `[${value.map(yaml).join(', ')}]`;
  if (typeof value === 'object') return `{${Object.entries(value).map(([key, entry]) => `${key}: ${yaml(entry)}`).join(', ')}}`;
  return typeof value === 'string' ? scalar(value) : String(value);
};
const fields = (entries) => Object.entries(entries).map(([key, value]) => `${key}: ${yaml(value)}\n`).join('');
const withFront = (entries, body) => `---\n${fields(entries)}---\n\n${body}\n`;

function write(path, text) {
  const file = join(folder, 'content', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const chunks = (list, size) => Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));
const own = payloads.filter((text) => !refused(text));
/** A few payloads for each thing that has a page of its own. */
const groups = chunks(own, 4);
const ownCombined = combined.filter((text) => !refused(text));
const address = (text) => `https://foreign.test/a?b=${text.replace(/[\s\u0000-\u001f\u007f-\u009f]/g, '+')}`;

/** A payload as text that a source's readers see and a note can quote. */
const exhibit = (text, i) => `Exhibit ${i}: ${text} ends exhibit ${i}.`;
const exhibits = () => payloads.map((text, i) => `~~~~\n${exhibit(text, i)}\n~~~~`).join('\n\n');

/** A text in every position of Markdown, each with other words, as it might leave an element empty. */
const everywhere = (text) =>
  `${text}\n\n*${text}* **${text}** \`${text}\` [Link ${text}](${text}) ![${text}](${text})\n\n> ${text}\n\n- ${text}\n\n| Cell ${text} |\n|---|\n| ${text} |\n\n` +
  `    ${text}\n\n# Heading ${text}\n\n\`\`\`${text}\n${text}\n\`\`\`\n`;

function brief() {
  const verdict = (id, tone, i, value) => ({ id, label: `${id} ${own[i]}`, definition: own[i + 1], tone, ...(value ? { value } : {}) });
  write(
    'brief.yaml',
    fields({
      title: `A hostile brief ${own[0]} & "quotes" {{7*7}}`,
      short_title: own.slice(20, 60).join(' '),
      description: own.slice(0, 20).join(' '),
      base_url: "https://example.org/it's/a&b/",
      language: 'en',
      organisation: { name: `Desk ${own[44]}`, url: address(own[3]), logo: address(own[4]), same_as: own.slice(5, 12).map(address) },
      people: groups.map((texts, i) => ({ id: `person-${i}`, name: `Person ${i} ${texts[0]} ${texts[1]}`, short: texts[2] ?? texts[0], role: texts.join(' '), url: address(texts.at(-1)) })),
      bottom_line: own.join('\n\n'),
      findings: own.map((text) => `Finding: ${text}`),
      open_questions: own.map((text) => `Question: ${text}`),
      verdicts: [verdict('holds', 'positive', 20, 2), verdict('partly', 'mixed', 60), verdict('fails', 'negative', 70, 1), verdict('open', 'neutral', 80)],
      policies: { methodology: 'hostile', corrections: 'combined', funding: 'hostile' },
    }),
  );
}

function sources() {
  for (const show of shows) {
    const front = { title: `Exhibits ${show} ${payloads[0]}`, publisher: payloads[55], author: payloads, url: 'https://foreign.test/exhibits', rights: payloads[8], origin: payloads[9], show };
    write(`sources/exhibits-${show}.md`, withFront(front, exhibits()));
  }
  languages.forEach(([language, publisher, quoted, around], i) => {
    const text = (offset) => payloads[(i * 13 + offset) % payloads.length];
    const front = {
      title: `${publisher}: ${text(0)}`,
      publisher: `${publisher} ${text(1)}`,
      short: text(2),
      author: [text(2), text(3)],
      url: `https://foreign.test/${language}`,
      archive_url: address(text(4)),
      published: '2024-02-29T23:59:59+13:00',
      captured: '2024-03-01',
      language,
      kind: ['article', 'report', 'statement', 'transcript', 'dataset', 'post'][i % 6],
      primary: i % 2 === 0,
      rights: text(5),
      origin: i === 0 ? 'in-he' : text(6),
      show: shows[i % 2],
      media: { kind: 'video', url: 'https://foreign.test/video', alt: text(9), credit: text(10) },
    };
    write(`sources/in-${language}.md`, withFront(front, `${around} ${quoted} ${text(7)}\n\n${around}\n\n${payloads.slice(i * 13, i * 13 + 20).map(everywhere).join('\n\n')}`));
  });
  const all = [...payloads, ...markdown];
  write('sources/everything.md', withFront({ title: 'Everything', url: 'https://foreign.test/everything' }, all.map(everywhere).join('\n\n')));
  chunks(combined, 400).forEach((lines, i) => {
    write(`sources/combined-${i}.md`, withFront({ title: `Combined ${lines[0]}`, publisher: lines[1], rights: lines[2] }, lines.join('\n\n')));
  });
}

/** A note whose fields contain the `texts` in turn, or all the same one. */
function claim(id, texts, i, passages, analysis) {
  const text = (offset) => texts[offset % texts.length];
  write(
    `claims/${id}.yaml`,
    fields({
      claim: `Claim ${i}: ${text(0)}`,
      title: `${i} ${text(1)}`,
      original: { text: `Original ${text(15)}`, language: 'nb' },
      claimant: [
        { name: `Claimant ${text(2)}`, role: text(3), url: address(text(4)) },
        { name: `Post ${text(16)}`, kind: 'post', platform: text(17), posted: '2024-02-29', url: address(text(18)) },
        `Other ${text(19)}`,
      ],
      reported_by: [`Reporter ${text(20)}`],
      claimed_on: '2024-02-29',
      appearances: [{ url: address(text(5)), title: text(6), published: '2024-02-29', archive_url: address(text(7)) }],
      verdict: ['holds', 'partly', 'fails', 'open'][i % 4],
      summary: `Summary: ${text(8)}`,
      analysis: `${passages.map(({ id }) => `Shown by ${id}.[^${id}]`).join('\n\n')}\n\n${analysis}`,
      passages,
      authors: [`person-${i % groups.length}`],
      reviewed_by: [`person-${(i + 1) % groups.length}`],
      published: `2024-03-${String((i % 28) + 1).padStart(2, '0')}`,
      updated: '2024-04-01',
      corrections: i % 3 === 0 ? [{ date: '2024-04-01', text: `Correction: ${text(9)}`, was: 'open' }] : [],
      replies: [{ by: `By ${text(12)}`, asked: '2024-03-01', answered: '2024-03-01', text: `Reply: ${text(13)}`, url: address(text(14)) }],
      tags: [`tag ${i % groups.length} ${groups[i % groups.length].join(' ')}`],
      related: i > 0 && i < own.length ? ['claim-0'] : [],
      gaps: [`Gap: ${text(11)}`],
      status: i % 40 === 39 ? 'retired' : 'published',
    }),
  );
}

function claims() {
  own.forEach((text, i) => {
    const language = languages[i % languages.length];
    const n = payloads.indexOf(text);
    const passages = [
      { id: 'exhibit', source: `exhibits-${shows[i % 3]}`, quote: exhibit(text, n), stance: 'supports', speaker: text, translation: { text: `Translated ${text}`, language: 'nb', by: `By ${text}` }, note: `Note: ${text}` },
      { id: 'abroad', source: `in-${language[0]}`, quote: language[2], stance: 'contradicts', speaker: text, note: text },
    ];
    claim(`claim-${i}`, [text], i, passages, text);
  });
  const [first] = languages;
  chunks(ownCombined, 150).forEach((lines, i) => {
    const passages = [{ id: 'abroad', source: `in-${first[0]}`, quote: first[2], stance: 'context', speaker: lines[12 % lines.length], translation: { text: lines[13 % lines.length], language: 'nb', by: `By ${lines[14 % lines.length]}` }, note: lines.slice(0, 30).join('\n\n') }];
    claim(`combined-${i}`, lines.slice(0, 12), own.length + i, passages, lines.join('\n\n'));
  });
}

function pages() {
  write('pages/hostile.md', withFront({ title: `Hostile ${own[25]}`, description: own[26], nav: true }, own.join('\n\n')));
  write('pages/combined.md', withFront({ title: `Combined ${own[56]}`, description: own[57], nav: true }, [...own, ...ownCombined.slice(0, 300)].join('\n\n')));
}

rmSync(folder, { recursive: true, force: true });
brief();
sources();
claims();
pages();
