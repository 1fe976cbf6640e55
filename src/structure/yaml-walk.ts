/** Walks up from a line of YAML by its indentation, and so learns the path to what stands there. */
import type { Span } from '../model/span.js';
import type { Step } from './field-path.js';
import type { Surroundings } from './surroundings.js';
import { type YamlLine, yamlLine } from './yaml-line.js';

/** How far up is looked: what begins before is not known. */
const REACH = 128 * 1024;

/** Bytes of a line that are read: more than any key and its indentation. */
const LINE_BYTES = 512;

/** Indented deeper, it is no manifest. */
const DEEPEST = 64;

/** Ways up that are remembered. */
const REMEMBERED = 4096;

/**
 * What the ways up may cost in all: so much at once, and so many bytes for each byte that lies between the places.
 * Remembered ways keep manifests far below; only text that is made for it comes near.
 */
const EFFORT = 8 * 1024 * 1024;
const EFFORT_PER_BYTE = 2;

/** What a line costs besides its bytes. */
const LINE_COST = 64;

/** Where a line that was met before belongs: the steps to what holds it (null: unknown), and its index in a list. */
interface Known {
  readonly holder: readonly Step[] | null;
  readonly index: number;
}

/** A line on the way up: `below` are the steps from its holder on down. */
interface Passed {
  readonly at: string;
  readonly below: number;
  readonly index: number | null;
}

interface Climb {
  readonly around: Surroundings;
  /** Offset of the first byte that may be looked at. */
  readonly least: number;
  /** Bytes that may still be passed. */
  effort: number;
  /** Start of the line that was looked at last; lines above it are still to come. */
  start: number;
  steps: Step[];
  passed: Passed[];
  /** The text may stand in a block scalar alone: where no block is met, it is no YAML. */
  needsBlock: boolean;
}

type Met = { readonly line: YamlLine; readonly start: number } | 'top' | 'beyond';

/** One haystack at a time. Remembers the ways up, so that many places in one long list cost no more than its length. */
export class YamlWalk {
  #known = new Map<string, Known>();
  #first: number | undefined;
  #spent = 0;

  /** Forgets the haystack before. */
  reset(): void {
    this.#known.clear();
    this.#first = undefined;
    this.#spent = 0;
  }

  /**
   * The steps to the value that holds the byte at `offset`, whose line runs from `start` to `end`; undefined when this
   * is no YAML.
   */
  path(around: Surroundings, { start, end }: Span, offset: number): readonly Step[] | undefined {
    const line = lineAt(around, start);
    if (line.kind === 'skip' || line.kind === 'mark' || endsLikeCode(around, start, end)) return undefined;
    this.#first ??= offset;
    const effort = EFFORT + EFFORT_PER_BYTE * Math.max(0, offset - this.#first) - this.#spent;
    const climb: Climb = {
      around,
      least: Math.max(0, start - REACH),
      effort,
      start,
      steps: [],
      passed: [],
      needsBlock: false,
    };
    const holder = this.#begin(climb, line, offset - start);
    this.#spent += effort - climb.effort;
    this.#remember(climb, holder);
    return holder === undefined || holder === null ? undefined : [...holder, ...climb.steps];
  }

  /** Answers the steps above `climb.steps`; null and undefined when there are none to be known. */
  #begin(climb: Climb, line: YamlLine, column: number): readonly Step[] | null | undefined {
    const { key, dashes, start } = { ...line, start: climb.start };
    if (key !== null && column >= key.valueAt) {
      if (line.value !== 'text') return undefined;
      return this.#fromKey(climb, line, start);
    }
    const dash = dashes[dashes.length - 1];
    if (key === null && dash !== undefined && column > dash)
      return this.#fromItem(climb, line, dashes.length - 1, start);
    if (key !== null || dash !== undefined || line.indent === 0) return undefined;
    return this.#fromText(climb, line.indent);
  }

