// The picture of the brief: sources, origins and claims in three columns, with a line for each stance that a source takes. The same brief
// always gives the same picture.

import { phrase } from './dom.js';

const SVG = 'http://www.w3.org/2000/svg';
/** The columns: where they begin, and how wide they are. */
const COLUMNS = { sources: [0, 280], origins: [380, 140], claims: [620, 280] };
const WIDTH = 900;
const HEAD = 28;
const BOX = 38;
const GAP = 10;
/** A line that passes between the origins needs so much room. */
const LANE = 8;
/** On both sides of a label together. */
const PADDING = 20;
const FAMILY = 'system-ui, -apple-system, "Segoe UI", "Noto Sans", "Liberation Sans", Arial, sans-serif';
/** The sizes of a label and of what stands below it. */
const LABEL = 12;
const SMALL = 11;

function svg(name, given = {}, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(given)) if (value !== undefined) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** The picture. It is hidden from assistive technology and the Tab key, which have the table. `mirrored`: it is read from right to left. */
export function draw({ claims, sources }, mirrored) {
  const { nodes, lines } = layout(claims, sources);
  const height = Math.max(...nodes.map((node) => node.y + node.height));
  const place = (node) => {
    const [x, width] = COLUMNS[node.column];
    return { ...node, x: mirrored ? WIDTH - x - width : x, width };
  };
  const heads = Object.keys(COLUMNS).filter((column) => nodes.some((node) => node.column === column && !node.isLane));
  return svg(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${height + 2}`, 'font-family': FAMILY, 'font-size': LABEL, 'aria-hidden': 'true' },
    ...heads.map((column) => {
      const { x, width } = place({ column });
      return svg('text', { class: 'heading', x: x + width / 2, y: 14, 'text-anchor': 'middle' }, phrase(`graph_${column}`));
    }),
    ...lines.map(({ from, to, stance }) => line(place(from), place(to), stance, mirrored)),
    ...nodes.filter((node) => node.isLane).map((node) => lane(place(node))),
    ...nodes.filter((node) => !node.isLane).map((node) => box(place(node), mirrored)),
  );
}

/** Where everything stands. Of crossings, the order of the columns avoids most: sources and origins are sorted by the mean of their claims. */
function layout(claims, sources) {
  const claimNodes = claims.map((claim) => ({ column: 'claims', key: claim.id, label: claim.title, small: claim.verdict, href: claim.href, tone: claim.tone, height: BOX }));
  const sourceNodes = new Map(sources.map(({ id, title, publisher, href }) => [id, { column: 'sources', key: id, label: title, small: publisher, href, height: BOX, at: [] }]));
  const middle = new Map();
  const lines = [];
  claims.forEach((claim, position) => {
    for (const { stance, origins } of claim.evidence) {
      for (const { sources: ids, counted, href } of origins) {
        const isLane = ids.length === 1;
        // A source by itself is no node, but its line gets a lane, so that no line runs behind an origin that is not its own.
        const key = [stance, ...ids, ...(isLane ? [claim.id] : [])].join(' ');
        const known = middle.has(key);
        const node = middle.get(key) ?? { column: 'origins', key, label: counted, href, isLane, stance, height: isLane ? LANE : BOX, at: [] };
        middle.set(key, node);
        node.at.push(position);
        for (const id of ids) {
          const source = sourceNodes.get(id);
          source.at.push(position);
          if (!known) lines.push({ from: source, to: node, stance });
        }
        lines.push({ from: node, to: claimNodes[position], stance });
      }
    }
  });
  const columns = [[...sourceNodes.values()].sort(byMean), [...middle.values()].sort(byMean), claimNodes];
  const heights = columns.map((column) => column.reduce((sum, node) => sum + node.height + gap(node), 0));
  const tallest = Math.max(...heights);
  columns.forEach((column, number) => {
    let y = HEAD + (tallest - heights[number]) / 2;
    for (const node of column) {
      node.y = y;
      y += node.height + gap(node);
    }
  });
  return { nodes: columns.flat(), lines };
}

const gap = ({ isLane }) => (isLane ? 0 : GAP);
const mean = ({ at }) => at.reduce((sum, position) => sum + position, 0) / at.length;
const byMean = (a, b) => mean(a) - mean(b) || (a.key < b.key ? -1 : 1);
const middleOf = ({ y, height }) => y + height / 2;

/** A line from one column to the next. */
function line(from, to, stance, mirrored) {
  const start = mirrored ? from.x : from.x + from.width;
  const end = mirrored ? to.x + to.width : to.x;
  const between = (start + end) / 2;
  const d = `M${start} ${middleOf(from)}C${between} ${middleOf(from)} ${between} ${middleOf(to)} ${end} ${middleOf(to)}`;
  return svg('path', { class: `edge ${stance}`, d });
}

/** The part of a line that passes between the origins. */
function lane(node) {
  return svg('path', { class: `edge ${node.stance}`, d: `M${node.x} ${middleOf(node)}h${node.width}` });
}

/** A node with its label, as a link if it has a page. */
function box({ column, x, y, width, height, label, small, href, tone }, mirrored) {
  const text = (words, size, className, baseline) =>
    svg('text', { class: className, x: x + width / 2, y: baseline, 'font-size': size, 'text-anchor': 'middle' }, shortened(words, size, width - PADDING));
  const words = small ? [text(label, LABEL, 'label', y + 16), text(small, SMALL, 'small', y + 31)] : [text(label, LABEL, 'label', y + height / 2 + 4)];
  const parts = [svg('title', {}, small ? `${label} (${small})` : label), svg('rect', { x: x + 1, y, width: width - 2, height, rx: 4 }), ...words];
  if (tone) parts.push(svg('rect', { class: `tone ${tone}`, x: mirrored ? x + width - 6 : x + 1, y, width: 5, height, rx: 2 }));
  const className = `node ${column}`;
  return href ? svg('a', { class: className, href, tabindex: '-1' }, ...parts) : svg('g', { class: className }, ...parts);
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const measure = document.createElement('canvas').getContext('2d');

/** The beginning of words that fits into a width. It is measured on a canvas, because the picture may not be shown yet. */
function shortened(words, size, width) {
  measure.font = `${size}px ${FAMILY}`;
  const fits = (text) => measure.measureText(text).width <= width;
  if (fits(words)) return words;
  const letters = [...graphemes.segment(words)].map(({ segment }) => segment);
  const beginning = (count) => `${letters.slice(0, count).join('').trimEnd()}…`;
  let [fitting, tooLong] = [0, letters.length];
  while (tooLong - fitting > 1) {
    const count = Math.floor((fitting + tooLong) / 2);
    if (fits(beginning(count))) fitting = count;
    else tooLong = count;
  }
  return beginning(fitting);
}
