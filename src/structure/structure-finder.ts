/** Where in a structure a token stands: the path of its field, and what the log record around it says of itself. */
import type { JsonObject } from '../model/json.js';
import { fieldPath, type Step } from './field-path.js';
import { JsonWalk } from './json-walk.js';
import { criPrefix, logRecord } from './log-record.js';
import { type ReadBytes, Surroundings } from './surroundings.js';
import { YamlWalk } from './yaml-walk.js';

/** What is known of a place; null where nothing is. */
export interface Structure {
  /** As `items[3].data.token`. */
  readonly field: string | null;
  /** The log record's facts; its `kind` names the format. */
  readonly record: JsonObject | null;
}

/** The longest line that is taken for a record. */
const LINE = 256 * 1024;

/** How far back the first line of a pretty-printed document is looked for, in a text that is not JSON as a whole. */
const REACH = 64 * 1024;

/** Bytes at the start of a haystack that say whether it is one JSON document. */
const HEAD = 4096;

/** Walks that are kept, so that further tokens of the same line or document go on where the last one stood. */
const WALKS = 6;

/** Documents that are walked again from their start because a place lay before the last one. */
const RESTARTS = 4;

/** JSON in the middle of a line: openings that are tried. */
const OPENINGS = 3;

interface Walk {
  readonly start: number;
  readonly walk: JsonWalk;
  position: number;
}

interface Line {
  readonly start: number;
  readonly end: number;
  readonly record: JsonObject | null;
  /** Where its JSON begins. */
  readonly jsonAt: number | null;
}

/** `document`: the whole is one JSON document, as far as its first line tells. `lines`: it begins like a JSON line. */
interface Head {
  readonly kind: 'document' | 'lines' | 'other';
  readonly start: number;
}

/**
 * One haystack at a time, places in the order of the haystack. Never throws. Costs nothing until something is found;
 * then a line, or one walk over the document up to there. Where bytes can be read again the answer depends on the
 * haystack alone, else on what is still at hand.
 */
export class StructureFinder {
  #around = new Surroundings();
  #name: string | undefined;
  #head: Head | undefined;
  #line: Line | undefined;
  /** A place before which no line began within reach. */
  #endless: number | undefined;
  #walks: Walk[] = [];
  /** The nearest opening bracket at the start of a line `before` an offset. */
  #opening: { readonly at: number | undefined; readonly before: number } = { at: undefined, before: 0 };
  #restarts = 0;
  readonly #yaml = new YamlWalk();

  /** Starts a haystack. Parts of a long one that bear the same `name` share the walk from its start. */
  begin(read?: ReadBytes, name?: string): void {
    const isSame = name !== undefined && name === this.#name;
    this.#around = new Surroundings(read);
    if (!isSame) this.#walks = [];
    this.#name = name;
    this.#head = undefined;
    this.#line = undefined;
    this.#endless = undefined;
    this.#opening = { at: undefined, before: 0 };
    this.#restarts = 0;
    this.#yaml.reset();
  }

  /** What is known of the byte at absolute `offset`, near `bytes`, which stand at `base` and are used during the call alone. */
  find(bytes: Uint8Array, base: number, offset: number): Structure {
    const around = this.#around;
    around.use(bytes, base);
    this.#head ??= headOf(around);
    const line = this.#lineWith(offset);
    const steps = this.#steps(line, offset);
    return { field: steps === undefined || steps.length === 0 ? null : fieldPath(steps), record: line?.record ?? null };
  }

  #steps(line: Line | undefined, offset: number): readonly Step[] | undefined {
    const head = this.#head as Head;
    const isRecord = line !== undefined && line.jsonAt !== null && head.kind !== 'document';
    const inLine = isRecord ? this.#walkTo(line.jsonAt, offset) : undefined;
    if (inLine !== undefined) return inLine;
    const isInDocument = head.kind === 'document' || (head.kind === 'lines' && line === undefined);
    const inDocument = isInDocument ? this.#walkTo(head.start, offset) : undefined;
    if (inDocument !== undefined || line === undefined) return inDocument;
    const opening = this.#openingBefore(line.start);
    return (
      (opening === undefined ? undefined : this.#walkTo(opening, offset)) ??
      this.#yaml.path(this.#around, line, offset) ??
      this.#withinLine(line.start, offset)
    );
  }

