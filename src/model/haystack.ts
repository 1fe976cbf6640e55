/** What is handed out to be searched: plain data that can cross a thread. Whoever searches it opens it. */
import type { RepositoryName } from './origin.js';
import type { PackLayout } from './pack-layout.js';

/** A path to open: text where it is valid UTF-8, else its bytes. */
export type RawPath = string | Uint8Array;

/** Part of a pack of a git repository: some delta families, or a branch of one. */
export interface PackHaystack {
  readonly kind: 'pack';
  readonly repository: RepositoryName;
  /** The `.pack`; its index stands beside it. */
  readonly path: string;
  readonly layout: PackLayout;
  /** The entry that all of `entries` are deltas of, or -1 when they are whole objects. */
  readonly base: number;
  /** Entries to search, with all deltas of theirs but those that are `apart`. */
  readonly entries: Int32Array;
  /** Not 0 for entries that other haystacks of this pack begin with; null when there are none. */
  readonly apart: Uint8Array | null;
  /** Not 0 for entries that an earlier run searched: what is made from them is searched whole; null when there are none. */
  readonly known: Uint8Array | null;
}

/** Loose objects of a git repository: files of one folder. */
export interface LooseHaystack {
  readonly kind: 'loose';
  readonly repository: RepositoryName;
  readonly folder: string;
  /** Names of files below `folder`, as `ab/cdef…`. */
  readonly files: readonly string[];
}

/** How to run git. */
export interface GitCommand {
  /** The command, by its absolute path. */
  readonly git: string;
  /** A git directory of ours, through which it sees the objects. */
  readonly gitFolder: string;
  /** All of its environment. */
  readonly environment: { readonly [name: string]: string };
}

/** Objects that are asked of git, by name: what cannot be read here. */
export interface NamedHaystack {
  readonly kind: 'named';
  readonly repository: RepositoryName;
  readonly command: GitCommand;
  readonly names: readonly string[];
}

/** Closed union of what holds objects of a repository. */
export type GitHaystack = PackHaystack | LooseHaystack | NamedHaystack;
