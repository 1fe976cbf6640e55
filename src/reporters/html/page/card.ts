/** One token as a card that opens. */
import type { PageStep, PageStory, PageToken } from '../page-data.js';
import { element } from './element.js';

/** The closed card; what is inside is made when it is opened for the first time. */
export function card(token: PageToken): HTMLDetailsElement {
  const badges = [element('span', { class: `badge ${token.severity}` }, token.severity)];
  if (token.verdict !== null)
    badges.push(element('span', { class: 'badge plain' }, `${token.claimed ? 'claimed ' : ''}${token.verdict}`));
  if (token.suppressed !== null) badges.push(element('span', { class: 'badge plain' }, 'suppressed'));
  const places = token.placesTotal === 1 ? '1 place' : `${token.placesTotal.toLocaleString('en-US')} places`;
  const lifetime = token.facts.find(([name]) => name === 'Lifetime')?.[1] ?? '';
  const summary = element(
    'summary',
    {},
    ...badges,
    element('h3', {}, token.title),
    element('span', { class: 'hint' }, [token.cluster, lifetime, places].join(' · ')),
  );
  const made = element('details', { class: 'card' }, summary) as HTMLDetailsElement;
  made.addEventListener('toggle', () => fill(made, token));
  return made;
}

/** Makes what is inside an open card, once. */
export function fill(details: HTMLDetailsElement, token: PageToken): void {
  if (details.childElementCount > 1 || !details.open) return;
  const inside = element('div', { class: 'inside' }, factsList(token));
  if (token.stories.length > 0) inside.append(heading('Story'), ...token.stories.map(storyList));
  inside.append(heading('Found in'), placesList(token));
  if (token.steps.length > 0) inside.append(heading('What to do'), stepsList(token.steps));
  details.append(inside);
}

function heading(text: string): HTMLElement {
  return element('h4', {}, text);
}

function factsList({ facts, suppressed }: PageToken): HTMLElement {
  const all = suppressed === null ? facts : [['Suppressed', suppressed] as const, ...facts];
  return element('dl', {}, ...all.flatMap(([name, text]) => [element('dt', {}, name), element('dd', {}, text)]));
}

function storyList({ repository, steps }: PageStory): HTMLElement {
  const items = steps.map((step) => element('li', {}, step));
  return element('div', {}, element('p', { class: 'place' }, repository), element('ol', { class: 'story' }, ...items));
}

function placesList({ places, placesTotal }: PageToken): HTMLElement {
  const items = places.map((place) => element('li', { class: 'place' }, place));
  const rest = placesTotal - places.length;
  if (rest > 0) items.push(element('li', {}, `and ${rest.toLocaleString('en-US')} more`));
  return element('ul', {}, ...items);
}

function stepsList(steps: readonly PageStep[]): HTMLElement {
  const items = steps.map(({ action, command }) =>
    element('li', {}, action, ...(command === null ? [] : [commandBox(command)])),
  );
  return element('ol', {}, ...items);
}

function commandBox(command: string): HTMLElement {
  const code = element('code', { tabindex: '0' }, command);
  const copy = element('button', { type: 'button', click: () => void copyText(command, code, copy) }, 'Copy');
  return element('div', { class: 'command' }, code, copy);
}

/** Where the clipboard is closed to pages from disk, the command is selected instead. */
async function copyText(text: string, code: HTMLElement, button: HTMLElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
  } catch {
    getSelection()?.selectAllChildren(code);
    button.textContent = 'Selected';
  }
}
