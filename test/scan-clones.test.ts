import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { scan, type ScanEvent, type ScanOptions, type Target } from '../src/index.js';
import { parseCloneUrl } from '../src/sources/git/clone/clone-url.js';
import { Authority } from './helpers/api-server/authority.js';
import { GitRepository } from './helpers/git/git-repository.js';
import { mintShape } from './helpers/mint.js';
import { cli, runCli } from './helpers/run-cli.js';
import { tempFolder } from './helpers/temp-folder.js';

const token = (word: string): string => mintShape({ kind: 'pod-bound', seed: word, serviceAccount: word });

async function eventsOf(targets: readonly Target[], options: ScanOptions): Promise<readonly ScanEvent[]> {
  const events: ScanEvent[] = [];
  for await (const event of scan(targets, { searchPath: process.env['PATH'] ?? '', ...options })) events.push(event);
  return events;
}

/** A repository with a token on a side branch, and a folder where clones are made. */
async function stage(t: ExecutionContext) {
  const folder = await tempFolder(t);
  const repository = new GitRepository(join(folder, 'shop'));
  repository.commit({ 'deploy.yaml': `token: ${token('one')}\n` });
  repository.commit({ 'deploy.yaml': null });
  repository.git('update-ref', 'refs/pull/1/head', 'HEAD~1');
  const temporary = join(folder, 'temporary');
  mkdirSync(temporary);
  const env = { TMPDIR: temporary, HOME: folder, GIT_CONFIG_NOSYSTEM: '1' };
  return { folder, repository, temporary, env };
}

test('what git would run, or send in the clear, is refused, and never repeated', (t) => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ['ext::sh -c touch% /tmp/x', /blanks/],
    ['ext::sh', /helpers/],
    ['fd::17', /helpers/],
    ['https::https://git.example/x', /helpers/],
    ['http://git.example/shop.git', /not encrypted/],
    ['git://git.example/shop.git', /not encrypted/],
    ['ftp://git.example/shop.git', /only https/],
    ['ssh://-oProxyCommand=sh/shop', /begin with -/],
    ['ssh://-lroot@git.example/shop', /begin with -/],
    ['-oProxyCommand=sh@host:shop', /begin with -/],
    ['git@-oProxyCommand=sh:shop', /begin with -/],
    ['git@host:--upload-pack=sh', /begin with -/],
    ['ssh://git:secret@git.example/shop', /no password/],
    ['https://git.example/a\nb', /blanks/],
    ['https://git.example/a%0ahost=evil', /blanks/],
    ['https://git.example/a?private_token=secret', /no \?/],
    ['https://', /cannot be read/],
    ['file://other/srv/shop.git', /no host/],
  ];
  for (const [given, message] of cases) {
    const error = t.throws(() => parseCloneUrl(given), { name: 'UsageError', message }, given);
    t.notRegex(error?.message ?? '', /secret|evil/, given);
  }
});

test('a URL is taken apart so that git and reports see no password', (t) => {
  const { url, shown, user, password } = parseCloneUrl('https://ann:p%40ss@git.example:8443/team/shop.git');
  t.deepEqual(
    [url, shown, user, password],
    ['https://git.example:8443/team/shop.git', 'https://git.example:8443/team/shop.git', 'ann', 'p%40ss'],
  );
  const ssh = parseCloneUrl('git@git.example:team/shop.git');
  t.deepEqual(
    [ssh.url, ssh.shown, ssh.protocols],
    ['git@git.example:team/shop.git', 'git.example:team/shop.git', 'https:ssh'],
  );
  t.is(parseCloneUrl('ssh://git@git.example/shop').shown, 'ssh://git.example/shop');
  t.is(parseCloneUrl('file:///srv/shop.git').protocols, 'file');
});

