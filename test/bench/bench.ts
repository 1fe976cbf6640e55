/**
 * `npm run bench`: runs kubeleaks and what it is compared with in turn, on corpora it makes itself.
 *
 * `-- --only log,tree` picks scenes, `--repeat N` sets the rounds, `--scale 0.1` shrinks the corpora, `--corpora DIR`
 * says where they are kept, `--keep NAME` puts what was measured under `test/bench/runs/`. `--repo PATH` (repeatable)
 * searches the history of a repository of yours, and nothing else unless `--only` says so.
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { root } from '../helpers/root.js';
import { keepRun } from './keep-run.js';
import { describeMachine } from './machine.js';
import { resultText } from './result-text.js';
import { runRace, type Result } from './run-race.js';
import type { Stage } from './scene.js';
import { scenes } from './scenes/index.js';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    repeat: { type: 'string' },
    scale: { type: 'string', default: '1' },
    corpora: { type: 'string', default: join(tmpdir(), 'kubeleaks-bench') },
    keep: { type: 'string' },
    repo: { type: 'string', multiple: true, default: [] },
  },
});

function find(program: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
}

const stage: Stage = {
  corpora: values.corpora,
  cli: join(root, 'dist', 'cli.js'),
  ripgrep: find(process.platform === 'win32' ? 'rg.exe' : 'rg'),
  find,
  scale: Number(values.scale),
  repositories: values.repo,
};
const wanted = values.only?.split(',') ?? (values.repo.length > 0 ? ['history'] : undefined);
const unknown = wanted?.filter((id) => !scenes.some((scene) => scene.id === id)) ?? [];
if (unknown.length > 0 || !(stage.scale > 0) || !existsSync(stage.cli)) {
  const known = scenes.map(({ id }) => id).join(', ');
  process.stderr.write(`No such scene, scale or build. Scenes: ${known}. Build with \`npm run build\`.\n`);
  process.exit(2);
}

const machine = describeMachine(stage);
for (const [name, fact] of Object.entries(machine)) process.stdout.write(`${name}: ${fact}\n`);
const results: Array<Result & { readonly scene: string }> = [];
for (const scene of scenes) {
  if (wanted !== undefined && !wanted.includes(scene.id)) continue;
  process.stdout.write(`\n## ${scene.id}: ${scene.title}\n`);
  for (const race of await scene.prepare(stage)) {
    const result = await runRace(race, values.repeat === undefined ? scene.repeat : Number(values.repeat));
    process.stdout.write(`\n${resultText(result)}`);
    results.push({ scene: scene.id, ...result });
  }
}
if (values.keep !== undefined)
  process.stdout.write(`\nkept in ${await keepRun(values.keep, machine, results, stage)}\n`);
