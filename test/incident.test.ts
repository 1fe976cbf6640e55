/** The incident of the README, from the leak to the proof that the token is dead, with the README's own commands. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import type { Remedy } from '../src/model/remedy.js';
import { contextOf, startServer } from './helpers/api-server/examination.js';
import { hasKubectl, temporaryFolder } from './helpers/api-server/kubectl.js';
import { kubeconfigText } from './helpers/api-server/kubeconfig-text.js';
import { giveLife } from './helpers/api-server/living-token.js';
import { FakeClock } from './helpers/fake-clock.js';
import { cli } from './helpers/run-cli.js';
import { root } from './helpers/root.js';

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The commands below each mark, in order. */
async function readCommands(): Promise<readonly string[][]> {
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  const blocks = readme.matchAll(/<!-- incident -->\n```sh\n([^`]*)```/g);
  return Array.from(blocks, ([, block = '']) => block.trim().split('\n'));
}

(hasKubectl ? test : test.skip)('the incident of the README ends with a dead token', async (t) => {
  const clock = new FakeClock(Date.now());
  const home = await temporaryFolder(t);
  const server = await startServer(t, clock);
  const { token, secret } = giveLife(server, { kind: 'legacy' });
  server.store.put('clusterroles', {
    name: 'reader',
    body: { rules: [{ verbs: ['get'], apiGroups: [''], resources: ['secrets'] }] },
  });
  const subjects = [{ kind: 'ServiceAccount', name: 'deployer', namespace: 'ci' }];
  server.store.put('clusterrolebindings', {
    name: 'ci-reader',
    body: { roleRef: { kind: 'ClusterRole', name: 'reader' }, subjects },
  });
  await Promise.all(['.kube', 'bin', 'work'].map((name) => mkdir(join(home, name))));
  await writeFile(join(home, '.kube', 'config'), kubeconfigText([contextOf('prod', server)]));
  await writeFile(join(home, 'bin', 'kubeleaks'), `#!/bin/sh\nexec ${process.execPath} ${cli} "$@"\n`, { mode: 0o755 });
  await writeFile(join(home, 'work', 'deploy.log'), `2026-10-01 token: ${token}\n`);
  const shell = async (command: string): Promise<Ran> =>
    new Promise((resolve) => {
      const env = {
        HOME: home,
        PATH: `${join(home, 'bin')}:${process.env['PATH']}`,
        XDG_CONFIG_HOME: join(home, '.config'),
      };
      execFile('sh', ['-c', command], { cwd: join(home, 'work'), env }, (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
      });
    });

  const [look, check] = await readCommands();
  t.is(look?.length, 3);
  const [found, clusters, verified] = [
    await shell(look?.[0] ?? ''),
    await shell(look?.[1] ?? ''),
    await shell(look?.[2] ?? ''),
  ];
  t.deepEqual([found.code, clusters.code, verified.code], [1, 0, 1]);
  t.regex(clusters.stdout, /^prod\n {2}server {3}https:\/\/127/);

  const [finding] = JSON.parse(await readFile(join(home, 'work', 'verdicts.json'), 'utf8')).findings;
  t.is(finding.verdict.result, 'live');
  t.true(finding.proven);
  t.deepEqual(
    finding.impact.rights.map(({ meaning }: { meaning: string }) => meaning),
    ['can read every Secret in the cluster'],
  );
  t.is((await shell(check?.[0] ?? '')).code, 1);

  const remedy = finding.remedy as readonly Remedy[];
  const deletes = remedy.flatMap(({ command, destructive }) => (destructive && command !== null ? [command] : []));
  t.true(deletes.length >= 2);
  for (const command of deletes) {
    const ran = await shell(command);
    t.is(ran.code, 0, `${command}\n${ran.stderr}`);
  }
  t.is(server.store.get('clusterrolebindings', undefined, 'ci-reader'), undefined);
  t.is(server.store.get('secrets', 'ci', secret), undefined);

  const after = await shell(check?.[0] ?? '');
  t.is(after.code, 0, after.stdout);
  t.regex(after.stdout, /revoked in prod: secret-deleted/);
  for (const { stdout, stderr } of [found, clusters, verified, after]) t.false(`${stdout}${stderr}`.includes(token));
});
