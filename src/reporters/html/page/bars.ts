/** How many tokens each cluster or namespace has; a bar is a button that filters. */
import { element } from './element.js';

/** Bars that are shown; the others are summed up. */
const SHOWN = 8;

/** A figure with one bar for each of `counts`, the longest first; `selected` is pressed. */
export function bars(
  title: string,
  counts: ReadonlyMap<string, number>,
  selected: string | null,
  select: (name: string | null) => void,
): HTMLElement {
  const sorted = [...counts].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const shown = sorted.filter(([name], index) => index < SHOWN || name === selected);
  const most = Math.max(1, ...shown.map(([, number]) => number));
  const items = shown.map(([name, number]) =>
    element(
      'li',
      {},
      bar(name, number, most, name === selected, () => select(name === selected ? null : name)),
    ),
  );
  const rest = sorted.length - shown.length;
  if (rest > 0) items.push(element('li', { class: 'hint' }, `and ${rest.toLocaleString('en-US')} more`));
  return element('section', { class: 'bars' }, element('h2', {}, title), element('ul', {}, ...items));
}

function bar(name: string, number: number, most: number, isPressed: boolean, press: () => void): HTMLElement {
  const width = String(Math.max(1, Math.round((number / most) * 100)));
  return element(
    'button',
    { type: 'button', 'aria-pressed': String(isPressed), title: `Show only ${name}`, click: press },
    element('span', { class: 'name' }, name),
    element('b', {}, number.toLocaleString('en-US')),
    element(
      'svg',
      { viewBox: '0 0 100 4', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      element('rect', { class: 'track', width: '100', height: '4' }),
      element('rect', { class: 'value', width, height: '4' }),
    ),
  );
}
