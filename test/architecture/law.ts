/** The shape of the law of the house. The law itself is one object in `architecture.test.ts`. */

/** What one room is for and what may come into it. */
export interface RoomLaw {
  /** Other rooms it may lean on, types included. */
  readonly rooms: readonly string[];
  /** Modules of Node without the prefix `node:`. Those behind a door need no mention here. */
  readonly builtins: readonly string[];
  /** Packages from the registry. */
  readonly packages: readonly string[];
  /** Said to the person who wants something else in: what to do instead. */
  readonly advice: string;
}

/** Something dangerous that few may touch. */
export interface DoorLaw {
  /** Modules of Node behind this door, without the prefix `node:`. */
  readonly builtins: readonly string[];
  /** Globals behind this door: `fetch`, or three tokens of code as `Date.now`, `Date()`, `.reveal(`. */
  readonly words: readonly string[];
  /** Who has the key, and why: a file, or a folder when it ends in `/`. */
  readonly keys: { readonly [pathOrFolder: string]: string };
  /** Said to the person without a key. */
  readonly advice: string;
}

/** All of it. */
export interface Law {
  readonly rooms: { readonly [room: string]: RoomLaw };
  readonly doors: { readonly [name: string]: DoorLaw };
  /** Single arrows that the room's law does not let in, with the reason: `from → to`, `to` a file or a folder with `/`. */
  readonly exceptions: { readonly [arrow: string]: string };
  /** Files, or folders with `/`, that bear another name than a thing they export, with the reason. */
  readonly names: { readonly [pathOrFolder: string]: string };
}
