/** Where bytes came from, as told to people and to other programs. */
import type { PathText } from './path-text.js';
import type { Span } from './span.js';

/** Bytes that arrived on standard input, or that were handed over as they are. */
export interface StdinOrigin {
  readonly kind: 'stdin';
  /** They were an argument or typed: no stream was read. Reports for programs do not tell. */
  readonly isHandedOver?: true;
}

/** A file, by the path it was reached with. */
export interface FileOrigin {
  readonly kind: 'file';
  readonly path: PathText;
}

/** An entry of an archive, or the content of a compressed file (`path` is then the name without its suffix). */
export interface ArchiveEntryOrigin {
  readonly kind: 'archive-entry';
  readonly archive: Origin;
  readonly path: PathText;
}

/** A repository as reports name it. */
export interface RepositoryName {
  readonly path: PathText;
  /** Where it was cloned from, without credentials; null when nobody says. */
  readonly remote: string | null;
}

/** A git object. `paths` and `commits` are filled by attribution, and may be empty. */
export interface GitObjectOrigin {
  readonly kind: 'git-object';
  readonly repository: RepositoryName;
  readonly object: string;
  readonly type: 'blob' | 'commit' | 'tag';
  readonly paths: readonly PathText[];
  readonly commits: readonly string[];
  readonly reachable: boolean | null;
}

/** A container that stands as base64 or hex inside text: where it stands there. */
export interface EmbeddedOrigin {
  readonly kind: 'embedded';
  readonly in: Origin;
  readonly segments: readonly Span[];
}

/** Closed union of the places a haystack can come from; `archive-entry` and `embedded` nest. */
export type Origin = StdinOrigin | FileOrigin | ArchiveEntryOrigin | GitObjectOrigin | EmbeddedOrigin;

/** The git object that `origin` is or stands in, if any. */
export function gitObjectOf(origin: Origin): GitObjectOrigin | undefined {
  switch (origin.kind) {
    case 'git-object':
      return origin;
    case 'archive-entry':
      return gitObjectOf(origin.archive);
    case 'embedded':
      return gitObjectOf(origin.in);
    case 'stdin':
    case 'file':
      return undefined;
    default:
      return origin satisfies never;
  }
}
