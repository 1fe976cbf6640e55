/** The commands that ask clusters, run as a user runs them against the test API server. */
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { contextOf, startServer } from '../helpers/api-server/examination.js';
import { temporaryFolder } from '../helpers/api-server/kubectl.js';
import { kubeconfigText } from '../helpers/api-server/kubeconfig-text.js';
import { giveLife, type Living } from '../helpers/api-server/living-token.js';
import { clusterKey, type ApiServer, type ServerSettings } from '../helpers/api-server/server.js';
import { FakeClock } from '../helpers/fake-clock.js';
import { runCli, type CliResult } from '../helpers/run-cli.js';
import type { MintRecipe } from '../helpers/mint.js';

interface Home {
  readonly folder: string;
  readonly servers: readonly ApiServer[];
  run(args: readonly string[], stdin?: string): Promise<CliResult>;
  live(recipe?: MintRecipe, index?: number): Living;
}

/** A home folder whose kubeconfig has the contexts `c0`, `c1`…, the first one current. */
async function build(t: ExecutionContext, settings: readonly ServerSettings[] = [{}]): Promise<Home> {
  const clock = new FakeClock(Date.now());
  const folder = await temporaryFolder(t);
  const servers = await Promise.all(settings.map((each) => startServer(t, clock, each)));
  await mkdir(join(folder, '.kube'));
  await writeFile(
    join(folder, '.kube', 'config'),
    kubeconfigText(servers.map((server, index) => contextOf(`c${index}`, server))),
  );
  return {
    folder,
    servers,
    run: (args, stdin) =>
      runCli(args, {
        cwd: folder,
        isLoopbackAllowed: true,
        timeoutMs: 120_000,
        env: { HOME: folder, XDG_CONFIG_HOME: join(folder, '.config') },
        ...(stdin === undefined ? {} : { stdin }),
      }),
    live: (recipe = {}, index = 0) =>
      giveLife(servers[index] as ApiServer, { issuedAt: Math.floor(Date.now() / 1000) - 60, ...recipe }),
  };
}

const key = (name: string): ServerSettings => ({ keys: [clusterKey('ES256', 0, name)] });
const es256 = (name: string): MintRecipe => ({ kind: 'unbound', alg: 'ES256', key: name });

test('dir --verify says which token lives, where, and what was sent', async (t) => {
  const { folder, run, live } = await build(t);
  const [alive, dead] = [live({ kind: 'unbound' }), live({ kind: 'pod-bound', serviceAccount: 'web', seed: 'w' })];
  await writeFile(join(folder, 'app.log'), `a ${alive.token}\nb ${dead.token}\n`);
  const before = await run(['dir', 'app.log', '--verify', '-f', 'json']);
  t.is(before.code, 1);
  t.deepEqual(
    JSON.parse(before.stdout).findings.map(
      ({ severity, proven, verdict }: { severity: string; proven: boolean; verdict: { result: string } }) => [
        severity,
        proven,
        verdict.result,
      ],
    ),
    [
      ['critical', true, 'live'],
      ['critical', true, 'live'],
    ],
  );
  t.is(JSON.parse(before.stdout).transmissions.length, 2);
  const human = await run(['dir', 'app.log', '--verify=offline']);
  t.regex(human.stdout, /Sent: nothing/);
  for (const { stdout, stderr } of [before, human])
    t.false([alive, dead].some(({ token }) => `${stdout}${stderr}`.includes(token)));
});

test('--fail-on live passes when every token is dead', async (t) => {
  const { folder, servers, run, live } = await build(t);
  const { token, pod } = live();
  await writeFile(join(folder, 'app.log'), token);
  t.is((await run(['dir', 'app.log', '--verify', '--fail-on', 'live'])).code, 1);
  servers[0]?.store.delete('pods', 'ci', pod);
  t.is((await run(['dir', 'app.log', '--verify', '--fail-on', 'live'])).code, 0);
});

