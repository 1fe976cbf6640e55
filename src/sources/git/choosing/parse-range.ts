/** Reads `OLD..NEW` as a person or a hook writes it. */
import { UsageError } from '../../../model/usage-error.js';

/** Two revisions, as they were written. */
export interface Range {
  readonly old: string;
  readonly new: string;
}

/** What no revision holds (git-check-ref-format), and what git would take for an option or a range of its own. */
const REFUSED = /^[-^]|[\s\0-\x1f\x7f?*[\\]|\.\./;

/**
 * Parses a range.
 * @throws UsageError `wrong-range` when it is none. An empty side is refused, though git reads it as HEAD: a variable of a
 * CI job that was never set would make a range of nothing.
 */
export function parseRange(text: string): Range {
  const at = text.indexOf('..');
  const range = { old: text.slice(0, at), new: text.slice(at + 2) };
  if (at < 0) throw wrong('a range OLD..NEW is needed, as main..HEAD', text);
  if (range.new.startsWith('.')) throw wrong('a range has two dots; OLD...NEW means something else to git', text);
  if (range.old === '' || range.new === '') throw wrong('a revision is needed on both sides of the dots', text);
  for (const side of [range.old, range.new]) {
    if (REFUSED.test(side)) throw wrong('this is no revision', side);
  }
  return range;
}

/** True for what hooks give in place of a commit that is not there: zeros alone. */
export function isNothing(revision: string): boolean {
  return /^(?:0{40}|0{64})$/.test(revision);
}

function wrong(needed: string, given: string): UsageError {
  return new UsageError('wrong-range', `${needed}, not ${JSON.stringify(given.slice(0, 200))}`);
}
