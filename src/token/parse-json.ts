/**
 * JSON out of a stranger's hand. Unlike `JSON.parse` it lists keys that stand twice, makes objects without a
 * prototype, bounds how deep the values go, never throws, and can say what stood in a text that was cut.
 */
import type { JsonObject, JsonValue } from '../model/json.js';
import { noteNumber } from './exact-numbers.js';

/** Real tokens nest four deep. Deeper values are checked but not kept, so that nobody downstream can be made to recurse. */
const DEEPEST = 32;

/** What stands in place of a value that lies deeper. */
const TOO_DEEP = '(nested too deep to be kept)';

/** Duplicates are told to people; a list of thousands tells nobody more. */
const MOST_DUPLICATES = 32;

/** A JSON object and what was odd about it. */
export interface ParsedObject {
  readonly value: JsonObject;
  /**
   * Dotted paths of keys that stood twice in one object (`kubernetes.io.pod`; in lists a path starts anew with `[]`),
   * 32 at most. The last one counts.
   */
  readonly duplicateKeys: readonly string[];
  /** False when the text ended, or went wrong, inside the object: `value` then holds what came before. */
  readonly isComplete: boolean;
}

/**
 * Reads `text` as exactly one JSON object (RFC 8259), blanks around it allowed. Undefined when it is not one.
 * With `mayBeCut`, an object that breaks off after at least one whole member is answered too. Linear in the text.
 */
export function parseJsonObject(text: string, mayBeCut = false): ParsedObject | undefined {
  const reader = new Reader(text);
  const value = Object.create(null) as MutableObject;
  reader.skipBlanks();
  if (!reader.take(0x7b)) return undefined;
  const isComplete = reader.fillObject(value, 0, '') && reader.isAtEnd();
  if (!isComplete && !(mayBeCut && Object.keys(value).length > 0)) return undefined;
  return { value, duplicateKeys: [...reader.duplicates], isComplete };
}

type MutableObject = { [key: string]: JsonValue };

const literals: readonly (readonly [text: string, value: JsonValue])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

class Reader {
  readonly text: string;
  readonly duplicates = new Set<string>();
  #at = 0;
  readonly #number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

  constructor(text: string) {
    this.text = text;
  }

  skipBlanks(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.#at += 1;
    }
  }

  /** Steps over one character if it stands here. */
  take(code: number): boolean {
    if (this.text.charCodeAt(this.#at) !== code) return false;
    this.#at += 1;
    return true;
  }

  isAtEnd(): boolean {
    this.skipBlanks();
    return this.#at === this.text.length;
  }

  /** Reads members up to the closing brace; what was read stays in `target` even when the rest is broken. */
  fillObject(target: MutableObject, depth: number, path: string): boolean {
    this.skipBlanks();
    if (this.take(0x7d)) return true;
    for (;;) {
      this.skipBlanks();
      const key = this.#readString();
      if (key === undefined) return false;
      this.skipBlanks();
      if (!this.take(0x3a)) return false;
      if (key in target && this.duplicates.size < MOST_DUPLICATES) this.duplicates.add(path + key);
      const isWhole = this.#readInto(target, key, depth + 1, path);
      if (!isWhole) return false;
      this.skipBlanks();
      if (this.take(0x7d)) return true;
      if (!this.take(0x2c)) return false;
    }
  }

  /** An object is put into its place before it is read, so that a cut one shows what it held. */
  #readInto(target: MutableObject, key: string, depth: number, path: string): boolean {
    this.skipBlanks();
    if (depth < DEEPEST && this.take(0x7b)) {
      const child = Object.create(null) as MutableObject;
      target[key] = child;
      return this.fillObject(child, depth, `${path}${key}.`);
    }
    const start = this.#at;
    const value = this.#readValue(depth);
    if (value === undefined) return false;
    target[key] = value;
    if (typeof value === 'number') noteNumber(target, key, value, this.text.slice(start, this.#at));
    return true;
  }

  #readValue(depth: number): JsonValue | undefined {
    this.skipBlanks();
    const code = this.text.charCodeAt(this.#at);
    if (code === 0x22) return this.#readString();
    if (code === 0x7b || code === 0x5b) {
      if (depth >= DEEPEST) return this.#skipDeep() ? TOO_DEEP : undefined;
      this.#at += 1;
      if (code === 0x5b) return this.#readArray(depth);
      const value = Object.create(null) as MutableObject;
      return this.fillObject(value, depth, '[].') ? value : undefined;
    }
    return this.#readScalar();
  }

  #readScalar(): JsonValue | undefined {
    // No number starts with a letter.
    if (this.text.charCodeAt(this.#at) > 0x39) {
      const literal = literals.find(([text]) => this.text.startsWith(text, this.#at));
      if (literal === undefined) return undefined;
      this.#at += literal[0].length;
      return literal[1];
    }
    this.#number.lastIndex = this.#at;
    const digits = this.#number.exec(this.text)?.[0];
    if (digits === undefined) return undefined;
    this.#at += digits.length;
    // 1e999 is a number in JSON, but infinity could not be written back.
    return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, Number(digits)));
  }

  #readArray(depth: number): JsonValue | undefined {
    const items: JsonValue[] = [];
    this.skipBlanks();
    if (this.take(0x5d)) return items;
    for (;;) {
      this.skipBlanks();
      const start = this.#at;
      const item = this.#readValue(depth + 1);
      if (item === undefined) return undefined;
      if (typeof item === 'number') noteNumber(items, items.length, item, this.text.slice(start, this.#at));
      items.push(item);
      this.skipBlanks();
      if (this.take(0x5d)) return items;
      if (!this.take(0x2c)) return undefined;
    }
  }

  #readString(): string | undefined {
    if (!this.take(0x22)) return undefined;
    const start = this.#at;
    let hasEscapes = false;
    for (let at = start; at < this.text.length; at += 1) {
      const code = this.text.charCodeAt(at);
      if (code === 0x5c) {
        hasEscapes = true;
        at += 1;
      } else if (code === 0x22) {
        this.#at = at + 1;
        return hasEscapes ? unescape(this.text.slice(start - 1, at + 1)) : this.text.slice(start, at);
      } else if (code < 0x20) {
        return undefined;
      }
    }
    return undefined;
  }

  /** Checks a value that lies too deep without recursion: the open brackets are kept in a list. */
  #skipDeep(): boolean {
    const closers: number[] = [];
    let expectsValue = true;
    for (;;) {
      this.skipBlanks();
      if (expectsValue) {
        const code = this.text.charCodeAt(this.#at);
        if (code === 0x7b || code === 0x5b) {
          this.#at += 1;
          closers.push(code + 2);
          this.skipBlanks();
          if (this.take(code + 2)) {
            closers.pop();
          } else {
            if (code === 0x7b && !this.#skipKey()) return false;
            continue;
          }
        } else if ((code === 0x22 ? this.#readString() : this.#readScalar()) === undefined) {
          return false;
        }
        expectsValue = false;
      } else {
        const closer = closers.at(-1);
        if (closer === undefined) return true;
        if (this.take(closer)) {
          closers.pop();
        } else {
          if (!this.take(0x2c) || (closer === 0x7d && !this.#skipKey())) return false;
          expectsValue = true;
        }
      }
    }
  }

  #skipKey(): boolean {
    this.skipBlanks();
    if (this.#readString() === undefined) return false;
    this.skipBlanks();
    return this.take(0x3a);
  }
}

/** The text of a quoted string with escapes; undefined when an escape is none. */
function unescape(quoted: string): string | undefined {
  try {
    const value: unknown = JSON.parse(quoted);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
