/** Reads the head of a commit (git-commit-tree; gitformat-signature tells the rest). All of it is a stranger's text. */

const BREAK = 10;
const SPACE = 32;
const ZERO = 48;
/** Merges of more are nobody's work. */
const MOST_PARENTS = 10_000;
/** Beyond, `Date` does not go. */
const LAST_SECOND = 8_640_000_000_000;
const MOST_DIGITS = 15;
const MOST_ZONE_DIGITS = 7;

const NO_DIGIT = 16;
const digits = Uint8Array.from({ length: 256 }, (_, byte) => {
  const value = Number.parseInt(String.fromCharCode(byte), 16);
  return Number.isNaN(value) ? NO_DIGIT : value;
});

/** Reads one commit after the other, without making anything of what it reads; its fields are those of the last one. */
export class CommitHead {
  readonly tree: Uint8Array;
  /** Names of the parents, one after the other. */
  parents: Uint8Array;
  parentCount = 0;
  /** Seconds since 1970 when it was committed; 0 when it does not say. */
  date = 0;
  readonly #hashBytes: number;

  /** `hashBytes`: 20 (SHA-1) or 32 (SHA-256). */
  constructor(hashBytes: number) {
    this.#hashBytes = hashBytes;
    this.tree = new Uint8Array(hashBytes);
    this.parents = new Uint8Array(2 * hashBytes);
  }

  /** False when it does not start as a commit does. */
  read(bytes: Uint8Array): boolean {
    const hashBytes = this.#hashBytes;
    this.parentCount = 0;
    this.date = 0;
    if (!startsWith(bytes, 0, 'tree ') || !this.#readName(bytes, 5, this.tree, 0)) return false;
    let at = 6 + 2 * hashBytes;
    while (startsWith(bytes, at, 'parent ') && this.parentCount < MOST_PARENTS) {
      if (this.parentCount * hashBytes === this.parents.length) this.#grow();
      if (!this.#readName(bytes, at + 7, this.parents, this.parentCount * hashBytes)) return false;
      this.parentCount += 1;
      at += 8 + 2 * hashBytes;
    }
    while (at < bytes.length && bytes[at] !== BREAK) {
      const end = lineEnd(bytes, at);
      if (startsWith(bytes, at, 'committer ')) {
        this.date = plainDate(bytes, at, end) ?? dateOf(Buffer.from(bytes.subarray(at, end)).toString('latin1'));
        break;
      }
      at = end + 1;
    }
    return true;
  }

  /** Reads a name in hex that a line ends with. */
  #readName(bytes: Uint8Array, at: number, target: Uint8Array, place: number): boolean {
    const hashBytes = this.#hashBytes;
    if (bytes[at + 2 * hashBytes] !== BREAK) return false;
    let isName = true;
    for (let index = 0; index < hashBytes; index += 1) {
      const high = digits[bytes[at + 2 * index] as number] as number;
      const low = digits[bytes[at + 2 * index + 1] as number] as number;
      isName &&= (high | low) < NO_DIGIT;
      target[place + index] = high * 16 + low;
    }
    return isName;
  }

  #grow(): void {
    const more = new Uint8Array(this.parents.length * 2);
    more.set(this.parents);
    this.parents = more;
  }
}

/** The time in a line of author, committer or tagger: seconds, or 0. */
export function dateOf(line: string): number {
  const seconds = Number(/> (\d{1,15})(?: [+-]\d{1,7})?\s*$/.exec(line)?.[1] ?? 0);
  return Math.min(seconds, LAST_SECOND);
}

/** As `dateOf`, of a line that ends as git writes it: `> 1700000000 +0100`. Undefined when it does not. */
function plainDate(bytes: Uint8Array, start: number, end: number): number | undefined {
  const zone = digitsBefore(bytes, start, end);
  const sign = bytes[zone - 1];
  if (zone === end || end - zone > MOST_ZONE_DIGITS || (sign !== 0x2b && sign !== 0x2d)) return undefined;
  if (bytes[zone - 2] !== SPACE) return undefined;
  const last = zone - 2;
  const first = digitsBefore(bytes, start, last);
  if (first === last || last - first > MOST_DIGITS) return undefined;
  if (bytes[first - 1] !== SPACE || bytes[first - 2] !== 0x3e) return undefined;
  let seconds = 0;
  for (let at = first; at < last; at += 1) seconds = seconds * 10 + (bytes[at] as number) - ZERO;
  return Math.min(seconds, LAST_SECOND);
}

/** Where the digits start that stand before `end`. */
function digitsBefore(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at > start && (bytes[at - 1] as number) >= ZERO && (bytes[at - 1] as number) < ZERO + 10) at -= 1;
  return at;
}

function lineEnd(bytes: Uint8Array, at: number): number {
  let end = at;
  while (end < bytes.length && bytes[end] !== BREAK) end += 1;
  return end;
}

function startsWith(bytes: Uint8Array, at: number, word: string): boolean {
  for (let index = 0; index < word.length; index += 1) {
    if (bytes[at + index] !== word.charCodeAt(index)) return false;
  }
  return true;
}
