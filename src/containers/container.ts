/**
 * What must be opened before it can be searched: the shape of a unit on this shelf.
 *
 * A unit is told by its first bytes, never by a name, and is streamed: bytes are pulled in and entries are pulled out,
 * so memory stays flat however big the input is. Units open nothing themselves and never call each other; whoever
 * nests them does so from outside, by looking at the head of every entry.
 */
import type { PathText } from '../model/path-text.js';
import type { Budget } from './budget.js';

/** Bytes that can be read at any place, as of a file. */
export interface RandomAccess {
  /** Length in bytes. */
  readonly size: number;
  /** Bytes `[offset, offset + length)`, fewer only where the end comes first. Valid until the next call. */
  read(offset: number, length: number): Uint8Array | Promise<Uint8Array>;
}

/** Input that was put aside so that it can be read at any place. */
export interface Spooled extends RandomAccess {
  /** True when the input was longer than may be put aside; only its first `size` bytes are here. */
  readonly isCut: boolean;
  /** Frees what holds the bytes. */
  close(): void;
}

/**
 * Puts a stream aside, at most `maxBytes` of it. A port: memory and temporary files belong to another room. Errors of
 * `chunks` pass through, with nothing left behind.
 */
export type Spool = (chunks: AsyncIterable<Uint8Array>, maxBytes: number) => Promise<Spooled>;

/** What a container is opened from. */
export interface ContainerInput {
  /**
   * The bytes in order, in chunks of any size, read once. A chunk must stay as it is until the next one is asked for,
   * and no longer. Errors thrown here pass through `open` untouched.
   */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** The same bytes at any place, where the input has them so; a unit uses this or `chunks`, not both. */
  readonly randomAccess?: RandomAccess;
  /** For units that need every place of an input that only streams. */
  readonly spool: Spool;
  /**
   * True when nobody knows where the container ends: it stands in text that may go on as if it belonged to it. What
   * follows its end is then neither told nor handed out.
   */
  readonly isEndUnknown?: boolean;
}

/** One file inside. It may be left unread; once the next item is asked for it can be read no more. */
export interface Entry {
  readonly kind: 'entry';
  /**
   * Its name as the archive has it: never used to open anything, and free to be absolute, hold `..` or stand twice.
   * Null for the content of a compressed file, and for bytes that lie outside any entry.
   */
  readonly path: PathText | null;
  /**
   * The content, once, in chunks; each is valid until the next is asked for. It never throws for what the archive
   * holds: a broken entry ends early, and the next item of `open` says why.
   */
  read(): AsyncIterable<Uint8Array>;
}

/** Why a part was not looked at. `archive-too-deep` is said by whoever nests. */
export type ContainerFailureCode =
  | 'archive-corrupt'
  | 'archive-truncated'
  | 'archive-unsupported'
  | 'archive-ratio'
  | 'archive-too-big'
  | 'archive-too-many-entries';

/** Part of the container could not be read; what comes after it, where there is any, is still handed out. */
export interface ContainerFailure {
  readonly kind: 'failure';
  readonly code: ContainerFailureCode;
  /** A sentence in our own words. */
  readonly message: string;
  /** The entry it happened in, or null. */
  readonly path: PathText | null;
}

/** An entry that is closed by design. */
export interface SkippedEntry {
  readonly kind: 'skipped';
  readonly code: 'entry-encrypted';
  readonly message: string;
  readonly path: PathText | null;
}

/** Closed union of what comes out of a container. */
export type ContainerItem = Entry | ContainerFailure | SkippedEntry;

/** How a format is told by its last bytes. */
export interface ContainerTail {
  /** How many of them `matches` wants to see. */
  readonly bytes: number;
  /** The last one of them, which is always the same. */
  readonly last: number;
  /** True when bytes that end like this are of this format; they may be more. Pure. */
  matches(tail: Uint8Array): boolean;
}

/** A format that can be opened. */
export interface Container {
  /** As reports name it: `gzip`. */
  readonly id: string;
  /** `compressed`: one entry without a name. `archive`: entries with names. */
  readonly kind: 'compressed' | 'archive';
  /** How many leading bytes `matches` wants to see; with fewer it answers as well as it can. */
  readonly magicBytes: number;
  /** What the first byte can be; absent: anything. Hundreds of thousands of git objects ask, and most go no further. */
  readonly firstBytes?: readonly number[];
  /** True when bytes that start like this are of this format; they may be more. Pure. */
  matches(head: Uint8Array): boolean;
  /**
   * True when bytes that match were written by no program: for text, in which a short magic stands by chance or by the
   * million. Pure.
   */
  isChance?(head: Uint8Array): boolean;
  /**
   * For a format that stands at the end of a file and may have anything before it: how its last bytes are told.
   * Only with random access can it be opened that way.
   */
  readonly tail?: ContainerTail;
  /**
   * Opens it. Items come in the order of the archive; ask for the next one when done with the last. Leaving the loop
   * early frees everything. `budget` is the one of the haystack at the very outside, shared by all nested containers.
   */
  open(input: ContainerInput, budget: Budget): AsyncIterable<ContainerItem>;
}
