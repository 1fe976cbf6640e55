/** Base64 of any length, decoded piece by piece: for containers that stand in text. */
import { alphabet, decode } from './base64.js';
import { JoinedText } from './joined-text.js';

/** Decodes base64 that may be broken over lines, from its first character on, until it ends. */
export class Base64Stream {
  #carry: Uint8Array = new Uint8Array(0);
  #rest: Uint8Array = new Uint8Array(0);
  #isEnded = false;

  /** True when a character came that is none of base64's; what follows is not looked at. */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** The bytes that `chunk` made whole. */
  push(chunk: Uint8Array): Uint8Array {
    if (this.#isEnded) return new Uint8Array(0);
    const data = Buffer.concat([this.#carry, chunk]);
    const joined = new JoinedText(data, 0, alphabet, data.length);
    joined.readTo(data.length + 1);
    this.#isEnded = !joined.isCut;
    this.#carry = data.subarray(joined.end);
    const text = Buffer.concat([this.#rest, joined.text.subarray(0, joined.length)]);
    const whole = this.#isEnded ? text.length : text.length - (text.length % 4);
    this.#rest = text.subarray(whole);
    return decode(text.subarray(0, whole));
  }

  /** The bytes of the last characters, when no further chunk comes. */
  finish(): Uint8Array {
    return this.#isEnded ? new Uint8Array(0) : decode(this.#rest);
  }
}
