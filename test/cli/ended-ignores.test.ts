import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { mintToken } from '../helpers/mint.js';
import { runCli, temporaryFolder } from './run-cli.js';

test('an ignore entry that ended is told with its day and reason, and its token counts again, in a report, too', async (t) => {
  const cwd = await temporaryFolder(t);
  const [over, longOver, valid] = ['a', 'b', 'c'].map((namespace) => mintToken({ namespace })) as [
    string,
    string,
    string,
  ];
  const print = (token: string): string => createHash('sha256').update(token).digest('hex');
  const entries = [
    { fingerprint: print(over), until: '2020-01-01', reason: 'rotated by then' },
    { fingerprint: print(over), until: '2021-02-03', reason: 'moved once' },
    { fingerprint: print(longOver), until: '2019-01-01' },
    { fingerprint: print(longOver), reason: 'for good' },
    { fingerprint: print(valid), reason: 'a sample' },
    { fingerprint: '0123456789ab', until: '2020-01-01', reason: 'of a token that is gone' },
  ];
  await writeFile(join(cwd, 'ignores.json'), JSON.stringify(entries));
  await writeFile(join(cwd, 'a.log'), [over, longOver, valid].join('\n'));
  const args = ['dir', 'a.log', '--ignore-file', 'ignores.json', '-f', 'json'];
  const { code, stdout, stderr } = await runCli(t, args, { cwd });
  t.is(code, 1);
  t.is(
    stderr,
    `kubeleaks: the ignore entry ${print(over).slice(0, 16)} ended on 2021-02-03, so its token counts again (moved once)\n`,
  );
  const report = JSON.parse(stdout) as { findings: { fingerprint: string; suppression: object | null }[] };
  const counting = report.findings.filter(({ suppression }) => suppression === null);
  t.deepEqual(
    counting.map(({ fingerprint }) => fingerprint),
    [`sha256:${print(over)}`],
  );
  t.is((await runCli(t, [...args, '-q'], { cwd })).stderr, '');
  await writeFile(join(cwd, 'a.json'), stdout);
  const again = await runCli(t, ['report', 'a.json', '--ignore-file', 'ignores.json'], { cwd });
  t.is(again.stderr, stderr);
});
