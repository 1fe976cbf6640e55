/** When each token could be used: from its issue, over the day it leaked, to its end. */
import type { PageToken } from '../page-data.js';
import { element } from './element.js';

/** Tokens that have a row. */
const ROWS = 20;
const ROW_HEIGHT = 22;
const LABEL_WIDTH = 250;
const WIDTH = 900;
const AXIS_HEIGHT = 24;
const DAY = 86_400_000;
/** How far back the axis reaches at most. */
const BEHIND = 10 * 365 * DAY;
/** How far ahead of the scan the axis reaches at most: what ends later has an arrow. */
const AHEAD = 400 * DAY;

/** A figure of the first tokens that tell a time, or of all that never expire; null when there is none. */
export function timeline(tokens: readonly PageToken[], now: number): HTMLElement | null {
  const rows = tokens.filter(({ suppressed }) => suppressed === null).slice(0, ROWS);
  if (rows.length === 0) return null;
  const times = rows.flatMap(({ issued, exposed, expires }) => [issued, exposed, expires]);
  const known = [now, ...times.filter((time) => time !== null)];
  const from = Math.max(Math.min(...known, now - 30 * DAY) - DAY, now - BEHIND);
  const to = Math.min(Math.max(...known, now + 30 * DAY), now + AHEAD);
  const x = (time: number): number =>
    LABEL_WIDTH + ((Math.min(Math.max(time, from), to) - from) / (to - from)) * (WIDTH - LABEL_WIDTH - 14);
  const height = AXIS_HEIGHT + rows.length * ROW_HEIGHT + 4;
  const caption = `When the ${rows.length === 1 ? 'token' : `first ${rows.length} tokens`} could be used`;
  const svg = element(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${height}`, role: 'img', 'aria-label': `${caption}; the same times stand on the cards.` },
    ...years(from, to, x, height),
    ...rows.map((token, index) => row(token, AXIS_HEIGHT + index * ROW_HEIGHT, x, { from, now, to })),
    element('line', { class: 'now', x1: at(x(now)), x2: at(x(now)), y1: '14', y2: String(height) }),
    element('text', { class: 'now', x: at(x(now) - 4), y: '12', 'text-anchor': 'end' }, 'scan'),
  );
  return element(
    'section',
    { class: 'timeline' },
    element('h2', {}, 'Timeline'),
    element(
      'figure',
      {},
      svg,
      element(
        'figcaption',
        {},
        `${caption}. A dot is the commit it leaked with; where a bar is pale, nobody knows since when.`,
      ),
    ),
  );
}

interface Axis {
  readonly from: number;
  readonly now: number;
  readonly to: number;
}

function row(token: PageToken, top: number, x: (time: number) => number, { from, now, to }: Axis): HTMLElement {
  const end = token.expires ?? to;
  const start = Math.min(token.issued ?? token.exposed ?? now, end);
  const isOpen = token.expires === null || token.expires > to;
  const left = x(start);
  const width = Math.max(x(end) - left, 3);
  const middle = top + ROW_HEIGHT / 2;
  const shapes = [
    element('text', { x: '0', y: at(middle + 4) }, shortened(token.account)),
    element('rect', { class: token.severity, x: at(left), y: at(middle - 5), width: at(width), height: '10', rx: '2' }),
  ];
  if (token.issued === null) {
    const bar = { x: at(x(from)), y: at(middle - 5), width: at(left - x(from)), height: '10' };
    shapes.push(element('rect', { class: `${token.severity} unknown`, ...bar }));
  }
  if (isOpen) {
    const tip = left + width;
    shapes.push(element('path', { class: token.severity, d: `M${at(tip)} ${at(middle - 8)}l10 8l-10 8z` }));
  }
  if (token.exposed !== null) {
    shapes.push(element('circle', { class: 'leak', cx: at(x(token.exposed)), cy: at(middle), r: '4' }));
  }
  return element('g', {}, element('title', {}, `${token.title}: ${lifeText(token)}`), ...shapes);
}

function lifeText({ issued, exposed, expires, state }: PageToken): string {
  const parts = [issued === null ? 'issued at an unknown time' : `issued ${dateText(issued)}`];
  if (exposed !== null) parts.push(`leaked ${dateText(exposed)}`);
  parts.push(
    expires === null ? (state === 'never-expires' ? 'never expires' : 'end unknown') : `expires ${dateText(expires)}`,
  );
  return parts.join(', ');
}

/** Lines for whole years, or for months when the span is short. */
function years(from: number, to: number, x: (time: number) => number, height: number): HTMLElement[] {
  const months = Math.max(1, Math.ceil((to - from) / (30.5 * DAY) / 8));
  const step = months > 6 ? Math.ceil(months / 12) * 12 : months;
  const first = new Date(from);
  const lines: HTMLElement[] = [];
  for (let index = 1; index < 40; index += 1) {
    const month = step >= 12 ? 0 : first.getUTCMonth() - (first.getUTCMonth() % step);
    const time = Date.UTC(first.getUTCFullYear(), month + index * step, 1);
    if (x(time) > WIDTH - 60) break;
    const label = step >= 12 ? dateText(time).slice(0, 4) : dateText(time).slice(0, 7);
    lines.push(
      element('line', { class: 'grid', x1: at(x(time)), x2: at(x(time)), y1: '14', y2: String(height) }),
      element('text', { class: 'grid', x: at(x(time) + 3), y: String(AXIS_HEIGHT) }, label),
    );
  }
  return lines;
}

function dateText(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function shortened(text: string): string {
  return text.length > 38 ? `${text.slice(0, 37)}…` : text;
}

function at(position: number): string {
  return position.toFixed(1);
}
