/** Search, filters, and how many tokens they leave. */
import { element } from './element.js';
import type { Filter } from './filter.js';

const severities = ['critical', 'high', 'medium', 'low', 'info'];
const lives: readonly (readonly [Filter['life'], string])[] = [
  ['any', 'any'],
  ['live', 'accepted by a cluster'],
  ['never-expires', 'never expires'],
  ['unexpired', 'unexpired'],
  ['expired', 'expired'],
  ['suppressed', 'suppressed'],
];

/** The controls; each change calls `change` with what changed. */
export interface Controls {
  readonly root: HTMLElement;
  /** Says how many of how many are shown, and offers to show all again. */
  tell(shown: number, all: number): void;
  /** Puts the controls back to nothing asked for. */
  clear(): void;
}

/** Makes the controls. `/` jumps to the search. */
export function controls(change: (changed: Partial<Filter>) => void, reset: () => void): Controls {
  const search = element('input', {
    type: 'search',
    id: 'search',
    autocomplete: 'off',
    spellcheck: 'false',
    input: () =>
      change({
        words: search.value
          .toLowerCase()
          .split(/\s+/)
          .filter((word) => word !== ''),
      }),
  }) as HTMLInputElement;
  const boxes = severities.map(
    (severity) => element('input', { type: 'checkbox', value: severity }) as HTMLInputElement,
  );
  const choose = (): void => {
    change({ severities: new Set(boxes.filter(({ checked }) => checked).map(({ value }) => value)) });
  };
  const life = element(
    'select',
    { id: 'life', change: () => change({ life: life.value as Filter['life'] }) },
    ...lives.map(([value, label]) => element('option', { value }, label)),
  ) as HTMLSelectElement;
  const told = element('p', { role: 'status', 'aria-live': 'polite', id: 'told' });
  const all = element('button', { type: 'button', id: 'all', hidden: true, click: reset }, 'Show all');
  const root = element(
    'form',
    { role: 'search', submit: (event) => event.preventDefault() },
    element('p', {}, element('label', { for: 'search' }, 'Search'), search),
    element(
      'fieldset',
      { change: choose },
      element('legend', {}, 'Severity'),
      ...boxes.map((box) => element('label', {}, box, ` ${box.value}`)),
    ),
    element('p', {}, element('label', { for: 'life' }, 'Life'), life),
    element('div', { class: 'told' }, told, all),
  );
  addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    search.focus();
  });
  return {
    root,
    tell(shown, total) {
      const number = shown.toLocaleString('en-US');
      told.textContent = shown === total ? `${number} tokens` : `${number} of ${total.toLocaleString('en-US')} tokens`;
      all.hidden = shown === total;
    },
    clear() {
      search.value = '';
      life.value = 'any';
      for (const box of boxes) box.checked = false;
    },
  };
}
