/** The commands that the scenes about history compare. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../helpers/root.js';
import { countFindings } from './contenders.js';
import type { Contender, Stage } from './scene.js';

/** `kubeleaks git PATH`; without attribution when it is to search alone. */
export function kubeleaksGit({ cli }: Stage, path: string, isAlone: boolean): Contender {
  const args = [cli, 'git', path, '-f', 'jsonl', '--no-progress', ...(isAlone ? ['--no-attribution'] : [])];
  return {
    name: isAlone ? 'kubeleaks, search alone' : 'kubeleaks',
    command: process.execPath,
    args,
    codes: [0, 1, 3],
    found: countFindings,
  };
}

/** Inflating every blob and commit once; its time is what it says. */
export function floor(path: string): Contender {
  const args = [join(root, 'build', 'test', 'bench', 'floor.js'), path];
  const tells = (stdout: string): number => Number(/^milliseconds: ([\d.]+)$/m.exec(stdout)?.[1]);
  return { name: 'floor: inflating once', command: process.execPath, args, codes: [0], tells };
}

/** What git itself takes to print every object, and every patch where no object is missing. */
export function gitItself(path: string): readonly Contender[] {
  const piped = (name: string, git: string, rounds?: number): Contender => ({
    name,
    command: 'sh',
    // A pipe ends as its last command does: git's failure has to be told by other means.
    args: ['-c', `{ git -C "$1" ${git} || kill $$; } | cat`, 'sh', path],
    codes: [0],
    isDiscarded: true,
    ...(rounds !== undefined && { rounds }),
  });
  return [
    piped('git cat-file', 'cat-file --batch-all-objects --batch --unordered --buffer'),
    // It takes minutes where the others take seconds, and ends at the first missing object.
    ...(isWhole(path) ? [piped('git log -p', 'log -p -U0 --full-history --all', 1)] : []),
  ];
}

function isWhole(path: string): boolean {
  const args = ['-C', path, 'rev-list', '--objects', '--all', '--quiet'];
  return spawnSync('git', args, { stdio: 'ignore' }).status === 0;
}

interface OtherScanner {
  readonly program: string;
  readonly args: (path: string) => readonly string[];
  readonly codes: readonly number[];
}

/** Each as its manual says, told to ask nobody about what it finds. */
const others: readonly OtherScanner[] = [
  ...['gitleaks', 'betterleaks'].map((program) => ({
    program,
    args: (path: string) => ['git', '--no-banner', '--exit-code', '0', '--report-path', '/dev/null', path],
    codes: [0],
  })),
  {
    program: 'trufflehog',
    args: (path) => ['git', `file://${path}`, '--json', '--no-verification', '--no-update'],
    codes: [0, 183],
  },
  { program: 'titus', args: (path) => ['scan', '--git', path], codes: [0, 1] },
  {
    program: 'kingfisher',
    args: (path) => ['scan', path, '--no-validate', '--no-update-check', '--format', 'json'],
    codes: [0, 200, 205],
  },
];

/** Other scanners of history, where they are on the path. */
export function otherScanners({ find }: Stage, path: string): readonly Contender[] {
  return others.flatMap(({ program, args, codes }) => {
    const command = find(program);
    return command === undefined ? [] : [{ name: program, command, args: args(path), codes, rounds: 1 }];
  });
}
