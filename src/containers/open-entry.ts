/** An entry while it is the current one: it can be read once, and no more when it is closed. */
import type { PathText } from '../model/path-text.js';
import { UsageError } from '../model/usage-error.js';
import { ContainerError } from './container-error.js';
import type { ContainerFailure, ContainerItem, Entry } from './container.js';

/** Holds the stream of an entry, keeps the decoder's error, and frees it when the archive moves on. */
export class OpenEntry {
  /** What the reader of the archive gets. */
  readonly entry: Entry;
  readonly #make: () => AsyncGenerator<Uint8Array>;
  readonly #isEndUnknown: boolean;
  #stream: AsyncGenerator<Uint8Array> | null = null;
  #isClosed = false;
  /** Why it ended early; null while all went well. */
  error: ContainerError | null = null;

  /** `make` is called when the entry is read, if ever. `isEndUnknown`: what follows its end is no failure. */
  constructor(path: PathText | null, make: () => AsyncGenerator<Uint8Array>, isEndUnknown = false) {
    this.#make = make;
    this.#isEndUnknown = isEndUnknown;
    this.entry = { kind: 'entry', path, read: () => this.#read() };
  }

  /** Hands it out, ends it when the next item is asked for, and then tells what was wrong with it. */
  async *items(): AsyncGenerator<ContainerItem> {
    yield this.entry;
    await this.close();
    if (this.failure !== null) yield this.failure;
  }

  /** Ends reading, wherever it is. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#stream?.return(undefined);
  }

  /** The failure to tell after the entry, or null. */
  get failure(): ContainerFailure | null {
    if (this.error === null || (this.#isEndUnknown && this.error.restIsPlain)) return null;
    return { kind: 'failure', code: this.error.code, message: this.error.message, path: this.entry.path };
  }

  #read(): AsyncIterable<Uint8Array> {
    if (this.#isClosed || this.#stream !== null) {
      throw new UsageError(
        'entry-passed',
        'An entry can be read once, before the next item of its archive is asked for.',
      );
    }
    this.#stream = this.#guard();
    return this.#stream;
  }

  async *#guard(): AsyncGenerator<Uint8Array> {
    try {
      yield* this.#make();
    } catch (error) {
      if (!(error instanceof ContainerError)) throw error;
      this.error = error;
    }
  }
}
