/** Looks into containers that stand as base64 or hex in the text that passes. */
import { encodings } from '../encodings/index.js';
import { createKernel } from '../kernel/create-kernel.js';
import type { Origin } from '../model/origin.js';
import type { Embedded } from '../scanner/embedded.js';
import { Nest } from '../scanner/nest.js';
import { type Placed, Searcher } from '../scanner/searcher.js';
import type { MarkerFacts } from './marker.js';

/** A container in a line of text is small; one that unpacks to more than this holds up the stream for too long. */
const limits = { depth: 4, ratioFloorBytes: 32 << 20, totalBytes: 64 << 20 } as const;

/** What is damaged was searched as far as it can be read by anybody. */
const readAsFarAsAnybody = new Set(['archive-corrupt', 'archive-truncated']);

/** What a container's marker says when nobody could look into it. */
const unknown: MarkerFacts = { kind: 'unread', namespace: null, serviceAccount: null, hash: '000000000000' };

/** A container that goes: its marker, and how many of its bytes there are. */
export interface OpenedArchive {
  readonly facts: MarkerFacts;
  readonly length: number;
}

/** Says what the marker of a token says that stands in a container. */
type Judge = (origin: Origin, placed: Placed) => MarkerFacts | undefined;

/** What a nest puts archives aside with that it must read at any place. */
type NestSpool = ConstructorParameters<typeof Nest>[1];

/** One opener a redactor: it has a searcher of its own, made when it is first needed. */
export class ArchiveOpener {
  readonly #spool: NestSpool;
  readonly #judge: Judge;
  #searcher: Searcher | undefined;

  constructor(spool: NestSpool, judge: Judge) {
    this.#spool = spool;
    this.#judge = judge;
  }

  /**
   * What to put in the place of a container: the marker of the first token in it. One that could not be read to its end,
   * for its size or its format, may hold one, so it gets a marker, too. Undefined when it holds none.
   */
  async open(embedded: Embedded): Promise<OpenedArchive | undefined> {
    for (const length of likelyLengths(embedded)) {
      const seen = await this.#look({ ...embedded, bytes: embedded.bytes.subarray(0, length) });
      if (!seen.isTruncated) return seen.facts === undefined ? undefined : { facts: seen.facts, length };
    }
    const { facts } = await this.#look(embedded);
    return facts === undefined ? undefined : { facts, length: embedded.bytes.length };
  }

  async #look(embedded: Embedded): Promise<{ readonly facts: MarkerFacts | undefined; readonly isTruncated: boolean }> {
    this.#searcher ??= new Searcher(encodings, createKernel);
    let first: MarkerFacts | undefined;
    let isUnread = false;
    let isTruncated = false;
    let hasContent = false;
    await new Nest(this.#searcher, this.#spool, limits).openEmbedded([embedded], { kind: 'stdin' }, undefined, {
      found: (origin, placed) => {
        const facts = this.#judge(origin, placed);
        first ??= facts;
      },
      failed: ({ code }) => {
        if (!readAsFarAsAnybody.has(code)) isUnread = true;
        if (code === 'archive-truncated') isTruncated = true;
      },
      skipped: ({ code }) => {
        if (code === 'embedded-doubtful') isTruncated = true;
      },
      searched: (bytes) => {
        if (bytes > 0) hasContent = true;
      },
    });
    const isUnknown = isUnread || (embedded.isCut && hasContent);
    return { facts: first ?? (isUnknown ? unknown : undefined), isTruncated };
  }
}

/**
 * Where a container may end when the text that it stands in goes on with the next line: at the first line that is
 * shorter than those before, or before it. Empty when there is none, or groups of four go over the break.
 */
function likelyLengths({ encodings: chain, segments, bytes, isCut }: Embedded): readonly number[] {
  if (chain.length !== 1 || chain[0] !== 'base64' || isCut) return [];
  const lengths: number[] = [];
  let characters = 0;
  let widest = 0;
  for (const { start, end } of segments) {
    if (end - start < widest) {
      for (const count of [characters, characters + end - start])
        if (count % 4 === 0) lengths.push(Math.min(bytes.length, (count * 3) / 4));
      break;
    }
    widest = end - start;
    characters += end - start;
  }
  return lengths;
}
