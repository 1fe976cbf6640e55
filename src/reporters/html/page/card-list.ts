/** The list of cards: only as many as were scrolled to, however many there are. */
import type { PageToken } from '../page-data.js';
import { card, fill } from './card.js';
import { element } from './element.js';

/** Cards that are made at a time. */
const CHUNK = 50;
/** Cards that are printed; more is no paper but a database. */
const PRINTED = 500;

/** Shows tokens in `parent`. */
export class CardList {
  readonly #cards = element('div', { class: 'cards' });
  readonly #more = element('button', { type: 'button', class: 'more', click: () => this.#grow(CHUNK) });
  #tokens: readonly PageToken[] = [];
  #made = new Map<HTMLDetailsElement, PageToken>();

  constructor(parent: HTMLElement) {
    parent.append(this.#cards, this.#more);
    new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) this.#grow(CHUNK);
      },
      { rootMargin: '600px' },
    ).observe(this.#more);
    addEventListener('beforeprint', () => this.#openAll());
  }

  /** Replaces what is shown. */
  show(tokens: readonly PageToken[]): void {
    this.#tokens = tokens;
    this.#made = new Map();
    this.#cards.replaceChildren();
    this.#grow(CHUNK);
  }

  #grow(number: number): void {
    const from = this.#made.size;
    const next = this.#tokens.slice(from, from + number).map((token) => {
      const made = card(token);
      this.#made.set(made, token);
      return made;
    });
    this.#cards.append(...next);
    const rest = this.#tokens.length - this.#made.size;
    this.#more.hidden = rest === 0;
    this.#more.textContent = `Show more (${rest.toLocaleString('en-US')} left)`;
  }

  #openAll(): void {
    this.#grow(Math.max(PRINTED - this.#made.size, 0));
    for (const [made, token] of this.#made) {
      made.open = true;
      fill(made, token);
    }
  }
}
