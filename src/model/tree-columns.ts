/** The trees of packs, column by column: what several threads read at once and one puts together. */
import type { PackLayout } from './pack-layout.js';

/** A pack that is open: a descriptor is the same in all threads. */
export interface PackToRead {
  readonly file: number;
  readonly layout: PackLayout;
}

/** Names of objects as `NameTable` keeps them, in memory that threads share. */
export interface NameColumns {
  readonly hashBytes: number;
  readonly count: number;
  readonly names: Uint8Array;
  readonly words: Uint32Array;
  readonly slots: Int32Array;
  readonly bits: Uint32Array;
}

/** What threads are to read together. */
export interface TreesToRead {
  readonly packs: readonly PackToRead[];
  /** What is looked for in the trees; nothing is added to it meanwhile. */
  readonly names: NameColumns;
  /** Compressed bytes of a part, about. */
  readonly partBytes: number;
  /** One number of 32 bits, shared: the next part that nobody has taken. */
  readonly claims: SharedArrayBuffer;
}

/** What one thread read of one pack; see `TreeRecording`. */
export interface TreeColumns {
  readonly entries: Uint32Array;
  readonly depths: Uint32Array;
  readonly freshEnds: Uint32Array;
  readonly copyEnds: Uint32Array;
  readonly places: Uint32Array;
  readonly backs: Uint32Array;
  readonly objects: Uint32Array;
  readonly names: Uint32Array;
  readonly copies: Uint32Array;
  /** Of every part that was taken: its number, and how many trees there are with it. */
  readonly parts: Uint32Array;
  /** Entries that cannot be read here. */
  readonly refused: Uint32Array;
}

/** What one thread read. */
export interface TreesRead {
  /** Pack by pack. */
  readonly packs: readonly TreeColumns[];
  /** How many parts there are, whoever took them. */
  readonly parts: number;
}
