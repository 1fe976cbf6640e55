/** Commits and trees that are not read from packs: loose ones, and those that had to be asked of git. */
import type { AskedObject } from '../cat-file.js';
import type { ObjectType } from '../loose-object.js';
import type { ObjectStore } from './object-store.js';

/** Asks git for objects by name; undefined when there is no git. */
export type AskGit = (names: readonly string[]) => AsyncIterable<AskedObject> | undefined;

/** What is held of objects that git read. */
const MOST_ASKED_BYTES = 64 * 1024 * 1024;
/** What is held of loose ones; */
const MOST_KEPT_BYTES = 32 * 1024 * 1024;
/** one weighs about so much besides its bytes. */
const OBJECT_BYTES = 500;

/** Objects that are asked of git: a pack that is broken in more places is told as broken elsewhere. */
const MOST_ASKED = 10_000;

interface Other {
  readonly name: string;
  readonly type: ObjectType;
  readonly bytes: Uint8Array;
}

/** See the head of the file. */
export class OtherObjects {
  /** Some objects can be read by nobody. */
  isPartial = false;
  readonly #store: ObjectStore;
  readonly #refused = new Set<string>();
  readonly #asked: Other[] = [];
  /** All loose ones, when they were read and kept. */
  #loose: readonly Other[] | undefined;

  constructor(store: ObjectStore) {
    this.#store = store;
    for (const name of store.untyped()) this.#refused.add(name);
  }

  /** As the readers of commits and trees take them. */
  of(type: 'commit' | 'tree'): {
    readonly store: ObjectStore;
    others(): Iterable<{ readonly name: string; readonly bytes: Uint8Array }>;
    refuse(name: string): void;
  } {
    return {
      store: this.#store,
      others: () => this.#others(type),
      refuse: (name) => this.#refused.add(name),
    };
  }

  /** Asks git for what was refused. True when that brought anything, and reading again is worth it. */
  async ask(askGit: AskGit): Promise<boolean> {
    if (this.#refused.size === 0) return false;
    const names = [...this.#refused].sort().slice(0, MOST_ASKED);
    const answers = askGit(names);
    if (answers === undefined) {
      this.isPartial = true;
      return false;
    }
    this.isPartial = names.length < this.#refused.size;
    let room = MOST_ASKED_BYTES;
    for await (const answer of answers) {
      if (answer.kind === 'object' && (answer.type === 'blob' || answer.type === 'tag')) continue;
      if (answer.kind === 'missing' || answer.size > room) {
        this.isPartial = true;
        continue;
      }
      const pieces: Uint8Array[] = [];
      for await (const chunk of answer.chunks) pieces.push(chunk.slice());
      const bytes = Buffer.concat(pieces);
      if (bytes.length < answer.size) this.isPartial = true;
      room -= bytes.length;
      this.#asked.push({ name: answer.name, type: answer.type, bytes });
    }
    return this.#asked.length > 0;
  }

  *#others(type: 'commit' | 'tree'): Generator<{ readonly name: string; readonly bytes: Uint8Array }> {
    for (const { name, type: own, bytes } of this.#loose ?? this.#readLoose()) if (own === type) yield { name, bytes };
    for (const { name, type: own, bytes } of this.#asked) if (own === type) yield { name, bytes };
  }

  /** Loose commits and trees; they are kept, because they are asked for three times, as long as they are not too large. */
  *#readLoose(): Generator<Other> {
    const kept: Other[] = [];
    let room = MOST_KEPT_BYTES;
    for (const { name, object } of this.#store.loose((refused) => this.#refused.add(refused))) {
      // What was inflated may be a small part of what it lies in.
      const other = { name, type: object.type, bytes: new Uint8Array(object.bytes) };
      room -= object.bytes.length + OBJECT_BYTES;
      if (room > 0) kept.push(other);
      yield other;
    }
    if (room > 0) this.#loose = kept;
  }
}