test('stdin --verify tells verdicts on the stream', async (t) => {
  const { run, live } = await build(t);
  const { stdout } = await run(['stdin', '--verify', '-f', 'jsonl'], `x ${live().token} y\n`);
  const types = stdout
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { type: string }).type);
  t.true(types.includes('verdict') && types.includes('transmission'));
  t.is(types.at(-1), 'summary');
});

test("verify reads any text, another scanner's report too", async (t) => {
  const { folder, run, live } = await build(t);
  const { token } = live();
  const foreign = JSON.stringify([{ RuleID: 'jwt', Secret: token, File: 'x' }]);
  await writeFile(join(folder, 'gitleaks.json'), foreign);
  for (const given of [
    await run(['verify', '-', '-f', 'json'], foreign),
    await run(['verify', 'gitleaks.json', '-f', 'json']),
  ]) {
    t.is(given.code, 1, given.stderr);
    t.is(JSON.parse(given.stdout).findings[0].verdict.result, 'live');
  }
});

test('verify reads the tokens of a report again from their places, and takes only those', async (t) => {
  const { folder, servers, run, live } = await build(t);
  const [reported, other] = [live(), live({ kind: 'unbound', serviceAccount: 'other', seed: 'o' })];
  await mkdir(join(folder, 'src'));
  await writeFile(join(folder, 'src', 'app.log'), `x: ${Buffer.from(reported.token).toString('base64')}\n`);
  await run(['dir', 'src', '-f', 'json', '-o', 'report.json', '--min-severity', 'info']);
  t.false((await readFile(join(folder, 'report.json'), 'utf8')).includes(reported.token));
  await writeFile(
    join(folder, 'src', 'app.log'),
    `x: ${Buffer.from(reported.token).toString('base64')}\ny: ${other.token}\n`,
  );
  t.regex((await run(['verify', 'report.json'])).stderr, /--source names the folder/);
  const again = await run(['verify', 'report.json', '--source', '.', '-f', 'json']);
  t.is(again.stderr, '');
  t.deepEqual(
    JSON.parse(again.stdout).findings.map(({ verdict }: { verdict: { result: string } }) => verdict.result),
    ['live'],
  );
  t.false(servers[0]?.transcript.includes(other.token));
  await writeFile(join(folder, 'src', 'app.log'), 'clean\n');
  const gone = await run(['verify', 'report.json', '--source', '.']);
  t.is(gone.code, 3);
  t.regex(gone.stderr + gone.stdout, /1 token of the report of \S+ did not stand\s+in its places any more/);
});

test('verify opens nothing outside its --source, whatever the report says', async (t) => {
  const { folder, servers, run, live } = await build(t);
  const { token } = live();
  await mkdir(join(folder, 'inside'));
  await writeFile(join(folder, 'secret.log'), token);
  await run(['dir', 'secret.log', '-f', 'json', '-o', 'report.json']);
  const report = (await readFile(join(folder, 'report.json'), 'utf8')).replaceAll('secret.log', '../secret.log');
  for (const path of ['../secret.log', join(folder, 'secret.log')]) {
    await writeFile(join(folder, 'report.json'), report.replaceAll('../secret.log', path));
    const { code } = await run(['verify', 'report.json', '--source', 'inside']);
    t.true(code === 2 || code === 3, path);
  }
  t.false(servers[0]?.transcript.includes(token));
});

test('a report that was made with --reveal is verified by its own tokens', async (t) => {
  const { folder, run, live } = await build(t);
  await writeFile(join(folder, 'app.log'), live().token);
  await run(['dir', 'app.log', '--reveal', '-f', 'json', '-o', 'report.json']);
  const { stdout } = await run(['verify', 'report.json', '-f', 'json']);
  t.is(JSON.parse(stdout).findings[0].verdict.result, 'live');
});