test('a clone is searched whole, called by its URL, and gone afterwards', async (t) => {
  const { repository, temporary, env } = await stage(t);
  const other = new GitRepository(join(repository.path, '..', 'other'));
  other.commit({ a: token('two') });
  const urls = [repository.path, '/nowhere/at/all', other.path].map((path) => `file://${path}`);
  const { stdout, stderr, code } = await runCli(['git', ...urls, '-f', 'json'], { env });
  t.is(code, 1, stderr);
  const report = JSON.parse(stdout) as {
    findings: { sightings: { origin: { repository: object; paths: object[] } }[] }[];
    failures: { code: string; message: string; origin: object }[];
    summary: { complete: boolean };
  };
  const [url = '', , otherUrl = ''] = urls;
  t.deepEqual(
    report.findings
      .map(({ sightings }) => sightings[0]?.origin.repository)
      .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    [otherUrl, url].map((text) => ({ path: { text }, remote: text })),
  );
  t.deepEqual(
    report.failures.map(({ code: failed, origin }) => [failed, origin]),
    [['clone-failed', { kind: 'file', path: { text: urls[1] } }]],
  );
  t.regex(report.failures[0]?.message ?? '', /there is no repository/);
  t.deepEqual(readdirSync(temporary), []);
  for (const args of [
    ['scan', url],
    ['git', '--staged', url],
    ['git', 'ext::sh'],
    ['git', 'https://u:secret@h/x?y'],
  ]) {
    const refused = await runCli(args, { env });
    t.is(refused.code, 2, args.join(' '));
    t.false(refused.stderr.includes('secret'));
  }
});

test('nothing of a hook, and no hook or template of anybody, has a say in a clone', async (t) => {
  const { folder, repository, temporary, env } = await stage(t);
  writeFileSync(join(folder, 'evil'), `#!/bin/sh\ntouch '${folder}/ran'\n`, { mode: 0o755 });
  mkdirSync(join(folder, 'template/hooks'), { recursive: true });
  for (const hook of ['reference-transaction', 'post-checkout', 'post-update'])
    writeFileSync(join(folder, 'template/hooks', hook), `#!/bin/sh\ntouch '${folder}/ran'\n`, { mode: 0o755 });
  writeFileSync(
    join(folder, '.gitconfig'),
    `[init]\n\ttemplateDir = ${folder}/template\n[core]\n\thooksPath = ${folder}/template/hooks\n`,
  );
  for (const key of ['core.fsmonitor', 'uploadpack.packObjectsHook', 'core.sshCommand', 'core.alternateRefsCommand'])
    repository.git('config', key, join(folder, 'evil'));
  const hostile = {
    ...env,
    GIT_DIR: '/nowhere',
    GIT_OBJECT_DIRECTORY: '/nowhere',
    GIT_TEMPLATE_DIR: join(folder, 'template'),
  };
  const { code, stderr } = await runCli(['git', `file://${repository.path}`], { env: hostile });
  t.is(code, 1, stderr);
  t.false(existsSync(join(folder, 'ran')));
  t.deepEqual(readdirSync(temporary), []);
});

