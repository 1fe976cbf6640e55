/** Walks JSON text byte by byte, however long, and knows where in the document it is. */
import type { Step } from './field-path.js';

/** Deeper documents are not followed: no manifest or record nests like that. */
const DEEPEST = 256;

/** Bytes of a key that are kept. */
const KEY_BYTES = 256;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** What is expected next, or what the walk is inside of. `lost`: this is no JSON. */
type State =
  | 'value'
  | 'first-item'
  | 'first-key'
  | 'key-start'
  | 'colon'
  | 'after'
  | 'literal'
  | 'text'
  | 'key'
  | 'lost';

interface Frame {
  isArray: boolean;
  index: number;
  readonly key: Uint8Array;
  keyLength: number;
}

/**
 * Brought the bytes of a document in order, in any pieces, it tells the path at the place it has come to. Flat in
 * memory and linear in time. Several documents may follow each other; the path is that within the last one. Text
 * that is no JSON loses it for good; a document that is cut off does not.
 */
export class JsonWalk {
  readonly #frames: Frame[] = [];
  #depth = 0;
  #state: State = 'value';
  #isEscaped = false;

  /** This is no JSON, or nothing that anybody should follow. */
  get isLost(): boolean {
    return this.#state === 'lost';
  }

  /** Whether it stands between two documents, or before the first. */
  get isOutside(): boolean {
    return this.#depth === 0;
  }

  /** Walks over `bytes`, which follow those before. */
  feed(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length && this.#state !== 'lost'; ) {
      if (this.#state === 'text' || this.#state === 'key') at = this.#string(bytes, at);
      else if (this.#state === 'literal' && isLiteral(bytes[at] as number)) at++;
      else this.#structure(bytes[at++] as number);
    }
  }

  /**
   * The steps to the string that the next byte belongs to; for a key, those to its object. Undefined when the next
   * byte belongs to no string.
   */
  path(): readonly Step[] | undefined {
    if (this.#state !== 'text' && this.#state !== 'key') return undefined;
    const steps: Step[] = [];
    const depth = this.#state === 'key' ? this.#depth - 1 : this.#depth;
    for (const frame of this.#frames.slice(0, depth)) steps.push(frame.isArray ? frame.index : keyText(frame));
    return steps;
  }

  /** Goes on to the end of a string, or of the bytes; answers the place behind. */
  #string(bytes: Uint8Array, from: number): number {
    let at = from;
    if (this.#isEscaped) {
      this.#isEscaped = false;
      at++;
    }
    for (;;) {
      const quote = bytes.indexOf(QUOTE, at);
      const end = quote < 0 ? bytes.length : quote;
      let slashes = 0;
      while (end - slashes > at && bytes[end - slashes - 1] === BACKSLASH) slashes++;
      const isEscaped = slashes % 2 === 1;
      if (quote < 0) {
        this.#isEscaped = isEscaped;
        break;
      }
      at = quote + 1;
      if (isEscaped) continue;
      this.#keepKey(bytes.subarray(from, quote));
      this.#state = this.#state === 'key' ? 'colon' : 'after';
      return at;
    }
    this.#keepKey(bytes.subarray(from));
    return bytes.length;
  }

  #keepKey(bytes: Uint8Array): void {
    if (this.#state !== 'key') return;
    const frame = this.#frames[this.#depth - 1] as Frame;
    const piece = bytes.subarray(0, KEY_BYTES - frame.keyLength);
    frame.key.set(piece, frame.keyLength);
    frame.keyLength += piece.length;
  }

  #structure(byte: number): void {
    if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) {
      if (this.#state === 'literal') this.#state = 'after';
      return;
    }
    switch (this.#state) {
      case 'first-item':
        if (byte === CLOSE_ARRAY) this.#close(true);
        else this.#value(byte);
        return;
      case 'value':
        this.#value(byte);
        return;
      case 'first-key':
        if (byte === CLOSE_OBJECT) this.#close(false);
        else this.#key(byte);
        return;
      case 'key-start':
        this.#key(byte);
        return;
      case 'colon':
        this.#state = byte === COLON ? 'value' : 'lost';
        return;
      default:
        this.#after(byte);
    }
  }

  #value(byte: number): void {
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) this.#open(byte === OPEN_ARRAY);
    else if (this.#depth === 0) this.#state = 'lost';
    else if (byte === QUOTE) this.#state = 'text';
    else this.#state = isLiteralStart(byte) ? 'literal' : 'lost';
  }

  #key(byte: number): void {
    const frame = this.#frames[this.#depth - 1] as Frame;
    frame.keyLength = 0;
    this.#state = byte === QUOTE ? 'key' : 'lost';
  }

  #after(byte: number): void {
    const frame = this.#frames[this.#depth - 1];
    if (frame === undefined) {
      this.#state = 'value';
      this.#value(byte);
    } else if (byte === COMMA) {
      frame.index++;
      this.#state = frame.isArray ? 'value' : 'key-start';
    } else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) this.#close(byte === CLOSE_ARRAY);
    else this.#state = 'lost';
  }

  #open(isArray: boolean): void {
    if (this.#depth === DEEPEST) {
      this.#state = 'lost';
      return;
    }
    const frame = (this.#frames[this.#depth] ??= { isArray, index: 0, key: new Uint8Array(KEY_BYTES), keyLength: 0 });
    frame.isArray = isArray;
    frame.index = 0;
    frame.keyLength = 0;
    this.#depth++;
    this.#state = isArray ? 'first-item' : 'first-key';
  }

  #close(isArray: boolean): void {
    if (this.#frames[this.#depth - 1]?.isArray !== isArray) {
      this.#state = 'lost';
      return;
    }
    this.#depth--;
    this.#state = 'after';
  }
}

function keyText({ key, keyLength }: Frame): string {
  const text = Buffer.from(key.buffer, 0, keyLength).toString('utf8');
  if (!text.includes('\\')) return text;
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
}

function isLiteralStart(byte: number): boolean {
  // A minus, a digit, or the first letter of true, false, null.
  return byte === 0x2d || (byte >= 0x30 && byte <= 0x39) || byte === 0x74 || byte === 0x66 || byte === 0x6e;
}

function isLiteral(byte: number): boolean {
  const letter = byte | 0x20;
  return (
    (letter >= 0x61 && letter <= 0x7a) ||
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x2b ||
    byte === 0x2d ||
    byte === 0x2e
  );
}
