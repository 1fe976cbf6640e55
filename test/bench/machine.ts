/** Where and with what a benchmark ran: without it the numbers say nothing. */
import { execFileSync } from 'node:child_process';
import { cpus, release, totalmem, type } from 'node:os';
import { root } from '../helpers/root.js';
import type { Stage } from './scene.js';

/** Facts by name, in the order in which they are told. */
export type Machine = Readonly<Record<string, string>>;

/** Asks the machine and the programs. */
export function describeMachine(stage: Stage): Machine {
  const [cpu] = cpus();
  return {
    date: new Date().toISOString(),
    processor: `${cpu?.model.trim() ?? 'unknown'}, ${cpus().length} cores`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${type()} ${release()}`,
    node: process.version,
    kubeleaks: `${firstLine(process.execPath, [stage.cli, '--version'])} (${commit()})`,
    ripgrep: stage.ripgrep === undefined ? 'not on the path' : firstLine(stage.ripgrep, ['--version']),
    'page cache': 'warm: every command ran once before it was measured',
    'peak memory': 'resident, as Linux counts it; files that a command maps count too',
  };
}

function commit(): string {
  try {
    return `commit ${firstLine('git', ['-C', root, 'describe', '--always', '--dirty', '--abbrev=12'])}`;
  } catch {
    return 'no git';
  }
}

function firstLine(command: string, args: readonly string[]): string {
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split('\n', 1)[0] ?? '';
}
