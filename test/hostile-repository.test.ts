import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { GitRepository } from './helpers/git/git-repository.js';
import { mintShape } from './helpers/mint.js';
import { runCli } from './helpers/run-cli.js';
import { tempFolder } from './helpers/temp-folder.js';

const token = (word: string): string => mintShape({ kind: 'pod-bound', seed: word, serviceAccount: word });

interface Trap {
  /** Writes a program that leaves its name in the folder of canaries when it runs; gives its path. */
  program(name: string, at?: string): string;
  /** Names of those that ran; forgotten then. */
  ran(): string[];
}

function trap(folder: string): Trap {
  const canaries = join(folder, 'canaries');
  const programs = join(folder, 'programs');
  for (const made of [canaries, programs]) mkdirSync(made);
  return {
    program(name, at = join(programs, name)) {
      mkdirSync(dirname(at), { recursive: true });
      writeFileSync(at, `#!/bin/sh\necho "$@" >> '${join(canaries, name)}'\nexit 1\n`);
      chmodSync(at, 0o755);
      return at;
    },
    ran() {
      const names = readdirSync(canaries).sort();
      for (const name of names) rmSync(join(canaries, name));
      return names;
    },
  };
}

/** Everything that git would run for a repository, each with a program of ours. */
function arm(repository: GitRepository, { program }: Trap): void {
  const git = join(repository.path, '.git');
  const settings = {
    'core.fsmonitor': program('fsmonitor'),
    'core.sshCommand': program('ssh'),
    'core.gitProxy': program('proxy'),
    'core.pager': program('pager'),
    'core.editor': program('editor'),
    'core.askPass': program('askpass'),
    'core.alternateRefsCommand': program('alternate-refs'),
    'core.hooksPath': join(git, 'hooks'),
    'core.attributesFile': join(repository.path, 'attributes'),
    'diff.external': program('external'),
    'diff.evil.command': program('driver'),
    'diff.evil.textconv': program('textconv'),
    'filter.evil.clean': program('clean'),
    'filter.evil.smudge': program('smudge'),
    'filter.evil.process': program('process'),
    'filter.evil.required': 'true',
    'merge.evil.driver': program('merge'),
    'gpg.program': program('gpg'),
    'gpg.ssh.program': program('gpg-ssh'),
    'log.showSignature': 'true',
    'credential.helper': program('credential'),
    'uploadpack.packObjectsHook': program('pack-objects'),
    'remote.origin.url': `ext::${program('remote')}`,
    'remote.origin.uploadpack': program('upload-pack'),
    'remote.origin.promisor': 'true',
    'remote.origin.partialCloneFilter': 'blob:none',
    'extensions.partialClone': 'origin',
    'protocol.allow': 'always',
    'interactive.diffFilter': program('diff-filter'),
    'gc.auto': '1',
    'gc.recentObjectsHook': program('recent-objects'),
    'alias.cat-file': `!${program('alias')}`,
    'sequence.editor': program('sequence'),
    'trailer.x.command': program('trailer'),
  };
  for (const [key, value] of Object.entries(settings)) {
    const [section = '', ...rest] = key.split('.');
    const name = rest.pop();
    const head = rest.length === 0 ? `[${section}]` : `[${section} "${rest.join('.')}"]`;
    appendFileSync(join(git, 'config'), `${head}\n\t${name} = ${value}\n`);
  }
  for (const hook of [
    'post-index-change',
    'reference-transaction',
    'post-checkout',
    'pre-auto-gc',
    'pre-commit',
    'fsmonitor-watchman',
  ])
    program(`hook-${hook}`, join(git, 'hooks', hook));
  for (const file of [
    join(git, 'info/attributes'),
    join(repository.path, 'attributes'),
    join(repository.path, '.gitattributes'),
  ]) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, '* diff=evil filter=evil merge=evil\n');
  }
  for (const [name, at] of [
    ['git-here', 'git'],
    ['git-npx', 'node_modules/.bin/git'],
    ['git-bin', 'bin/git'],
  ] as const)
    program(name, join(repository.path, at));
}

