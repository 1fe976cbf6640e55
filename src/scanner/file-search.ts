/** Searches files, one after the other, and ranges of long ones; opens those that are containers. */
import type { Container, RandomAccess } from '../containers/container.js';
import { containerTailBytes, recogniseContainer, recogniseContainerTail } from '../containers/recognise-container.js';
import type { RawPath } from '../model/haystack.js';
import type { Span } from '../model/span.js';
import { type OpenAs, type OpenFile, openFile } from '../sources/file.js';
import { chunksOf } from './chunks-of.js';
import type { Embedded } from './embedded.js';
import { EmbeddedList } from './embedded-list.js';
import { CHUNK, RANGE } from './limits.js';
import type { LinePlace } from './line-counter.js';
import type { LongFile } from './messages.js';
import type { Nest } from './nest.js';
import type { NestSink } from './nest-sink.js';
import type { Placed, Searched, Searcher } from './searcher.js';

/** Takes what comes of a search of files. */
export interface FileSink extends NestSink {
  /** A file was opened. */
  opened(): void;
  /** Bytes of it were searched. */
  read(bytes: number): void;
  /** It is too long for one task, and was not searched. */
  long(file: LongFile): void;
}

/** One a thread. Small files come by the ten thousand, so nothing is made for one that holds nothing. */
export class FileSearch {
  readonly #searcher: Searcher;
  readonly #nest: () => Nest;
  readonly #sink: FileSink;
  /** What is being searched, and what its first bytes said. */
  #file: OpenFile | undefined;
  #inText: EmbeddedList | undefined;
  #container: Container | undefined;
  /** What stands behind a program or a launch script. */
  #behind: Container | undefined;
  #head: Uint8Array | undefined;
  #isLong = false;
  #isSkipped = false;

  constructor(searcher: Searcher, nest: () => Nest, sink: FileSink) {
    this.#searcher = searcher;
    this.#nest = nest;
    this.#sink = sink;
  }

  /** Searches a whole file. Answers a promise when something in it has to be opened, which takes awaiting. */
  search(path: RawPath, as: OpenAs): Promise<void> | undefined {
    const file = this.#open(path, as);
    if (file === undefined) return undefined;
    if (as === 'named' && this.#isNoFile(file)) return this.#close(file);
    const searched = this.#searcher.search(file, this.#taker, undefined, this.#isOther);
    if (!searched.isPaused) return this.#conclude(path, file, searched);
    return this.#whole(searched).then(
      (whole) => this.#conclude(path, file, whole),
      (error: unknown) => {
        file.close();
        throw error;
      },
    );
  }

