/** What a commit says of itself, for people. */
import type { CommitEvent } from '../../../model/event.js';
import { dateOf } from './commit-head.js';

/** Subjects are lines; what is longer is cut. */
const LONGEST_TEXT = 4096;

/**
 * Reads a commit (git-commit-tree). Texts are decoded as its `encoding` header says, UTF-8 when that is absent or
 * unknown. The date is the committer's: when it came into this history.
 */
export function describeCommit(id: string, bytes: Uint8Array): CommitEvent {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const found = text.indexOf('\n\n');
  const headEnd = found < 0 ? text.length : found;
  const head = text.toString('latin1', 0, headEnd);
  const toText = decoderOf(/^encoding ([\w.:-]{1,40})$/m.exec(head)?.[1]);
  const decode = (part: Buffer): string => toText(part.subarray(0, LONGEST_TEXT));
  const author = lineOf(head, 'author ');
  const named = /^([^<]*)<([^>]*)>/.exec(author);
  const bytesOf = (part: string | undefined): Buffer => Buffer.from(part ?? '', 'latin1');
  return {
    type: 'commit',
    id,
    authorName: named === null ? null : decode(bytesOf(named[1])).trim(),
    authorEmail: named === null ? null : decode(bytesOf(named[2])).trim(),
    date: timeText(dateOf(lineOf(head, 'committer '))),
    subject: subjectOf(decode(text.subarray(headEnd + 2))),
  };
}

/** RFC 3339, UTC. */
export function timeText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

function lineOf(head: string, word: string): string {
  return (
    head
      .split('\n')
      .find((line) => line.startsWith(word))
      ?.slice(word.length) ?? ''
  );
}

/** The first paragraph, as git's `%s`. */
function subjectOf(message: string): string {
  const [first = ''] = message.replace(/^\n+/, '').split(/\n[ \t]*\n/, 1);
  return first
    .split('\n')
    .map((line) => line.trim())
    .join(' ')
    .trim();
}

function decoderOf(encoding = 'utf-8'): (bytes: Uint8Array) => string {
  try {
    const decoder = new TextDecoder(encoding);
    return (bytes) => decoder.decode(bytes);
  } catch {
    return decoderOf();
  }
}
