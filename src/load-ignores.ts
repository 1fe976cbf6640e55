/** All that the user says does not count → one thing to ask. */
import type { IgnoreSetting } from './config/config.js';
import { readUserFile } from './config/user-file.js';
import { readIgnoreFile } from './triage/ignore-file.js';
import { type IgnoreEntry, type Ignores, makeIgnores, readIgnoreEntry } from './triage/ignores.js';

/** Ten thousand entries with long reasons. */
const MOST_BYTES = 8 * 1024 * 1024;

/** Where ignore entries come from. */
export interface IgnoreSources {
  /** Fingerprints from the command line, or their first digits. */
  readonly fingerprints: readonly string[];
  readonly files: readonly string[];
  /** Entries of the configuration. */
  readonly settings: readonly IgnoreSetting[];
}

/** Throws `UsageError`: `file-unreadable` or `ignore-invalid`, with the place of what is wrong. */
export async function loadIgnores({ fingerprints, files, settings }: IgnoreSources): Promise<Ignores> {
  const entries: IgnoreEntry[] = [
    ...fingerprints.map((fingerprint) => readIgnoreEntry({ fingerprint }, '--ignore')),
    ...settings.map((setting) => readIgnoreEntry(setting, 'the configuration')),
  ];
  for (const file of files) {
    const text = (await readUserFile(file, { what: 'the ignore file', mostBytes: MOST_BYTES })) ?? '';
    entries.push(...(await readIgnoreFile(text, file)));
  }
  return makeIgnores(entries);
}
