/** Which part of a repository's history is looked at, when it is not everything. */

/**
 * Closed union. `staged`: what the index holds and HEAD does not. `new`: the objects that ranges bring, as a push does.
 * `range`: whatever the commits of ranges wrote. A range is written `OLD..NEW`, two revisions as git takes them.
 */
export type Choice =
  | { readonly kind: 'staged' }
  | { readonly kind: 'new' | 'range'; readonly ranges: readonly string[] };
