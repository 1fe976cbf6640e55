/** Containers inside containers: opens what must be opened first, and searches what lies at the bottom. */
import { Budget } from '../containers/budget.js';
import type { Container, ContainerInput, Entry, RandomAccess, Spool } from '../containers/container.js';
import type { ContainerLimits } from '../containers/limits.js';
import { containerMagicBytes, recogniseContainer } from '../containers/recognise-container.js';
import { zip } from '../containers/zip.js';
import { encodings } from '../encodings/index.js';
import { createKernel } from '../kernel/create-kernel.js';
import type { Origin } from '../model/origin.js';
import type { PathText } from '../model/path-text.js';
import type { Embedded } from './embedded.js';
import { DoubtedSink } from './doubted-sink.js';
import { PassingText } from './passing-text.js';
import { type ReadAt, reread } from './reread.js';
import type { NestSink } from './nest-sink.js';
import { Searcher } from './searcher.js';

/** Suffixes that compressed files carry, taken off to name what they hold. */
const suffix = /\.(?:gz|gzip|z|zst|zstd|xz|bz2|lz4)$/i;

/** Bytes that a container gave before it is believed to be one. */
const SOUND_BYTES = 256 * 1024;

/** Opens containers, and searches what is in them. */
export class Nest {
  /** Those that search nothing now: texts that archives stand in are searched while those are opened. */
  readonly #searchers: Searcher[];
  readonly #spool: Spool;
  readonly #limits: Partial<ContainerLimits>;

  /** `searcher`: one that is free whenever something is opened; without it, some are made when needed. */
  constructor(searcher: Searcher | undefined, spool: Spool, limits: Partial<ContainerLimits> = {}) {
    this.#searchers = searcher === undefined ? [] : [searcher];
    this.#spool = spool;
    this.#limits = limits;
  }

  /** Opens `container`, whose bytes are those of `origin`. Never throws for what it holds; errors of `chunks` pass. */
  async open(
    container: Container,
    origin: Origin,
    chunks: AsyncIterable<Uint8Array>,
    randomAccess: RandomAccess | undefined,
    sink: NestSink,
  ): Promise<void> {
    const input =
      randomAccess === undefined ? { chunks, spool: this.#spool } : { chunks, randomAccess, spool: this.#spool };
    await this.#open(container, origin, input, new Budget(this.#limits), 1, sink);
  }

  /** Searches bytes that stream, and opens them first when they are a container. As `open`. */
  async search(chunks: AsyncIterable<Uint8Array>, origin: Origin, sink: NestSink): Promise<void> {
    await this.#bytes(chunks, origin, new Budget(this.#limits), 0, sink);
  }

  /**
   * Opens what the search of `origin` found to stand in its text. `read` gives the haystack's bytes again, where it
   * can; else a container that one layer did not hold whole is read as far as it goes.
   */
  async openEmbedded(
    found: readonly Embedded[],
    origin: Origin,
    read: ReadAt | undefined,
    sink: NestSink,
  ): Promise<void> {
    const budget = new Budget(this.#limits);
    for (const embedded of found) await this.#openEmbedded(embedded, origin, read, budget, sink);
  }

  /** For a text that passes by, searched by `searcher`, which is none of the nest's: opens what stands in it. */
  passing(searcher: Searcher, origin: Origin, sink: NestSink): PassingText {
    return this.#passing(searcher, origin, new Budget(this.#limits), 0, sink);
  }

  #passing(searcher: Searcher, origin: Origin, budget: Budget, depth: number, sink: NestSink): PassingText {
    return new PassingText(
      searcher,
      origin,
      sink,
      (embedded, chunks = single(embedded.bytes)) => this.#openFound(embedded, origin, chunks, budget, depth + 1, sink),
      async ({ bytes }) => {
        const container = recogniseContainer(bytes);
        return container !== undefined && (await looksSound(container, bytes, this.#spool));
      },
      async (chunks) => {
        const doubted = new DoubtedSink(sink);
        await this.#open(zip, origin, { chunks, spool: this.#spool }, budget, depth + 1, doubted);
        doubted.settle(origin, null);
      },
    );
  }

  async #openEmbedded(
    embedded: Embedded,
    origin: Origin,
    read: ReadAt | undefined,
    budget: Budget,
    sink: NestSink,
  ): Promise<void> {
    const container = recogniseContainer(embedded.bytes);
    if (container === undefined) return;
    const canReread = embedded.isCut && embedded.again !== null && read !== undefined;
    // Many only look like one; that shows within the first bytes, without the text being read again.
    const isWorthIt = canReread && (await looksSound(container, embedded.bytes, this.#spool));
    const chunks = isWorthIt ? reread(read, embedded.again) : single(embedded.bytes);
    await this.#openFound(embedded, origin, chunks, budget, 1, sink);
  }

  async #openFound(
    embedded: Embedded,
    origin: Origin,
    chunks: AsyncIterable<Uint8Array>,
    budget: Budget,
    depth: number,
    sink: NestSink,
  ): Promise<void> {
    const container = recogniseContainer(embedded.bytes);
    if (container === undefined) return;
    const where: Origin = { kind: 'embedded', in: origin, segments: embedded.segments };
    const doubted = new DoubtedSink(sink);
    const input = { chunks, spool: this.#spool, isEndUnknown: true };
    await this.#open(container, where, input, budget, depth, doubted);
    doubted.settle(where, container.id);
  }

  async #open(
    container: Container,
    origin: Origin,
    input: ContainerInput,
    budget: Budget,
    depth: number,
    sink: NestSink,
  ): Promise<void> {
    if (depth > budget.limits.depth) {
      const message = `containers lie more than ${budget.limits.depth} deep in each other; what is deeper was not searched`;
      sink.failed({ origin, code: 'archive-too-deep', message });
      return;
    }
    for await (const item of container.open(input, budget)) {
      const inner = entryOrigin(origin, item.path, container.kind);
      if (item.kind === 'entry') await this.#entry(item, inner, budget, depth, sink);
      else if (item.kind === 'failure') sink.failed({ origin: inner, code: item.code, message: item.message });
      else sink.skipped({ origin: inner, code: item.code, message: item.message });
    }
  }

  async #entry(entry: Entry, origin: Origin, budget: Budget, depth: number, sink: NestSink): Promise<void> {
    await this.#bytes(entry.read(), origin, budget, depth, sink);
  }

  async #bytes(
    source: AsyncIterable<Uint8Array>,
    origin: Origin,
    budget: Budget,
    depth: number,
    sink: NestSink,
  ): Promise<void> {
    const { head, chunks } = await withHead(source);
    const nested = recogniseContainer(head);
    if (nested === undefined) await this.#search(chunks, origin, budget, depth, sink);
    else await this.#open(nested, origin, { chunks, spool: this.#spool }, budget, depth + 1, sink);
  }

  async #search(
    chunks: AsyncIterable<Uint8Array>,
    origin: Origin,
    budget: Budget,
    depth: number,
    sink: NestSink,
  ): Promise<void> {
    const searcher = this.#searchers.pop() ?? new Searcher(encodings, createKernel);
    const text = this.#passing(searcher, origin, budget, depth, sink);
    searcher.begin({ found: (placed) => sink.found(origin, placed), embedded: (embedded) => text.found(embedded) });
    let bytes = 0;
    try {
      for await (const chunk of chunks) {
        if (bytes === 0) text.begin(chunk);
        bytes += chunk.length;
        for (let from = 0; from < chunk.length; ) {
          const { target, offset, length } = searcher.room();
          const piece = chunk.subarray(from, from + length);
          target.set(piece, offset);
          searcher.take(piece.length);
          from += piece.length;
          if (text.isBusy) await text.passed(piece);
          if (sink.pace?.isDue(piece.length) === true) await sink.pace.turn();
        }
      }
    } finally {
      searcher.finish();
      sink.searched(bytes);
      await text.finish();
      this.#searchers.push(searcher);
    }
  }
}