  /** Lets others have their turn until all is searched. */
  async #whole(first: Searched): Promise<Searched> {
    let searched = first;
    while (searched.isPaused) {
      await this.#sink.pace?.turn();
      searched = this.#searcher.resume();
    }
    return searched;
  }

  #conclude(path: RawPath, file: OpenFile, { bytes, isOther, hasFailed }: Searched): Promise<void> | undefined {
    // What is empty or cannot be read may be something else by now; nothing was taken from it.
    if (bytes === 0 && !isOther && this.#isNoFile(file)) return this.#close(file);
    if (this.#isSkipped) return this.#close(file);
    this.#sink.opened();
    if (this.#isLong) this.#sink.long({ path, size: file.size });
    if (this.#isLong && this.#behind === undefined) return this.#close(file);
    if (this.#isLong) return this.#openBehind(file).finally(() => file.close());
    if (this.#container !== undefined) return this.#openContainer(file, this.#container).finally(() => file.close());
    this.#sink.read(bytes);
    if (hasFailed) this.#tellUnreadable(file);
    else if (bytes >= CHUNK && bytes < file.size) {
      const message = `it became shorter while it was read: ${bytes} of ${file.size} bytes were searched`;
      this.#sink.failed({ origin: file.origin, code: 'file-changed', message });
    }
    const opening = this.#openEmbedded(file);
    if (opening === undefined && this.#behind === undefined) return this.#close(file);
    return Promise.resolve(opening)
      .then(() => this.#openBehind(file))
      .finally(() => file.close());
  }

  /** Searches a range; answers the place of its end among its lines. */
  async searchRange(path: RawPath, range: Span): Promise<LinePlace | null> {
    const file = this.#open(path, 'named');
    if (file === undefined) return null;
    const named = {
      canSeek: true,
      name: file.origin.path.text,
      read: (target: Uint8Array, offset: number, length: number, position: number) =>
        file.read(target, offset, length, position),
    };
    try {
      const { bytes, hasFailed } = await this.#whole(this.#searcher.search(named, this.#taker, range));
      const lines = this.#searcher.linesAtEnd();
      this.#sink.read(bytes);
      if (hasFailed) this.#tellUnreadable(file);
      else if (bytes < range.end - range.start) {
        const message = `it became shorter while it was read: bytes ${range.start + bytes} to ${range.end} are gone`;
        this.#sink.failed({ origin: file.origin, code: 'file-changed', message });
      }
      await this.#openEmbedded(file);
      return lines;
    } finally {
      file.close();
    }
  }

  readonly #taker = {
    found: (placed: Placed): void => this.#sink.found((this.#file as OpenFile).origin, placed),
    embedded: (embedded: Embedded): void => {
      const { origin, canSeek } = this.#file as OpenFile;
      this.#inText ??= new EmbeddedList(origin, this.#sink, canSeek);
      this.#inText.add(embedded);
    },
    isDue: (work: number): boolean => this.#sink.pace?.isDue(work) === true,
  };

  /** Looks at the first bytes: is it a container, or longer than one task should be? */
  readonly #isOther = (head: Uint8Array): boolean => {
    const file = this.#file as OpenFile;
    this.#container = recogniseContainer(head);
    if (this.#container !== undefined && !file.canSeek) this.#head = head.slice();
    // What is shorter is over with this one read.
    if (head.length >= CHUNK) {
      this.#isSkipped = this.#isNoFile(file);
      this.#isLong = this.#container === undefined && file.size > RANGE;
    }
    if (this.#container === undefined && file.canSeek) this.#behind = recogniseContainerTail(this.#tailOf(file, head));
    return this.#container !== undefined || this.#isLong || this.#isSkipped;
  };

  #open(path: RawPath, as: OpenAs): OpenFile | undefined {
    this.#inText = undefined;
    this.#container = undefined;
    this.#behind = undefined;
    this.#head = undefined;
    this.#isLong = false;
    this.#isSkipped = false;
    const opened = openFile(path, as);
    this.#file = opened.kind === 'open' ? opened : undefined;
    if (opened.kind === 'failed') this.#sink.failed(opened.failure);
    return this.#file;
  }

  /** The last bytes of a file, which a small one has in its head: the system is not even asked how long it is. */
  #tailOf(file: OpenFile, head: Uint8Array): Uint8Array {
    if (head.length < CHUNK || head.length >= file.size) return head;
    const tail = new Uint8Array(Math.min(containerTailBytes, file.size));
    return tail.subarray(0, Math.max(0, file.read(tail, 0, tail.length, file.size - tail.length)));
  }

  #isNoFile({ skipped }: OpenFile): boolean {
    if (skipped !== null) this.#sink.skipped(skipped);
    return skipped !== null;
  }

  #close(file: OpenFile): undefined {
    file.close();
    return undefined;
  }

  #tellUnreadable({ origin }: OpenFile): void {
    const message = 'the disk or the system refused to read on; the rest was not searched';
    this.#sink.failed({ origin, code: 'unreadable', message });
  }

  async #openContainer(file: OpenFile, container: Container): Promise<void> {
    const access = file.canSeek ? randomAccessOf(file) : undefined;
    const chunks = chunksOf(file, this.#head, () => this.#tellUnreadable(file));
    await this.#nest().open(container, file.origin, chunks, access, this.#sink);
  }

  /** Opens what stands behind the program that was just searched, if anything does. */
  async #openBehind(file: OpenFile): Promise<void> {
    const none = chunksOf(file, undefined, () => {});
    if (this.#behind !== undefined)
      await this.#nest().open(this.#behind, file.origin, none, randomAccessOf(file), this.#sink);
  }

  /** Opens the archives that stand in the text just searched; answers nothing when there are none. */
  #openEmbedded(file: OpenFile): Promise<void> | undefined {
    const found = this.#inText?.items ?? [];
    if (found.length === 0) return undefined;
    const read = (target: Uint8Array, position: number): number => file.read(target, 0, target.length, position);
    return this.#nest().openEmbedded(found, file.origin, file.canSeek ? read : undefined, this.#sink);
  }
}

function randomAccessOf(file: OpenFile): RandomAccess {
  return {
    size: file.size,
    read(offset, length) {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, file.size - offset)));
      return bytes.subarray(0, Math.max(0, file.read(bytes, 0, bytes.length, offset)));
    },
  };
}
