/** Where bytes came from, as told to people and to other programs. */
import type { PathText } from './path-text.js';
import type { Span } from './span.js';

/** Bytes that arrived on standard input. */
export interface StdinOrigin {
  readonly kind: 'stdin';
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

/** A git object. `paths` and `commits` are filled by attribution, and may be empty. */
export interface GitObjectOrigin {
  readonly kind: 'git-object';
  readonly repository: { readonly path: PathText; readonly remote: string | null };
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
