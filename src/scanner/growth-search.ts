/** Searches what came to a file since the last look, so that nothing is told twice and nothing is passed over. */
import type { Spool } from '../containers/container.js';
import { containerMagicBytes, recogniseContainer } from '../containers/recognise-container.js';
import { encodings } from '../encodings/index.js';
import { createKernel } from '../kernel/create-kernel.js';
import type { ArchiveLimits } from '../model/archive-limits.js';
import type { FollowProgress } from '../model/follow-progress.js';
import type { Origin } from '../model/origin.js';
import { hull, type Span } from '../model/span.js';
import type { Embedded } from './embedded.js';
import { EmbeddedList } from './embedded-list.js';
import { Nest } from './nest.js';
import type { NestSink } from './nest-sink.js';
import { type Followed, type FollowManner, type Placed, type Readable, Searcher } from './searcher.js';
import type { Streamed } from './stream-search.js';

/** A file that grows, and where it is. */
export interface GrowingFile extends Readable {
  readonly origin: Origin;
}

/** What a look brought. */
export interface Growth {
  readonly told: readonly Streamed[];
  readonly progress: FollowProgress;
  /** Up to here the file was read. */
  readonly position: number;
  readonly hasFailed: boolean;
}

/** What is told of one file in one look, and the places of it that a later look would tell again. */
class Look {
  readonly told: Streamed[] = [];
  readonly inText: EmbeddedList;
  readonly #origin: Origin;
  readonly #from: FollowProgress;
  readonly #places: Map<string, number>;

  constructor({ origin }: GrowingFile, from: FollowProgress) {
    this.#origin = origin;
    this.#from = from;
    this.#places = new Map(from.told.map((place) => [place, Number(place.slice(place.indexOf('-') + 1))]));
    this.inText = new EmbeddedList(origin, this.sink, false);
  }

  readonly sink: NestSink = {
    found: (origin, placed) => this.#sighted(origin, placed, placed.newlines, placed.lineStart ?? 0),
    failed: (failure) => this.told.push({ kind: 'failed', failure }),
    skipped: (skipped) => this.told.push({ kind: 'skipped', skipped }),
    searched: (bytes) => this.told.push({ kind: 'searched', bytes, haystacks: 1, objects: 0, totalBytes: null }),
  };

  found(placed: Placed): void {
    if (!this.#isNew(placed.segments)) return;
    const { newlines, lineStart } = this.#from;
    this.#sighted(this.#origin, placed, newlines + placed.newlines, placed.lineStart ?? lineStart);
  }

  embedded(embedded: Embedded): void {
    if (this.#isNew(embedded.segments)) this.inText.add(embedded);
  }

  /** Where the next look starts, and what it must not tell again. */
  progress({ settled, lines }: Followed): FollowProgress {
    const before = this.#from;
    return {
      offset: settled,
      newlines: before.newlines + lines.newlines,
      lineStart: lines.lineStart ?? before.lineStart,
      told: [...this.#places].filter(([, end]) => end > settled).map(([place]) => place),
    };
  }

  #sighted(origin: Origin, placed: Placed, newlines: number, lineStart: number): void {
    const { token, segments, encodings: chain, allowedBy, field, record } = placed;
    const column = (segments[0] as Span).start - lineStart + 1;
    const place = { origin, segments, encodings: chain, line: newlines + 1, column, allowedBy, field, record };
    this.told.push({ kind: 'sighted', token, place });
  }

  #isNew(segments: readonly Span[]): boolean {
    const { start, end } = hull(segments);
    const place = `${start}-${end}`;
    if (this.#places.has(place)) return false;
    this.#places.set(place, end);
    return true;
  }
}

/** One for a run; files go through it in any order. */
export class GrowthSearch {
  readonly #searcher = new Searcher(encodings, createKernel);
  readonly #nest: Nest;

  constructor(spool: Spool, archiveLimits: ArchiveLimits) {
    this.#nest = new Nest(this.#searcher, spool, archiveLimits);
  }

  /** True when its first bytes say that it has to be opened before it can be searched. */
  isContainer(file: Readable): boolean {
    const head = new Uint8Array(containerMagicBytes);
    return recogniseContainer(head.subarray(0, Math.max(0, file.read(head, 0, head.length, 0)))) !== undefined;
  }

  /** Looks at what is new. Never throws for what the file holds. */
  async look(file: GrowingFile, from: FollowProgress, manner: FollowManner): Promise<Growth> {
    const look = new Look(file, from);
    const sink = {
      found: (placed: Placed) => look.found(placed),
      embedded: (embedded: Embedded) => look.embedded(embedded),
    };
    const followed = this.#searcher.follow(file, sink, from.offset, manner);
    const { items } = look.inText;
    if (items.length > 0) {
      const read = (target: Uint8Array, position: number): number => file.read(target, 0, target.length, position);
      await this.#nest.openEmbedded(items, file.origin, read, look.sink);
    }
    return {
      told: look.told,
      progress: look.progress(followed),
      position: followed.position,
      hasFailed: followed.hasFailed,
    };
  }
}
