/** Puts what was measured where it can be read again: one folder a run, a page for people and the raw numbers. */
import { mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { root } from '../helpers/root.js';
import type { Machine } from './machine.js';
import { resultText } from './result-text.js';
import type { Result } from './run-race.js';
import type { Stage } from './scene.js';

/** Writes `test/bench/runs/<date>-<name>/` and gives its path from the root. Paths of this machine are left out. */
export async function keepRun(
  name: string,
  machine: Machine,
  results: readonly Result[],
  stage: Stage,
): Promise<string> {
  const folder = join(root, 'test', 'bench', 'runs', `${machine['date']?.slice(0, 10)}-${name}`);
  const plain = (text: string): string =>
    [
      [stage.corpora, 'CORPORA'],
      [root, '.'],
      [process.execPath, 'node'],
      ...stage.repositories.map((path) => [path, basename(path)]),
      [homedir(), '~'],
    ].reduce((shown, [path, word]) => shown.replaceAll(path ?? '', word ?? ''), text);
  const shown = results.map((result) => ({
    ...result,
    scores: result.scores.map((score) => ({ ...score, command: score.command.map(plain) })),
  }));
  const facts = Object.entries(machine).map(([what, fact]) => `- ${what}: ${plain(fact)}`);
  const commands = shown.flatMap(({ scores }) => scores.map(({ command }) => command.join(' ')));
  const page = [
    `# ${name}`,
    '',
    ...facts,
    '',
    ...shown.map((result) => resultText(result)),
    '### Commands',
    '',
    '```',
    ...new Set(commands),
    '```',
    '',
  ];
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'README.md'), page.join('\n'));
  await writeFile(join(folder, 'raw.json'), `${JSON.stringify({ machine, results: shown }, null, 2)}\n`);
  return relative(root, folder);
}
