/** From encodings to the one list of strings that a kernel searches for, and back. */
import type { Anchor, Encoding } from './encoding.js';

/** Who listens when a string of the table hits. */
export interface AnchorOwner {
  readonly encoding: Encoding;
  readonly anchor: Anchor;
}

/** `owners[i]` are those of `texts[i]`: one string may serve several encodings, or one in several phases. */
export interface AnchorTable {
  /** No two alike, as `CreateKernel` asks. */
  readonly texts: readonly string[];
  readonly owners: readonly (readonly AnchorOwner[])[];
}

/** Merges the anchors of `encodings`; owners of one string stand in the order of `encodings`. */
export function anchorTable(encodings: readonly Encoding[]): AnchorTable {
  const owners = new Map<string, AnchorOwner[]>();
  for (const encoding of encodings) {
    for (const anchor of encoding.anchors) {
      const known = owners.get(anchor.text);
      if (known === undefined) owners.set(anchor.text, [{ encoding, anchor }]);
      else known.push({ encoding, anchor });
    }
  }
  return { texts: [...owners.keys()], owners: [...owners.values()] };
}
