/** The replacements that wait for their bytes to leave. */
import type { Edit } from '../encodings/encoding.js';

/** The edits of one token. They replace what stands in `[start, end)`, but for the breaks between its lines. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly edits: readonly Edit[];
  /** What it is counted as. */
  readonly kind: string;
}

/** Kept in order; no two overlap. All offsets are absolute. */
export class EditList {
  #waiting: Replacement[] = [];

  /** How many wait. */
  get length(): number {
    return this.#waiting.length;
  }

  /** Where the last one ends; 0 when none waits. */
  get end(): number {
    return this.#waiting.at(-1)?.end ?? 0;
  }

  /**
   * Where a replacement of `[start, end)` may start: where it wants to, if it takes in what it overlaps, else behind
   * that; at `end` when nothing is left of it. What it takes in is dropped.
   */
  makeRoom(start: number, end: number): number {
    const overlapped = this.#waiting.filter((other) => other.start < end && start < other.end);
    if (overlapped.every((other) => start <= other.start && other.end <= end)) {
      if (overlapped.some((other) => start === other.start && other.end === end)) return end;
      this.#waiting = this.#waiting.filter((other) => !overlapped.includes(other));
      return start;
    }
    return Math.min(end, Math.max(...overlapped.map((other) => other.end)));
  }

  /** Where the last one that starts before `offset` ends; 0 when there is none. */
  endBefore(offset: number): number {
    return this.#waiting.findLast(({ start }) => start < offset)?.end ?? 0;
  }

  add(replacement: Replacement): void {
    this.#waiting.push(replacement);
    this.#waiting.sort((one, other) => one.start - other.start);
  }

  /** Takes out what starts before `offset`. */
  takeBefore(offset: number): readonly Replacement[] {
    const first = this.#waiting.findIndex(({ start }) => start >= offset);
    return this.#waiting.splice(0, first < 0 ? this.#waiting.length : first);
  }

  clear(): void {
    this.#waiting = [];
  }
}
