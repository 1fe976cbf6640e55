/** Files of ignore entries: a YAML or JSON list, or one fingerprint a line. */
import type { LineCounter, Node } from 'yaml';
import { UsageError } from '../model/usage-error.js';
import { readIgnoreEntry, type IgnoreEntry } from './ignores.js';

/**
 * Reads the text of an ignore file. Either a list of `{fingerprint, reason, by, until}` in YAML or JSON, or lines
 * `FINGERPRINT  # reason` with blank lines and comments between. `name` is what messages call the file. Throws
 * `UsageError` (`ignore-invalid`) with the line of the first mistake; messages never repeat what the file says.
 */
export async function readIgnoreFile(text: string, name: string): Promise<readonly IgnoreEntry[]> {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const first = lines.find((line) => /^\s*[^\s#]/.test(line))?.trim() ?? '';
  return /^(?:[-[{]|%YAML)/.test(first) ? readList(text, name) : readLines(lines, name);
}

function readLines(lines: readonly string[], name: string): readonly IgnoreEntry[] {
  const entries: IgnoreEntry[] = [];
  for (const [index, line] of lines.entries()) {
    const match = /^\s*([^\s#]*)\s*(?:#\s*(.*))?$/.exec(line);
    // Words that no comment mark precedes: no fingerprint either.
    const fingerprint = match === null ? line : (match[1] ?? '');
    const reason = match?.[2] ?? '';
    if (fingerprint === '') continue;
    const place = `${name}, line ${index + 1}`;
    entries.push(readIgnoreEntry({ fingerprint, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) }, place));
  }
  return entries;
}

async function readList(text: string, name: string): Promise<readonly IgnoreEntry[]> {
  // Heavy, and few runs have such a file.
  const yaml = await import('yaml');
  const lineCounter = new yaml.LineCounter();
  // The schema without dates: `until: 2027-01-31` stays a text. Aliases are of no use here, and could be bombs.
  const document = yaml.parseDocument(text, { lineCounter, schema: 'core', logLevel: 'silent' });
  const [mistake] = document.errors;
  if (mistake !== undefined) throw wrong(name, lineCounter.linePos(mistake.pos[0]).line, 'this is not valid YAML');
  if (!yaml.isSeq(document.contents)) throw wrong(name, 1, 'a list of entries with fingerprint and reason is needed');
  return document.contents.items.map((item) => {
    const line = lineOf(item, lineCounter);
    return readIgnoreEntry(
      plainValue(() => (yaml.isNode(item) ? item.toJS(document, { maxAliasCount: 0 }) : undefined)),
      `${name}, line ${line}`,
    );
  });
}

function lineOf(item: unknown, lineCounter: LineCounter): number {
  const start = (item as Partial<Node> | null)?.range?.[0];
  return start === undefined ? 1 : lineCounter.linePos(start).line;
}

/** An alias makes the parser throw; as an entry it is none. */
function plainValue(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function wrong(name: string, line: number, needed: string): UsageError {
  return new UsageError('ignore-invalid', `${name}, line ${line}: ${needed}`);
}