/** An object that this reader hands to git: larger than it holds, or broken. */
function handToGit(repository: GitRepository, word: string): void {
  repository.hashObject(Buffer.concat([Buffer.alloc(33 * 1024 * 1024), Buffer.from(`\n${token(word)}\n`)]));
  const broken = repository.hashObject(`broken ${word}`);
  const path = join(repository.path, '.git/objects', broken.slice(0, 2), broken.slice(2));
  chmodSync(path, 0o644);
  writeFileSync(path, readFileSync(path).subarray(0, 9));
}

interface Seen {
  readonly accounts: readonly string[];
  readonly codes: readonly string[];
  readonly report: string;
}

async function see(args: readonly string[], cwd: string, env: Record<string, string> = {}): Promise<Seen> {
  const { stdout } = await runCli([...args, '-f', 'json', '--no-progress'], { cwd, env });
  const report = JSON.parse(stdout) as {
    readonly findings: readonly { readonly identity: { readonly serviceAccount: string } }[];
    readonly failures: readonly { readonly code: string }[];
    readonly skipped: readonly { readonly code: string }[];
  };
  return {
    accounts: report.findings.map(({ identity }) => identity.serviceAccount).sort(),
    codes: [...report.failures, ...report.skipped].map(({ code }) => code).sort(),
    report: stdout,
  };
}

async function armed(t: ExecutionContext): Promise<{ folder: string; repository: GitRepository; trapped: Trap }> {
  const folder = await tempFolder(t);
  const repository = new GitRepository(join(folder, 'target'));
  repository.commit({ 'a.txt': `one ${token('old')}\n` });
  repository.commit({ 'a.txt': `two ${token('new')}\n`, 'b.bin': Buffer.from([0, 1, 2]) });
  repository.write('staged.txt', `${token('staged')}\n`);
  repository.git('add', 'staged.txt');
  // A commit that says it is signed, so that who shows signatures asks a program.
  const signed = repository
    .git('cat-file', 'commit', 'HEAD')
    .replace('\n\n', '\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n');
  const name = repository.run(['hash-object', '-t', 'commit', '-w', '--stdin'], `${signed}\n`).toString().trim();
  repository.git('update-ref', 'refs/heads/main', name);
  handToGit(repository, 'huge');
  const trapped = trap(folder);
  arm(repository, trapped);
  return { folder, repository, trapped };
}

test('nothing that a repository configures, hooks or plants is run, whichever part of it is scanned', async (t) => {
  const { repository, trapped } = await armed(t);
  const { path } = repository;
  const plain = { cwd: path, env: repository.environment(), stdio: 'ignore' } as const;
  for (const args of [
    ['log', '-p', '--all'],
    ['status'],
    ['diff', '--no-index', 'a.txt', 'b.bin'],
    ['add', 'a.txt'],
    ['fetch', 'origin'],
    ['commit', '-m', 'x'],
  ]) {
    try {
      execFileSync('git', args, plain);
    } catch {
      // What it ran is looked at, not how it ended.
    }
  }
  const dangerous = trapped.ran();
  for (const name of ['fsmonitor', 'gpg', 'process'])
    t.true(dangerous.includes(name), `the trap ${name} works: ${dangerous.join(' ')}`);
  rmSync(join(path, '.git/index.lock'), { force: true });
  const search = ['', '.', 'bin', join(path, 'node_modules/.bin'), join(path, 'bin'), process.env['PATH'] ?? ''];
  const env = {
    PATH: search.join(delimiter),
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'core.fsmonitor',
    GIT_CONFIG_VALUE_0: trapped.program('environment'),
  };
  const whole = await see(['git'], path, env);
  t.deepEqual(whole.accounts, ['huge', 'new', 'old', 'staged']);
  t.deepEqual(whole.codes, ['object-corrupt']);
  t.deepEqual(trapped.ran(), []);
  t.deepEqual((await see(['git', '--staged'], path, env)).accounts, ['staged']);
  t.deepEqual((await see(['git', '--range', 'HEAD~1..HEAD'], path, env)).accounts, ['new']);
  t.true((await see(['scan', '.'], path, env)).accounts.includes('huge'));
  t.deepEqual(trapped.ran(), []);
});