/** git's own server behind TLS and a password; remembers the command lines of all that runs meanwhile. */
async function serve(
  t: ExecutionContext,
  root: string,
): Promise<{ port: number; certificate: string; lines: Set<string> }> {
  const authority = new Authority();
  const { certificate, key } = authority.identity({ commonName: 'git', names: ['127.0.0.1', 'localhost'] });
  const lines = new Set<string>();
  const server: Server = createServer({ cert: certificate, key }, (request, response) => {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      const line = existsSync(`/proc/${pid}/cmdline`) ? commandLine(pid) : '';
      if (line.includes('git')) lines.add(line);
    }
    if (request.headers.authorization !== `Basic ${Buffer.from('ann:s3cret!pass').toString('base64')}`) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
      return;
    }
    const url = new URL(request.url ?? '/', 'https://localhost');
    const backend = spawn('git', ['http-backend'], {
      env: {
        PATH: process.env['PATH'],
        GIT_PROJECT_ROOT: root,
        GIT_HTTP_EXPORT_ALL: '1',
        PATH_INFO: url.pathname,
        QUERY_STRING: url.search.slice(1),
        REQUEST_METHOD: request.method,
        CONTENT_TYPE: request.headers['content-type'] ?? '',
        HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
        REMOTE_USER: 'ann',
      },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    request.pipe(backend.stdin);
    const pieces: Buffer[] = [];
    backend.stdout.on('data', (piece: Buffer) => pieces.push(piece));
    backend.on('close', () => {
      const all = Buffer.concat(pieces);
      const end = all.indexOf('\r\n\r\n');
      const headers = all
        .toString('latin1', 0, end)
        .split('\r\n')
        .map((line) => line.split(': ') as [string, string]);
      const status = headers.find(([name]) => name === 'Status')?.[1];
      response.writeHead(Number.parseInt(status ?? '200', 10), Object.fromEntries(headers)).end(all.subarray(end + 4));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  const address = server.address();
  return { port: typeof address === 'object' ? (address?.port ?? 0) : 0, certificate: authority.certificate, lines };
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

(existsSync('/proc/self/cmdline') ? test : test.skip)(
  'over https the password reaches the server, and no command line of git, no report and no message',
  async (t) => {
    const { folder, temporary, env } = await stage(t);
    const { port, certificate, lines } = await serve(t, folder);
    writeFileSync(join(folder, 'ca.pem'), certificate);
    const trusting = { ...env, PATH: process.env['PATH'], GIT_SSL_CAINFO: join(folder, 'ca.pem') };
    const url = (credentials: string): string => `https://${credentials}127.0.0.1:${port}/shop/.git`;
    const before = process.env['TMPDIR'];
    process.env['TMPDIR'] = temporary;
    const stages = new Set<string>();
    const seen = await eventsOf([{ kind: 'clone', url: url('ann:s3cret!pass@') }], {
      environment: trusting,
      onCloning: (reached) => stages.add(reached),
    });
    t.true(stages.size > 0, 'how far it is is told');
    const refused = await eventsOf([{ kind: 'clone', url: url('ann:wrong@') }], { environment: trusting });
    const nobody = await eventsOf([{ kind: 'clone', url: url('') }], { environment: trusting });
    const stranger = await eventsOf([{ kind: 'clone', url: url('ann:s3cret!pass@') }], {
      environment: { ...trusting, GIT_SSL_CAINFO: undefined },
    });
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    t.is(seen.filter(({ type }) => type === 'finding').length, 1, JSON.stringify(seen));
    t.false(JSON.stringify(seen).includes('s3cret'));
    const said = (events: readonly ScanEvent[]): string[] =>
      events.flatMap((event) => (event.type === 'failure' ? [event.failure.message] : []));
    t.regex(said(refused).join('\n'), /access was refused/);
    t.regex(said(nobody).join('\n'), /access was refused/);
    t.regex(said(stranger).join('\n'), /certificate is not trusted/);
    t.true(
      [...lines].some((line) => line.includes('remote-https')),
      'git was watched while it ran',
    );
    t.deepEqual(
      [...lines].filter((line) => line.includes('s3cret')),
      [],
    );
    t.deepEqual(readdirSync(temporary), []);
  },
);

test('a clone that is interrupted leaves nothing behind', async (t) => {
  const { folder, temporary, env } = await stage(t);
  // An ssh that never answers, and says that it was started.
  writeFileSync(join(folder, 'ssh'), `#!/bin/sh\ntouch "$STARTED"\nexec cat\n`, { mode: 0o755 });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    const started = join(folder, `started before ${signal}`);
    const child = spawn(process.execPath, [cli, 'git', 'git@git.example:shop.git'], {
      env: {
        ...env,
        PATH: process.env['PATH'],
        GIT_SSH: join(folder, 'ssh'),
        GIT_SSH_VARIANT: 'ssh',
        STARTED: started,
      },
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => child.on('close', (_code, by) => resolve(by)));
    while (!existsSync(started)) await new Promise((resolve) => setImmediate(resolve));
    t.is(readdirSync(temporary).length, 1);
    child.kill(signal);
    t.is(await ended, signal);
    t.deepEqual(readdirSync(temporary), [], signal);
  }
});