/** False when the first bytes of a container contradict themselves already. */
async function looksSound(container: Container, head: Uint8Array, spool: Spool): Promise<boolean> {
  for await (const item of container.open({ chunks: single(head), spool, isEndUnknown: true }, new Budget())) {
    if (item.kind === 'failure' && item.code === 'archive-corrupt') return false;
    if (item.kind !== 'entry') continue;
    let bytes = 0;
    for await (const chunk of item.read()) if ((bytes += chunk.length) > SOUND_BYTES) return true;
  }
  return true;
}

async function* single(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** The content of a compressed file bears the file's name without its suffix. */
function entryOrigin(archive: Origin, path: PathText | null, kind: Container['kind']): Origin {
  if (path !== null) return { kind: 'archive-entry', archive, path };
  if (kind === 'archive') return archive;
  const outer = archive.kind === 'file' || archive.kind === 'archive-entry' ? archive.path.text : '';
  const name = outer
    .slice(outer.lastIndexOf('/') + 1)
    .replace(/\.tgz$/i, '.tar')
    .replace(suffix, '');
  return { kind: 'archive-entry', archive, path: { text: name === '' ? 'content' : name } };
}

/** Reads as many bytes as it takes to tell a container; `chunks` gives them again, and all that follows. */
async function withHead(
  source: AsyncIterable<Uint8Array>,
): Promise<{ head: Uint8Array; chunks: AsyncIterable<Uint8Array> }> {
  const iterator = source[Symbol.asyncIterator]();
  let head = new Uint8Array(0);
  let isEnd = false;
  while (head.length < containerMagicBytes && !isEnd) {
    const next = await iterator.next();
    if (next.done === true) isEnd = true;
    else head = Buffer.concat([head, next.value]);
  }
  return { head, chunks: following(head, iterator, isEnd) };
}

async function* following(
  head: Uint8Array,
  iterator: AsyncIterator<Uint8Array>,
  isEnd: boolean,
): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head;
    while (!isEnd) {
      const next = await iterator.next();
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}