test('a missing object of a partial clone is not fetched', async (t) => {
  const { repository, trapped } = await armed(t);
  const blob = repository.git('rev-parse', 'HEAD:a.txt');
  rmSync(join(repository.path, '.git/objects', blob.slice(0, 2), blob.slice(2)));
  trapped.ran();
  t.false((await see(['git'], repository.path)).accounts.includes('new'));
  t.deepEqual(trapped.ran(), []);
});

test('nothing outside is read, whatever in the repository leads there', async (t) => {
  const folder = await tempFolder(t);
  const outside = new GitRepository(join(folder, 'outside'));
  outside.commit({ 'secret.txt': `${token('outside')}\n` });
  const loose = outside.hashObject(`${token('outside')} loose\n`);
  outside.git('repack', '-q', '-adk');
  outside.hashObject(`${token('outside')} other\n`);
  const text = join(folder, 'outside.txt');
  writeFileSync(text, `[user]\n\tname = ${token('outside')}\n`);
  const repository = new GitRepository(join(folder, 'target'));
  repository.commit({ 'a.txt': `${token('inside')}\n` });
  const git = join(repository.path, '.git');
  const there = join(outside.path, '.git');
  appendFileSync(
    join(git, 'config'),
    `[include]\n\tpath = ${text}\n[includeIf "gitdir:/"]\n\tpath = ${text}\n[core]\n\tworktree = ${outside.path}\n`,
  );
  mkdirSync(join(git, 'objects/info'), { recursive: true });
  writeFileSync(join(git, 'objects/info/alternates'), `${join(there, 'objects')}\n`);
  symlinkSync(join(there, 'objects/pack'), join(folder, 'pack'));
  for (const name of readdirSync(join(there, 'objects/pack')))
    symlinkSync(join(there, 'objects/pack', name), join(git, 'objects/pack', name));
  rmSync(join(git, 'objects', loose.slice(0, 2)), { recursive: true, force: true });
  symlinkSync(join(there, 'objects', loose.slice(0, 2)), join(git, 'objects', loose.slice(0, 2)));
  for (const name of ['packed-refs', 'COMMIT_EDITMSG', 'shallow', 'refs/heads/link', 'MERGE_MSG'])
    rmSync(join(git, name), { force: true });
  for (const name of ['packed-refs', 'COMMIT_EDITMSG', 'shallow', 'refs/heads/link', 'MERGE_MSG'])
    symlinkSync(text, join(git, name));
  rmSync(join(git, 'index'));
  symlinkSync(join(there, 'index'), join(git, 'index'));
  symlinkSync(there, join(git, 'modules'));
  symlinkSync(join(there, 'logs'), join(git, 'linked-logs'));
  for (const args of [['git'], ['scan', '.']]) {
    const { accounts, codes } = await see(args, repository.path);
    t.deepEqual(accounts, ['inside']);
    t.true(codes.filter((code) => code === 'outside-target').length >= 2, codes.join(' '));
  }
});

test('a repository whose .git, common folder or objects lie outside is refused by name', async (t) => {
  const folder = await tempFolder(t);
  const outside = new GitRepository(join(folder, 'outside'));
  outside.commit({ 'secret.txt': `${token('outside')}\n` });
  const there = join(outside.path, '.git');
  const plant: Record<string, (path: string) => void> = {
    'a .git file': (path) => writeFileSync(join(path, '.git'), `gitdir: ${there}\n`),
    'a .git link': (path) => symlinkSync(there, join(path, '.git')),
    'a common folder': (path) => {
      writeFileSync(join(new GitRepository(path).path, '.git/commondir'), `${there}\n`);
    },
    'an object folder': (path) => {
      renameSync(join(new GitRepository(path).path, '.git/objects'), join(path, 'old'));
      symlinkSync(join(there, 'objects'), join(path, '.git/objects'));
    },
  };
  for (const [what, make] of Object.entries(plant)) {
    const path = join(folder, what.replaceAll(' ', '-'));
    mkdirSync(path);
    make(path);
    for (const args of [['git'], ['git', '--staged']]) {
      const { accounts, codes } = await see(args, path);
      t.deepEqual([accounts, codes], [[], ['outside-target']], `${what}: ${args.join(' ')}`);
    }
  }
});
