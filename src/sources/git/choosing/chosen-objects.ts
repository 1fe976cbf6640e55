/** What a choice comes to: the objects to look at, where they stand, and what they are compared with. */

/** Paths are bytes, a character each (latin1). */
export interface ChosenObjects {
  /** Objects to search, by name: blobs, commits, tags. */
  readonly names: readonly string[];
  /** Of blobs: where they stand. */
  readonly places: ReadonlyMap<string, BlobPlaces>;
  /** Commits whose files are the versions before. */
  readonly boundaries: readonly string[];
  /** The history ends within the choice, because the clone is shallow. */
  readonly isCutShort: boolean;
}

/** Where a blob stands within a choice. */
export interface BlobPlaces {
  readonly paths: Set<string>;
  /** Commits that put it there; none for the index. */
  readonly commits: Set<string>;
}

/** Adds a place of a blob to others. */
export function addPlace(places: Map<string, BlobPlaces>, blob: string, path: string, commit?: string): void {
  const known = places.get(blob) ?? { paths: new Set(), commits: new Set() };
  known.paths.add(path);
  if (commit !== undefined) known.commits.add(commit);
  places.set(blob, known);
}
