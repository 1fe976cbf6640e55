/** A repository whose commits look like somebody's work: files of source code, changed a few lines at a time. */
import { execFileSync } from 'node:child_process';
import { Random } from './random.js';
import { leakedToken } from './tokens.js';
import { sourceLines } from './tree.js';

/** What stands in a history. */
export interface HistoryRecipe {
  readonly commits: number;
  readonly seed: number;
}

const FILES = 40;

/** Makes a bare, packed repository at `path`. One commit in the middle leaks a token, the next one removes it. */
export function writeHistory(path: string, { commits, seed }: HistoryRecipe): Promise<void> {
  const random = new Random(seed);
  const files = Array.from({ length: FILES }, () => sourceLines(random));
  const parts: string[] = [];
  for (let commit = 0; commit < commits; commit += 1) {
    const changed = commit === 0 ? files.keys() : [random.below(FILES), random.below(FILES)];
    const message = `change ${commit}\n`;
    const time = `${1_700_000_000 + commit * 3600} +0000`;
    parts.push(`commit refs/heads/main\ncommitter Ann <ann@example.com> ${time}\ndata ${message.length}\n${message}`);
    let isLeak = commit === Math.floor(commits / 2);
    for (const file of changed) {
      const lines = files[file] as string[];
      lines.splice(random.below(lines.length), random.below(3), ...sourceLines(random).slice(0, 1 + random.below(4)));
      const text = `${lines.join('\n')}\n${isLeak ? `TOKEN=${leakedToken(random)}\n` : ''}`;
      isLeak = false;
      parts.push(`M 100644 inline src/file${file}.ts\ndata ${Buffer.byteLength(text)}\n${text}`);
    }
    parts.push('\n');
  }
  execFileSync('git', ['init', '-q', '--bare', path]);
  execFileSync('git', ['--git-dir', path, 'fast-import', '--quiet'], { input: parts.join('') });
  execFileSync('git', ['--git-dir', path, 'repack', '-q', '-adf']);
  return Promise.resolve();
}
