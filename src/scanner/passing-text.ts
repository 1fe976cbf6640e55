/** Archives that stand in a text that passes by: its bytes come once, so they are opened while it comes. */
import type { Failure } from '../model/failure.js';
import type { Origin } from '../model/origin.js';
import { Channel } from './channel.js';
import type { Again, Embedded } from './embedded.js';
import { ArchiveBehind, startsProgram } from './archive-behind.js';
import { EMBEDDED } from './limits.js';
import { peeled, textStart } from './reread.js';
import type { Held, Searcher } from './searcher.js';

/** Archives that run on with the text at the same time, each in the other or behind junk: one is usual. */
const MOST_RUNNING = 8;

/** Opens an archive, whose bytes are `chunks`, or those that it came with. */
export type OpenPassing = (embedded: Embedded, chunks?: AsyncIterable<Uint8Array>) => Promise<void>;

/** Opens what stands behind a program: `chunks` start with the archive's first byte. */
export type OpenBehind = (chunks: AsyncIterable<Uint8Array>) => Promise<void>;

/** False when the first bytes of an archive, which may be all, contradict themselves already. */
export type LooksSound = (embedded: Embedded) => Promise<boolean>;

interface Running {
  readonly channel: Channel;
  readonly opening: Promise<void>;
}

/** One for a text; give it what a searcher found, and after each `take` what the searcher took. */
export class PassingText {
  readonly #searcher: Searcher;
  readonly #origin: Origin;
  readonly #told: { failed(failure: Failure): void };
  readonly #open: OpenPassing;
  readonly #looksSound: LooksSound;
  readonly #openBehind: OpenBehind;
  #behind: ArchiveBehind | undefined;
  #fresh: Embedded[] = [];
  /** The window while `#fresh` was found, from absolute `base` on. */
  #window: Held | undefined;
  #running: Running[] = [];
  #count = 0;
  #isFull = false;
  /** An opening that was rejected while nobody waited for it. */
  #broken: Promise<void> | undefined;

  constructor(
    searcher: Searcher,
    origin: Origin,
    told: { failed(failure: Failure): void },
    open: OpenPassing,
    looksSound: LooksSound,
    openBehind: OpenBehind,
  ) {
    this.#searcher = searcher;
    this.#origin = origin;
    this.#told = told;
    this.#open = open;
    this.#looksSound = looksSound;
    this.#openBehind = openBehind;
  }

  /** To be called with the first bytes, before they are passed. */
  begin(head: Uint8Array): void {
    if (startsProgram(head)) this.#behind = new ArchiveBehind();
  }

  /** To be called while the searcher takes bytes. */
  found(embedded: Embedded): void {
    if (++this.#count > EMBEDDED) {
      this.#tellFull(`more archives stand as base64 or hex in this text than are opened: ${EMBEDDED}`);
      return;
    }
    if (embedded.isCut && embedded.again !== null) {
      // Bytes move in the window, so those that the archive goes on with are put aside now, once for all that are found.
      const { bytes, base } = this.#searcher.held();
      this.#window ??= { bytes: bytes.slice(), base };
    }
    this.#fresh.push(embedded);
  }

  /** True when an archive goes on with what the searcher takes next. */
  get isRunning(): boolean {
    return this.#running.length > 0 || this.#behind !== undefined;
  }

  /** True when `passed` has something to do. */
  get isBusy(): boolean {
    return this.#fresh.length > 0 || this.isRunning;
  }

  /** The searcher took `piece`, which matters while `isRunning`: goes on with what is open, and opens what was found. */
  async passed(piece: Uint8Array): Promise<void> {
    for (const { channel } of this.#running) await channel.write(piece);
    await this.#broken;
    const archive = this.#behind?.look(piece);
    if (archive !== undefined) {
      this.#behind = undefined;
      await this.#run((channel) => this.#openBehind(channel.read()), archive);
    }
    const fresh = this.#fresh;
    const window = this.#window;
    this.#fresh = [];
    this.#window = undefined;
    for (const embedded of fresh) {
      const goesOn = embedded.isCut && embedded.again !== null && window !== undefined;
      if (!goesOn || !(await this.#looksSound(embedded)) || !this.#hasRoom()) await this.#open(embedded);
      else await this.#start(embedded, embedded.again, window);
    }
  }

  /** The text ended. */
  async finish(): Promise<void> {
    await this.passed(new Uint8Array(0));
    for (const { channel } of this.#running) channel.end();
    await Promise.all(this.#running.map(({ opening }) => opening));
    await this.#broken;
  }

  async #start(embedded: Embedded, again: Again, window: Held): Promise<void> {
    const start = Math.max(window.base, textStart(again));
    await this.#run(
      (channel) => this.#open(embedded, peeled(channel.read(), again, again.offset - start)),
      window.bytes.subarray(start - window.base),
    );
  }

  /** Opens something that `first` starts, and that what passes next goes on with. */
  async #run(open: (channel: Channel) => Promise<void>, first: Uint8Array): Promise<void> {
    const channel = new Channel();
    const opening = open(channel).finally(() => {
      channel.leave();
      this.#running = this.#running.filter((other) => other.channel !== channel);
    });
    opening.catch(() => (this.#broken ??= opening));
    this.#running.push({ channel, opening });
    await channel.write(first);
  }

  #hasRoom(): boolean {
    if (this.#running.length < MOST_RUNNING) return true;
    this.#tellFull(
      `more than ${MOST_RUNNING} archives run on with this text at once, as base64 or hex; of others only the start was opened`,
    );
    return false;
  }

  #tellFull(message: string): void {
    if (this.#isFull) return;
    this.#isFull = true;
    this.#told.failed({ origin: this.#origin, code: 'embedded-too-many', message });
  }
}
