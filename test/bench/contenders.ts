/** The commands that scenes compare. */
import type { Contender, Stage } from './scene.js';

/** `kubeleaks dir PATH`. */
export function kubeleaksDir({ cli }: Stage, path: string, flags: readonly string[] = []): Contender {
  const args = [cli, 'dir', path, '-f', 'jsonl', '--no-progress', ...flags];
  return { name: 'kubeleaks', command: process.execPath, args, codes: [0, 1], found: countFindings };
}

/** `kubeleaks stdin < FILE`. */
export function kubeleaksStdin({ cli }: Stage, stdin: string): Contender {
  const args = [cli, 'stdin', '-f', 'jsonl', '--no-progress'];
  return { name: 'kubeleaks', command: process.execPath, args, stdin, codes: [0, 1], found: countFindings };
}

/** The shape of any JWT, as people grep for it; lines are counted. Empty when there is no ripgrep. */
export function ripgrep({ ripgrep: command }: Stage, path: string): readonly Contender[] {
  if (command === undefined) return [];
  const pattern = 'eyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]+';
  return [{ name: 'ripgrep', command, args: ['-a', '-c', pattern, path], codes: [0, 1], found: addCounts }];
}

/** Reading alone, thrown away. Empty where there is no `cat`. */
export function reading(path: string): readonly Contender[] {
  if (process.platform === 'win32') return [];
  return [{ name: 'cat > /dev/null', command: 'cat', args: [path], codes: [0], isDiscarded: true }];
}

/** Node doing nothing: what any command in it costs. */
export const node: Contender = { name: 'node -e 0', command: process.execPath, args: ['-e', '0'], codes: [0] };

/** Findings in a report of events, one a line. */
export function countFindings(stdout: string): number {
  return stdout.split('\n').filter((line) => line.startsWith('{"type":"finding"')).length;
}

function addCounts(stdout: string): number {
  // One file: its count; several: path, colon and count a line.
  return stdout.split('\n').reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(':') + 1)), 0);
}