  /** The place is in lines without a key: a value that began above. */
  #fromText(climb: Climb, indent: number): readonly Step[] | null | undefined {
    let least = indent;
    const here = (): string => `${climb.start}:${least}:${climb.needsBlock ? 'block' : 'text'}`;
    climb.passed.push({ at: here(), below: 0, index: null });
    for (;;) {
      const met = above(climb);
      if (met === 'top' || met === 'beyond') return undefined;
      const { line, start } = met;
      const known = this.#known.get(here());
      if (known !== undefined) return known.holder;
      if (line.indent >= least) continue;
      if (line.kind === 'text') {
        least = line.indent;
        if (least === 0) return undefined;
        climb.needsBlock = true;
        climb.passed.push({ at: here(), below: 0, index: null });
      } else if (line.key !== null) {
        climb.needsBlock &&= line.value !== 'block';
        return this.#fromKey(climb, line, start);
      } else if (line.value === 'block' || line.value === 'text') {
        climb.needsBlock &&= line.value !== 'block';
        return this.#fromItem(climb, line, line.dashes.length - 1, start);
      } else return undefined;
    }
  }

  /** The key of `line` holds what was passed: goes on with what holds the key. */
  #fromKey(climb: Climb, line: YamlLine, start: number): readonly Step[] | null | undefined {
    const { name, column } = line.key as NonNullable<YamlLine['key']>;
    climb.steps.unshift(name);
    climb.passed.push({ at: `${start}:${column}`, below: climb.steps.length, index: null });
    if (climb.steps.length > DEEPEST) return undefined;
    const item = line.dashes.length - 1;
    if (item >= 0) return this.#fromItem(climb, line, item, start);
    if (column === 0) return climb.needsBlock ? undefined : [];
    for (;;) {
      const met = above(climb);
      if (met === 'top') return climb.needsBlock ? undefined : [];
      if (met === 'beyond') return undefined;
      const sibling = this.#known.get(`${met.start}:${column}`);
      if (sibling !== undefined && met.line.key?.column === column && !climb.needsBlock) return sibling.holder;
      if (met.line.indent >= column) continue;
      if (met.line.key?.column === column)
        return this.#fromItem(climb, met.line, met.line.dashes.length - 1, met.start);
      return this.#into(climb, met.line, met.start, column);
    }
  }

  /** Goes on with a line above that is indented less than `column`. */
  #into(climb: Climb, line: YamlLine, start: number, column: number): readonly Step[] | null | undefined {
    if (line.kind !== 'content') {
      climb.steps = [];
      climb.passed = [];
      climb.needsBlock = true;
      return line.indent === 0 ? undefined : this.#fromText(climb, line.indent + 1);
    }
    if (line.value === 'block') {
      climb.steps = [];
      climb.passed = [];
      climb.needsBlock = false;
    } else if (line.value !== 'nothing') {
      climb.steps = [];
      climb.passed = [];
      climb.needsBlock = true;
    }
    if (line.key !== null && line.key.column <= column) return this.#fromKey(climb, line, start);
    const dash = line.dashes.findLastIndex((at) => at < column);
    return dash < 0 ? undefined : this.#fromItem(climb, line, dash, start);
  }

  /** The item that the dash number `which` of `line` opens holds what was passed: counts its siblings above. */
  #fromItem(climb: Climb, line: YamlLine, which: number, start: number): readonly Step[] | null | undefined {
    const column = line.dashes[which] as number;
    const own = `${start}:${column}`;
    let index = 0;
    if (climb.steps.length > DEEPEST) return undefined;
    const done = (): void => {
      climb.steps.unshift(index);
      climb.passed.push({ at: own, below: climb.steps.length, index });
    };
    if (which > 0) {
      done();
      return this.#fromItem(climb, line, which - 1, start);
    }
    for (;;) {
      const met = above(climb);
      if (met === 'beyond') {
        done();
        return undefined;
      }
      if (met === 'top') {
        done();
        return climb.needsBlock ? undefined : [];
      }
      const { line: upper } = met;
      if (upper.dashes.includes(column)) {
        index++;
        const known = this.#known.get(`${met.start}:${column}`);
        if (known !== undefined && !climb.needsBlock) {
          index += known.index;
          done();
          return known.holder;
        }
        const outer = upper.dashes.indexOf(column) - 1;
        if (outer < 0) continue;
        done();
        return this.#fromItem(climb, upper, outer, met.start);
      }
      if (upper.indent > column) continue;
      done();
      if (upper.indent === column && (upper.key === null || upper.value !== 'nothing')) return undefined;
      return this.#into(climb, upper, met.start, column);
    }
  }

  #remember(climb: Climb, holder: readonly Step[] | null | undefined): void {
    const steps = holder === undefined || holder === null ? null : [...holder, ...climb.steps];
    for (const { at, below, index } of climb.passed) {
      this.#known.set(at, { holder: steps === null ? null : steps.slice(0, steps.length - below), index: index ?? 0 });
    }
    for (const at of this.#known.keys()) {
      if (this.#known.size <= REMEMBERED) break;
      this.#known.delete(at);
    }
  }
}

/** The next line above that says something. */
function above(climb: Climb): Met {
  for (;;) {
    if (climb.start === 0) return 'top';
    const start = climb.effort < 0 ? undefined : climb.around.lineStart(climb.start - 1, climb.start - 1 - climb.least);
    if (start === undefined) return 'beyond';
    climb.effort -= climb.start - start + LINE_COST;
    climb.start = start;
    const line = lineAt(climb.around, start);
    if (line.kind === 'mark') return 'top';
    if (line.kind !== 'skip') return { line, start };
  }
}

function lineAt(around: Surroundings, start: number): YamlLine {
  const bytes = around.bytes(start, start + LINE_BYTES);
  const end = bytes.indexOf(0x0a);
  return yamlLine(Buffer.from(bytes.buffer, bytes.byteOffset, end < 0 ? bytes.length : end).toString('utf8'));
}

/** A line that ends like that is an object in code or JSON, not YAML. */
function endsLikeCode(around: Surroundings, start: number, end: number): boolean {
  const tail = Buffer.from(around.bytes(Math.max(start, end - 8), end)).toString('latin1');
  return /[,;({[]\s*$/.test(tail);
}
