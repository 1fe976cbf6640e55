/** From the tokens of a JSON parser to the parts of a report. What was told is let go: memory holds one part. */
import { Assembler } from 'stream-json/core/assembler.js';
import type { Token } from 'stream-json/core/parser.js';
import { foreign } from './foreign.js';
import type { Members, ReportPart } from './part.js';
import { unreadable } from './unreadable.js';

/** Real reports nest a dozen deep, claims of strangers 32 more. Deeper ones are made to harm. */
const DEEPEST = 256;
const SCHEMA = /^kubeleaks\/report\/(\d+)$/;
const VERSION = 1;

const lists: { readonly [key: string]: 'findings' | 'failure' | 'skipped' | 'transmission' } = {
  findings: 'findings',
  failures: 'failure',
  skipped: 'skipped',
  transmissions: 'transmission',
};

/** A level of the document that is walked through; what lies below is put together whole. */
type Level =
  | { readonly kind: 'top' | 'finding'; readonly members: { [key: string]: unknown } }
  | { readonly kind: 'findings' | 'sightings' | 'failure' | 'skipped' | 'transmission' | 'commits' };

/** Takes tokens in order; `drain` gives the parts that are whole. Throws `UsageError` `report-unreadable`. */
export class ReportWalk {
  readonly #file: string;
  readonly #levels: Level[] = [];
  readonly #assembler = new Assembler();
  #isAssembling = false;
  #key = '';
  #parts: ReportPart[] = [];
  #findings = 0;
  #hasSchema = false;
  #form: 'document' | 'events' | undefined;
  #isOver = false;

  /** `file` is what messages call it. */
  constructor(file: string) {
    this.#file = file;
  }

  /** Findings that were read whole. */
  get findings(): number {
    return this.#findings;
  }

  /** True between two values of the file. */
  get isAtTop(): boolean {
    return this.#levels.length === 0;
  }

  /** True when the report said how it ended. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** True when there was a report at all. */
  get isOurs(): boolean {
    return this.#form !== undefined;
  }

  /** The parts that came to be since the last call. */
  drain(): readonly ReportPart[] {
    const parts = this.#parts;
    this.#parts = [];
    return parts;
  }

  take(token: Token): void {
    if (this.#isAssembling) {
      this.#assembler.consume(token);
      if (this.#assembler.depth > DEEPEST) throw unreadable(this.#file, 'it nests deeper than any report');
      if (this.#assembler.done) this.#assembled();
      return;
    }
    switch (token.name) {
      case 'startObject':
      case 'startArray':
        this.#open(token);
        return;
      case 'endObject':
      case 'endArray':
        this.#close();
        return;
      case 'keyValue':
        this.#key = token.value;
        return;
      default:
        this.#assemble(token);
    }
  }

  #open(token: Token): void {
    const top = this.#levels.at(-1);
    const isList = token.name === 'startArray';
    const list = isList && top?.kind === 'top' ? lists[this.#key] : undefined;
    if (top === undefined && !isList) this.#levels.push({ kind: 'top', members: newMembers() });
    else if (list !== undefined) this.#levels.push({ kind: list });
    else if (top?.kind === 'top' && !isList && this.#key === 'commits') this.#levels.push({ kind: 'commits' });
    else if (top?.kind === 'findings' && !isList) this.#levels.push({ kind: 'finding', members: newMembers() });
    else if (top?.kind === 'finding' && isList && this.#key === 'sightings') this.#levels.push({ kind: 'sightings' });
    else this.#assemble(token);
  }

  #assemble(token: Token): void {
    // A list or a bare word at the top is nothing that we write.
    if (this.#levels.length === 0) throw unreadable(this.#file, foreign(null));
    this.#isAssembling = true;
    this.#assembler.consume(token);
    if (this.#assembler.done) this.#assembled();
  }

  #assembled(): void {
    this.#isAssembling = false;
    const value: unknown = this.#assembler.current;
    this.#assembler.current = null;
    const level = this.#levels.at(-1);
    switch (level?.kind) {
      case 'top':
        if (this.#key === 'schema') this.#checkSchema(value, level.members);
        level.members[this.#key] = value;
        return;
      case 'finding':
        level.members[this.#key] = value;
        return;
      case 'sightings':
        this.#parts.push({ kind: 'sighting', fingerprint: null, value });
        return;
      case 'failure':
      case 'skipped':
      case 'transmission':
        this.#parts.push({ kind: level.kind, value });
        return;
      case 'commits':
        this.#parts.push({ kind: 'commit', id: this.#key, value });
        return;
      default:
        throw unreadable(this.#file, foreign(null));
    }
  }

  #close(): void {
    const level = this.#levels.pop();
    if (level?.kind === 'finding') {
      this.#findings += 1;
      this.#parts.push({ kind: 'finding', value: level.members });
    } else if (level?.kind === 'top') {
      this.#closeTop(level.members);
    }
  }

  #closeTop(members: Members): void {
    const { type } = members;
    this.#form ??= typeof type === 'string' ? 'events' : 'document';
    if (this.#form === 'events') {
      this.#event(type, members);
      return;
    }
    if (!this.#hasSchema) throw unreadable(this.#file, foreign(members));
    if (this.#isOver) throw unreadable(this.#file, 'it holds more than one report; name them one by one');
    this.#isOver = true;
    for (const kind of ['tool', 'run', 'summary'] as const) this.#parts.push({ kind, value: members[kind] });
  }

  #event(type: unknown, members: Members): void {
    const isFirst = !this.#hasSchema;
    if (isFirst && (type !== 'start' || !isOurTool(members['tool']))) throw unreadable(this.#file, foreign(members));
    this.#hasSchema = true;
    if (typeof type !== 'string') throw unreadable(this.#file, foreign(members));
    switch (type) {
      case 'start':
        if (!isFirst) throw unreadable(this.#file, 'it holds more than one report; name them one by one');
        for (const kind of ['tool', 'run'] as const) this.#parts.push({ kind, value: members[kind] });
        return;
      case 'finding':
        this.#findings += 1;
        this.#parts.push({ kind: 'finding', value: membersOf(members['finding']) });
        return;
      case 'sighting':
        this.#parts.push({ kind: 'sighting', fingerprint: members['fingerprint'] ?? '', value: members['sighting'] });
        return;
      case 'failure':
      case 'skipped':
      case 'transmission':
        this.#parts.push({ kind: type, value: members[type] });
        return;
      case 'commit':
        this.#parts.push({ kind: 'commit', id: String(members['id']), value: members });
        return;
      case 'summary':
        this.#isOver = true;
        this.#parts.push({ kind: 'summary', value: members['summary'] });
        return;
      default:
        this.#parts.push({ kind: 'event', type, value: members });
    }
  }

  #checkSchema(schema: unknown, members: Members): void {
    const version = typeof schema === 'string' ? SCHEMA.exec(schema)?.[1] : undefined;
    if (version === undefined) throw unreadable(this.#file, foreign(members));
    if (Number(version) !== VERSION) {
      const reason = `it was made by a newer kubeleaks (report version ${version}, this one reads ${VERSION})`;
      throw unreadable(this.#file, `${reason}; update kubeleaks, or make the report again with this one`);
    }
    this.#hasSchema = true;
    this.#form = 'document';
  }
}

function newMembers(): { [key: string]: unknown } {
  return Object.create(null) as { [key: string]: unknown };
}

function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {};
}

function isOurTool(tool: unknown): boolean {
  return membersOf(tool)['name'] === 'kubeleaks';
}
