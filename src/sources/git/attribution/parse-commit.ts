/** Reads the head of a commit (git-commit-tree; gitformat-signature tells the rest). All of it is a stranger's text. */

/** What places a commit in the history. */
export interface ParsedCommit {
  readonly tree: Uint8Array;
  readonly parents: readonly Uint8Array[];
  /** Seconds since 1970 when it was committed; 0 when it does not say. */
  readonly date: number;
}

const BREAK = 10;
/** Merges of more are nobody's work. */
const MOST_PARENTS = 10_000;
/** Beyond, `Date` does not go. */
const LAST_SECOND = 8_640_000_000_000;

/** Undefined when it does not start as a commit does. */
export function parseCommit(bytes: Uint8Array, hashBytes: number): ParsedCommit | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const nameEnd = 2 * hashBytes;
  if (!startsWith(text, 0, 'tree ') || text[5 + nameEnd] !== BREAK) return undefined;
  const tree = Buffer.from(text.toString('latin1', 5, 5 + nameEnd), 'hex');
  if (tree.length !== hashBytes) return undefined;
  const parents: Uint8Array[] = [];
  let at = 6 + nameEnd;
  while (startsWith(text, at, 'parent ') && parents.length < MOST_PARENTS) {
    const parent = Buffer.from(text.toString('latin1', at + 7, at + 7 + nameEnd), 'hex');
    if (parent.length !== hashBytes || text[at + 7 + nameEnd] !== BREAK) return undefined;
    parents.push(parent);
    at += 8 + nameEnd;
  }
  while (at < text.length && text[at] !== BREAK) {
    const end = lineEnd(text, at);
    if (startsWith(text, at, 'committer ')) return { tree, parents, date: dateOf(text.toString('latin1', at, end)) };
    at = end + 1;
  }
  return { tree, parents, date: 0 };
}

/** The time in a line of author, committer or tagger: seconds, or 0. */
export function dateOf(line: string): number {
  const seconds = Number(/> (\d{1,15})(?: [+-]\d{1,7})?\s*$/.exec(line)?.[1] ?? 0);
  return Math.min(seconds, LAST_SECOND);
}

function lineEnd(text: Buffer, at: number): number {
  const end = text.indexOf(BREAK, at);
  return end < 0 ? text.length : end;
}

function startsWith(text: Buffer, at: number, word: string): boolean {
  if (at + word.length > text.length) return false;
  for (let index = 0; index < word.length; index += 1) {
    if (text[at + index] !== word.charCodeAt(index)) return false;
  }
  return true;
}
