import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { scan, type HistoryFilter, type ScanEvent } from '../src/index.js';
import { GitRepository } from './helpers/git/git-repository.js';
import { mintShape } from './helpers/mint.js';
import { root } from './helpers/root.js';
import { runCli } from './helpers/run-cli.js';
import { tempFolder } from './helpers/temp-folder.js';

const searchPath = process.env['PATH'] ?? '';
const now = (): Date => new Date('2026-11-23T12:00:00Z');

function token(word: string): string {
  return mintShape({ kind: 'pod-bound', seed: word, serviceAccount: word });
}

/** Main brought `early` in, then `late`; `side` is on a branch, `dropped` on none, `staged` in the index. */
async function repositoryOf(t: ExecutionContext): Promise<GitRepository> {
  const repository = new GitRepository(join(await tempFolder(t), 'r'));
  repository.commit({ 'deploy/early.yaml': token('early') });
  repository.git('checkout', '-q', '-b', 'side');
  repository.commit({ 'side.txt': token('side') });
  repository.commit({ 'dropped.txt': token('dropped') });
  repository.git('reset', '-q', '--hard', 'HEAD~1');
  repository.git('checkout', '-q', 'main');
  repository.git('mv', 'deploy/early.yaml', 'moved.yaml');
  repository.commit({ 'late.yaml': token('late') });
  repository.write('staged.yaml', token('staged'));
  repository.git('add', '-A');
  return repository;
}

/** Service accounts of the tokens that count. */
async function counted(path: string, historyFilter: HistoryFilter): Promise<readonly string[]> {
  const events: ScanEvent[] = [];
  for await (const event of scan([{ kind: 'repository', path }], { now, searchPath, historyFilter }))
    events.push(event);
  const names = new Map<string, string>();
  for (const event of events) {
    if (event.type === 'finding') names.set(event.finding.fingerprint, event.finding.identity.serviceAccount ?? '');
    if (event.type === 'suppression' && event.suppression?.kind === 'filter') names.delete(event.fingerprint);
  }
  return [...names.values()].sort();
}

const lets = test.macro(async (t, filter: HistoryFilter, names: readonly string[]) => {
  const repository = await repositoryOf(t);
  t.deepEqual(await counted(repository.path, filter), names);
});

const minute = (number: number): number => Date.UTC(2024, 0, 1) + number * 60_000;

test('without a filter all count', lets, {}, ['dropped', 'early', 'late', 'side', 'staged']);
test('--since looks at who brought it in, not at who moved it', lets, { sinceMs: minute(2) }, [
  'dropped',
  'late',
  'side',
  'staged',
]);
test('--until ends with its minute', lets, { untilMs: minute(1) }, ['early', 'staged']);
test('--since and --until are about the same commit', lets, { sinceMs: minute(2), untilMs: minute(2) }, [
  'side',
  'staged',
]);
test('--branch is about the history of a branch, not about its last commit', lets, { branches: ['side'] }, [
  'early',
  'side',
]);
test('--branch takes HEAD and whole names, and one is enough', lets, { branches: ['HEAD', 'refs/heads/side'] }, [
  'early',
  'late',
  'side',
]);
test('--path is about every path that it ever had', lets, { paths: ['deploy/', '/late.*'] }, ['early', 'late']);
test('--no-unreachable leaves out what was dropped, not what is staged', lets, { reachableOnly: true }, [
  'early',
  'late',
  'side',
  'staged',
]);

test('a branch that is not there makes the scan incomplete, and is named', async (t) => {
  const repository = await repositoryOf(t);
  const { code, stderr } = await runCli(['git', repository.path, '--branch', 'mian', '-f', 'json']);
  t.is(code, 3);
  t.regex(stderr, /it has no branch, tag or other ref mian, which --branch asks for/);
});

test('what a filter leaves out does not count for the exit code, and the report says so', async (t) => {
  const repository = await repositoryOf(t);
  const { code, stdout } = await runCli(['git', repository.path, '--path', 'nothing/*', '-f', 'json']);
  t.is(code, 0);
  const report = JSON.parse(stdout) as {
    findings: { suppression: { kind: string } | null }[];
    run: { options: object };
  };
  t.deepEqual(new Set(report.findings.map(({ suppression }) => suppression?.kind)), new Set(['filter']));
  t.like(report.run.options, { path: 'nothing/*' });
});

test('filters that cannot be answered are refused', async (t) => {
  for (const flags of [
    ['--since', 'yesterday'],
    ['--since', '2024-02-31'],
    ['--since', '2024-02-01', '--until', '2024-01-01'],
    ['--branch', 'main', '--no-attribution'],
    ['--branch', 'main', '--staged'],
  ]) {
    const { code, stderr } = await runCli(['git', '.', ...flags]);
    t.is(code, 2, stderr);
  }
});

test('the history that the README shows is told so', async (t) => {
  const folder = await tempFolder(t);
  const repository = new GitRepository(join(folder, 'shop'));
  const leak = readFileSync(join(root, 'samples/kubernetes-legacy/leak.secret-manifest.yaml'));
  const first = { 'README.md': 'Shop\n', 'deploy/backup.yaml': leak };
  repository.commit(first, { message: 'Add the nightly backup' });
  repository.git('tag', 'v1.0');
  repository.git('mv', 'deploy/backup.yaml', 'ops.yaml');
  repository.commit({}, { message: 'Move what runs at night' });
  repository.commit({ 'ops.yaml': null }, { message: 'Remove the token', author: 'Bob <bob@example.com>' });
  const { stdout } = await runCli(['git', 'shop'], { cwd: folder, env: { COLUMNS: '80' } });
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const [, shown = ''] = /<!-- history -->\n```text\n([^`]*)```/.exec(readme) ?? [];
  t.true(shown.length > 100);
  t.true(stdout.includes(shown), stdout);
});
