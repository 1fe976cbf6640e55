/** The one class that holds a clear token, made so that it cannot slip out by accident. */

/** Symbol that Node's `util.inspect` looks for; named here because this room may not import `node:util`. */
const inspect = Symbol.for('nodejs.util.inspect.custom');

/** How many leading characters of a token may be shown: they say "a JWT header" and nothing else. */
const SHOWN_CHARACTERS = 9;

/** The masked form of a token: its first nine characters and an ellipsis. */
export function mask(token: string): string {
  return `${token.slice(0, SHOWN_CHARACTERS)}…`;
}

/**
 * A clear token. Strings, JSON, `util.inspect` and template literals show the mask; `structuredClone` and
 * `postMessage` throw, because it owns a function. Only `reveal` gives the token, and the files that may call it are
 * a list in the architecture test.
 */
export class Secret {
  readonly #token: string;

  /** Own and enumerable on purpose: a function cannot be cloned, so neither can this object. */
  readonly uncloneable = (): never => {
    throw new TypeError('a Secret stays in its thread');
  };

  constructor(token: string) {
    this.#token = token;
  }

  /** The clear token, ASCII. */
  reveal(): string {
    return this.#token;
  }

  /** Length of the token in characters, which are bytes. */
  get length(): number {
    return this.#token.length;
  }

  toString(): string {
    return mask(this.#token);
  }

  toJSON(): string {
    return mask(this.#token);
  }

  [inspect](): string {
    return `Secret(${mask(this.#token)})`;
  }
}