test('inspect --verify=offline tells the cluster by a shared map, and asks nobody', async (t) => {
  const { folder, servers, run, live } = await build(t, [key('a'), key('b')]);
  const { token } = live(es256('b'), 1);
  t.is((await run(['clusters', 'export', '--all-contexts', '-o', 'team.json'])).code, 0);
  const map = await readFile(join(folder, 'team.json'), 'utf8');
  t.false(/reviewer-admin|PRIVATE/.test(map));
  await writeFile(join(folder, '.kube', 'config'), kubeconfigText([], null));
  const before = servers.map(({ requests }) => requests.length);
  const { stdout, code } = await run(['inspect', '-', '--verify=offline', '--keys', 'team.json'], token);
  t.is(code, 0);
  t.regex(stdout, /genuine-unchecked in c1: no-context/);
  t.deepEqual(
    servers.map(({ requests }) => requests.length),
    before,
  );
});

test('clusters pin remembers keys for --all-contexts, list shows them, and a thief is not pinned', async (t) => {
  const thief: ServerSettings = { keys: [clusterKey('ES256', 0, 'thief'), clusterKey('ES256', 0, 'a')] };
  const { folder, run, live } = await build(t, [key('a'), key('b'), thief]);
  const { token } = live(es256('b'), 1);
  const ask = async (): Promise<string> => {
    const { stdout } = await run(['verify', '-', '--all-contexts', '-f', 'json'], token);
    const { verdict } = JSON.parse(stdout).findings[0];
    return `${verdict.result} ${verdict.reason}`;
  };
  t.is(await ask(), 'genuine-unchecked key-not-pinned');
  const pinned = await run(['clusters', 'pin', '--all-contexts']);
  t.is(pinned.code, 0);
  t.regex(pinned.stderr, /cluster c0 was not pinned: c2 claims its key/);
  t.regex(pinned.stdout, /^c1\n[^]*\(ES256, pinned\)/);
  t.is((await stat(join(folder, '.config', 'kubeleaks', 'keys.json'))).mode & 0o777, 0o600);
  t.is(await ask(), 'live null');
  const list = await run(['clusters', 'list', '--all-contexts', '-f', 'json']);
  t.deepEqual(
    JSON.parse(list.stdout).map(({ name, keys }: { name: string; keys: { isPinned: boolean; alsoOf: string[] }[] }) => [
      name,
      keys.map(({ isPinned, alsoOf }) => [isPinned, alsoOf]),
    ]),
    [
      ['c0', [[false, ['c2']]]],
      ['c1', [[true, []]]],
      [
        'c2',
        [
          [false, []],
          [false, ['c0']],
        ],
      ],
    ],
  );
});

test('clusters list says why a cluster does not answer, and escapes what it says of itself', async (t) => {
  const { servers, run } = await build(t, [{}, { issuers: ['https://x/\u001b]0;evil\u0007\u202e'] }]);
  await servers[0]?.close();
  const { stdout } = await run(['clusters', 'list', '--all-contexts']);
  t.regex(stdout, /answers {2}no: it cannot be reached/);
  t.false(stdout.includes('\u001b') || stdout.includes('\u202e'));
});

const refuses = test.macro(async (t, args: readonly string[], message: RegExp) => {
  const { run } = await build(t);
  const { code, stderr } = await run(args);
  t.is(code, 2);
  t.regex(stderr, message);
});

test(
  'an unknown mode is wrong usage',
  refuses,
  ['dir', '.', '--verify=maybe'],
  /--verify: one of plan, offline, lookup, review is needed, not "maybe"/,
);
test(
  'a flag of verification without --verify is wrong usage',
  refuses,
  ['dir', '.', '--context', 'c0'],
  /--context is about verification; say --verify too/,
);
test(
  'an unknown context is wrong usage',
  refuses,
  ['dir', '.', '--verify', '--context', 'nope'],
  /context nope cannot be used: the kubeconfig has no context of that name/,
);
test(
  'a time without a unit is wrong usage',
  refuses,
  ['verify', 'x', '--until-dead', '60'],
  /a time like 60s, 5m or 1h is needed/,
);
test('a folder is nothing to verify', refuses, ['verify', '.'], /kubeleaks dir --verify scans it/);
test('clusters does what it can', refuses, ['clusters', 'destroy'], /clusters does one of list, pin, export/);
