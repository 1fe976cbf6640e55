/** Which tree holds which objects, and under which names: as much of it as was asked for. */

/** Links that are kept; a repository with more is read level by level instead. 12 bytes each. */
export const MOST_LINKS = 8_000_000;

/** Stands for the hash of a name that has yet to be read. */
export const UNKNOWN_NAME = 0;

/** Links from trees to what they hold; all are numbers of one `NameTable`. */
export class TreeLinks {
  count = 0;
  parents = new Int32Array(1024);
  children = new Int32Array(1024);
  /** Hashes of the names of the entries, by `hashName`. */
  names = new Uint32Array(1024);

  get isFull(): boolean {
    return this.count >= MOST_LINKS;
  }

  add(parent: number, child: number, name: number): void {
    if (this.isFull) return;
    if (this.count === this.parents.length) {
      this.parents = grown(this.parents, new Int32Array(this.count * 2));
      this.children = grown(this.children, new Int32Array(this.count * 2));
      this.names = grown(this.names, new Uint32Array(this.count * 2));
    }
    this.parents[this.count] = parent;
    this.children[this.count] = child;
    this.names[this.count] = name;
    this.count += 1;
  }
}

function grown<T extends Int32Array | Uint32Array>(old: T, fresh: T): T {
  fresh.set(old);
  return fresh;
}

/** FNV-1a over a file's name, never `UNKNOWN_NAME`. */
export function hashName(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  return hash >>> 0 || 1;
}
