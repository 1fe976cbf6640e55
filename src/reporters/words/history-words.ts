/** A repository's story of one token, in a sentence. */
import type { CommitEvent } from '../../model/event.js';
import type { History } from '../../model/finding.js';
import { escapeTerminal as safe } from './escape-terminal.js';
import { timeWords } from './lifetime-words.js';

/** Hex digits of a commit id that are shown. */
const SHORT_ID = 12;
/** Refs and commits that are named; the others are counted. */
const NAMED = 3;

const states: Readonly<Record<History['state'], string>> = {
  present: 'present',
  removed: 'removed from the files, still in the history',
  unreachable: 'in objects that no ref reaches',
  unknown: 'in the history',
};

/** As `repo: removed from the files, still in the history; came with 1a2b (Ann, "Add deploy") on 2024-05-01 12:00 UTC`. */
export function historyWords(history: History, commits: ReadonlyMap<string, CommitEvent>): string {
  return `${safe(history.repository.text)}: ${historySteps(history, commits).join('; ')}`;
}

/** The parts of the story: what is true now, how it came, how it went, where and how often. */
export function historySteps(history: History, commits: ReadonlyMap<string, CommitEvent>): readonly string[] {
  const refs = history.refs.length > 0 ? `on ${some(history.refs.map((ref) => safe(ref)))}` : '';
  const isHere = history.state === 'present' && refs !== '';
  const parts = [isHere ? `${states.present} ${refs}` : states[history.state]];
  if (history.introducedBy !== null) {
    const at = history.introducedAt === null ? '' : ` on ${timeWords(safe(history.introducedAt))}`;
    parts.push(`came with ${commitWords(history.introducedBy, commits)}${at}`);
  }
  if (history.removedBy.length > 0) {
    parts.push(`went with ${some(history.removedBy.map((id) => commitWords(id, commits)))}`);
  }
  if (refs !== '' && !isHere) parts.push(refs);
  parts.push(`${count(history.commits, 'commit')}, ${count(history.blobs, 'blob')}`);
  if (history.partial) parts.push('this may not be all');
  return parts;
}

function commitWords(id: string, commits: ReadonlyMap<string, CommitEvent>): string {
  const short = safe(id.slice(0, SHORT_ID));
  const commit = commits.get(id);
  if (commit === undefined) return short;
  const author = commit.authorName === null ? '' : `${safe(commit.authorName)}, `;
  return `${short} (${author}"${safe(commit.subject)}")`;
}

function some(names: readonly string[]): string {
  const rest = names.length - NAMED;
  return `${names.slice(0, NAMED).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** `1 commit`, `2 commits`, `3,412 files`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;
}