  /** The line that holds `offset`; undefined when it began too far back. */
  #lineWith(offset: number): Line | undefined {
    if (this.#line !== undefined && this.#line.start <= offset && offset <= this.#line.end) return this.#line;
    const since = this.#endless === undefined ? LINE : offset - this.#endless;
    const start = this.#around.lineStart(offset, since >= 0 && since < LINE ? since : LINE);
    if (start === undefined) {
      this.#endless = offset;
      return undefined;
    }
    const end = this.#around.lineEnd(offset, LINE);
    const bytes = this.#around.bytes(start, Math.min(end, start + LINE));
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1', 0, 128);
    const prefix = criPrefix.exec(text)?.[0].length ?? 0;
    const isJson = text[prefix] === '{' || text[prefix] === '[';
    const whole = isJson || prefix > 0 || /^[IWEF]\d{4} /.test(text);
    const record = whole ? logRecord(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')) : null;
    this.#line = { start, end, record, jsonAt: isJson ? start + prefix : null };
    return this.#line;
  }

  /** The path at `offset` in the JSON that begins at `start`. */
  #walkTo(start: number, offset: number): readonly Step[] | undefined {
    if (offset < start) return undefined;
    let walk = this.#walks.find((other) => other.start === start);
    if (walk !== undefined && walk.position > offset && this.#restarts++ < RESTARTS) {
      this.#walks = this.#walks.filter((other) => other !== walk);
      walk = undefined;
    }
    if (walk === undefined) {
      walk = { start, walk: new JsonWalk(), position: start };
      if (this.#walks.length >= WALKS) this.#walks.splice(this.#walks[0]?.start === this.#head?.start ? 1 : 0, 1);
      this.#walks.push(walk);
    }
    while (walk.position < offset && !walk.walk.isLost) {
      const page = this.#around.pageWith(walk.position);
      if (page === undefined) return undefined;
      const piece = page.bytes.subarray(walk.position - page.base, offset - page.base);
      walk.walk.feed(piece);
      walk.position += piece.length;
    }
    return walk.position === offset ? walk.walk.path() : undefined;
  }

  /** The nearest line above that begins with a bracket at its first column: a pretty-printed document in a text. */
  #openingBefore(start: number): number | undefined {
    const least = this.#around.availableFrom(Math.max(0, start - REACH));
    const from = start >= this.#opening.before ? Math.max(least, this.#opening.before - 1) : least;
    const bytes = this.#around.bytes(from, start);
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    const found = Math.max(text.lastIndexOf('\n{'), text.lastIndexOf('\n['));
    this.#opening = { at: found < 0 ? this.#opening.at : from + found + 1, before: start };
    return this.#opening.at !== undefined && this.#opening.at >= least && this.#opening.at < start
      ? this.#opening.at
      : undefined;
  }

  /** JSON behind other words, as `Response Body: {"kind":…`. */
  #withinLine(start: number, offset: number): readonly Step[] | undefined {
    const bytes = this.#around.bytes(start, offset);
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    let at = -1;
    for (let tried = 0; tried < OPENINGS; tried++) {
      at = text.indexOf('{"', at + 1);
      if (at < 0) return undefined;
      const steps = this.#walkTo(start + at, offset);
      if (steps !== undefined) return steps;
    }
    return undefined;
  }
}

function headOf(around: Surroundings): Head {
  const bytes = around.bytes(0, HEAD);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const start = /^(?:\xef\xbb\xbf)?\s*/.exec(text)?.[0].length ?? 0;
  if (text[start] !== '{' && text[start] !== '[') return { kind: 'other', start };
  const end = text.indexOf('\n', start);
  const isOpen = end >= 0 && /[{[,:]\s*$/.test(text.slice(start, end));
  return { kind: isOpen ? 'document' : 'lines', start };
}
