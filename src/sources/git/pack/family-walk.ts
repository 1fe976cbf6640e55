/**
 * Walks the delta families of a pack from their roots, depth first, and shows every object with what of it can be new:
 * what its base holds was shown before. Objects are ropes (`assembly/rope.ts`) on a stack as deep as their chain; what
 * does not fit on it is taken apart.
 */
import { ObjectStack } from './object-stack.js';
import type { PackFile } from './pack-file.js';
import { packStatus, type PackMemory } from './pack-memory.js';
import { NoRoomError, PackObject } from './pack-object.js';

/** What one walk goes through. */
export interface FamilyUnit {
  /** The entry that all of `entries` are deltas of; it is shown as `isProbe`. -1: they are whole objects. */
  readonly base: number;
  /** Entries to walk from, down to every delta of theirs that no other unit begins with. */
  readonly entries: Int32Array;
}

/** What is looked for. */
export interface Wanted {
  /** Bytes of the longest string. */
  readonly longest: number;
  /** The strings (latin1), when nothing else is asked of what is shown than whether it holds any of them. */
  readonly strings?: readonly string[];
  /** Bytes at the start of an object that say what it is. */
  readonly headBytes: number;
}

/** Who looks at the objects. */
export interface FamilyVisitor {
  /**
   * Shows an object, valid during the call. True marks it: it holds an anchor or is a container, or was not looked at,
   * and so its deltas are shown whole.
   */
  look(object: PackObject): boolean;
  /** An entry that cannot be rebuilt here, too big or broken; deltas of it follow, each once. */
  refuse(entry: number, status: number): void;
  /** True lets the walk yield before it goes on. */
  wantsPause(): boolean;
}

/** See the head of the file. */
export class FamilyWalk {
  readonly #file: PackFile;
  readonly #stack: ObjectStack;
  readonly #visitor: FamilyVisitor;
  readonly #apart: Uint8Array | null;
  readonly #object: PackObject;
  readonly #reach: number;
  readonly #headBytes: number;
  /** For every frame of the stack: is it marked, and which delta comes next (-1: none)? */
  readonly #isMarked: boolean[] = [];
  readonly #next: number[] = [];
  #deferred: number[] = [];

  /**
   * `apart`: not 0 for entries that other units begin with, null when there are none.
   */
  constructor(file: PackFile, memory: PackMemory, wanted: Wanted, apart: Uint8Array | null, visitor: FamilyVisitor) {
    this.#file = file;
    this.#stack = new ObjectStack(file, memory, wanted.strings !== undefined);
    if (wanted.strings !== undefined) memory.lookFor(wanted.strings);
    this.#visitor = visitor;
    this.#apart = apart;
    this.#reach = Math.max(0, wanted.longest - 1);
    this.#headBytes = wanted.headBytes;
    this.#object = new PackObject(memory, () => {
      const { entry } = this.#object;
      if (this.#stack.build(entry, 0, true) === packStatus.noRoom) throw new NoRoomError();
      this.#describe();
    });
  }

  /** Entries whose stream ended before the next entry of the index starts: something may lie hidden between. */
  get gaps(): number {
    return this.#stack.gaps;
  }

  /**
   * Shows everything of a unit, or refuses it; yields when the visitor wants a pause.
   * @throws what the visitor throws, and errors of reading the file
   */
  *walk({ base, entries }: FamilyUnit): Generator<void> {
    const stack = this.#stack;
    stack.depth = 0;
    this.#deferred = [];
    if (base >= 0) {
      if (!stack.rebuild(base)) {
        for (const entry of entries) this.#refuse(entry, packStatus.noRoom);
        return;
      }
      this.#show(base, true, true);
    }
    const floor = stack.depth;
    for (const entry of entries) {
      this.#enter(entry);
      yield* this.#climbDown(floor);
    }
    for (let entry = this.#deferred.pop(); entry !== undefined; entry = this.#deferred.pop()) {
      if (stack.rebuild(entry)) this.#show(entry, true, false);
      else this.#refuse(entry, packStatus.noRoom);
      yield* this.#climbDown(0);
    }
  }

  /** Goes through the deltas of all frames above `floor`. */
  *#climbDown(floor: number): Generator<void> {
    const { nextDelta } = this.#file.layout;
    const stack = this.#stack;
    if (this.#visitor.wantsPause()) yield;
    while (stack.depth > floor) {
      const frame = stack.depth - 1;
      const entry = this.#next[frame] as number;
      if (entry < 0) {
        stack.pop();
        continue;
      }
      this.#next[frame] = nextDelta[entry] as number;
      if (this.#apart === null || this.#apart[entry] === 0) this.#enter(entry);
      if (this.#visitor.wantsPause()) yield;
    }
  }

  /** Rebuilds an entry on top of the stack and shows it; it stays there when it has deltas. */
  #enter(entry: number): void {
    const stack = this.#stack;
    const { firstDelta } = this.#file.layout;
    let isWhole = stack.depth === 0 || (this.#isMarked[stack.depth - 1] as boolean);
    const isRoped = isWhole || (firstDelta[entry] as number) >= 0;
    let status = isWhole ? stack.build(entry, 0, isRoped) : stack.build(entry, this.#reach, isRoped, this.#headBytes);
    if (status === packStatus.manySegments) {
      // Too many pieces to tell apart: looking at all of it is as good.
      isWhole = true;
      status = isRoped ? packStatus.ok : stack.build(entry, 0, true);
      if (status === packStatus.manySegments) status = packStatus.ok;
    }
    try {
      if (status === packStatus.ok) this.#show(entry, isWhole, false);
    } catch (error) {
      if (!(error instanceof NoRoomError)) throw error;
      status = packStatus.noRoom;
    }
    if (status === packStatus.noRoom && stack.depth > 1) this.#deferred.push(entry);
    else if (status !== packStatus.ok) this.#refuse(entry, status);
  }

  /** Shows what was built last, and leaves it on the stack when it has deltas. */
  #show(entry: number, isWhole: boolean, isProbe: boolean): void {
    const stack = this.#stack;
    const { firstDelta, types } = this.#file.layout;
    const object = this.#object;
    object.entry = entry;
    object.type = types[entry] as number;
    object.isWhole = isWhole;
    object.isProbe = isProbe;
    this.#describe();
    const isMarked = this.#visitor.look(object);
    const next = firstDelta[entry] as number;
    if (next < 0) return;
    this.#isMarked[stack.depth] = isMarked;
    // The deltas of a probe are those that its unit names.
    this.#next[stack.depth] = isProbe ? -1 : next;
    stack.push();
  }

  #describe(): void {
    const stack = this.#stack;
    const { built } = stack;
    const object = this.#object;
    object.size = built.size;
    object.rope = built.rope;
    object.ropeEnd = built.ropeEnd;
    object.gathered = stack.gathered;
    object.gatheredEnd = stack.gatheredEnd;
    object.headAt = stack.head;
    object.headEnd = stack.headEnd;
    object.delta = stack.delta;
    object.deltaEnd = stack.deltaEnd;
  }

  /** Refuses an entry and all its deltas, but those of other units. */
  #refuse(entry: number, status: number): void {
    const { firstDelta, nextDelta } = this.#file.layout;
    const open = [entry];
    for (let refused = open.pop(); refused !== undefined; refused = open.pop()) {
      this.#visitor.refuse(refused, status);
      for (let delta = firstDelta[refused] as number; delta >= 0; delta = nextDelta[delta] as number) {
        if (this.#apart === null || this.#apart[delta] === 0) open.push(delta);
      }
    }
  }
}
