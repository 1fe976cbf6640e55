/** The hooks of the README, run by git: a commit and a push with a token in them are refused. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { parse } from 'yaml';
import { GitRepository } from './helpers/git/git-repository.js';
import { mintShape } from './helpers/mint.js';
import { root } from './helpers/root.js';
import { cli } from './helpers/run-cli.js';
import { tempFolder } from './helpers/temp-folder.js';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const token = (word: string): string => mintShape({ kind: 'pod-bound', seed: word, serviceAccount: word });

/** The script below a mark. */
function script(mark: string): string {
  const [, text = ''] = new RegExp(`<!-- ${mark} -->\n\`\`\`sh\n([^\`]*)\`\`\``).exec(readme) ?? [];
  return text;
}

interface Ran {
  readonly code: number | null;
  readonly said: string;
}

/** Repositories, and git as a person runs it, with `kubeleaks` on the path. */
class Desk {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'bin/kubeleaks'), `#!/bin/sh\nexec '${process.execPath}' '${cli}' "$@"\n`, {
      mode: 0o755,
    });
  }

  run(repository: GitRepository, command: string, args: readonly string[]): Ran {
    const base = repository.environment();
    const env = { ...base, PATH: `${join(this.folder, 'bin')}:${base['PATH']}` };
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: repository.path, env, encoding: 'utf8' });
    return { code: status, said: stdout + stderr };
  }
}

/** Nothing that is said holds a token. */
function isMasked(t: ExecutionContext, { said }: Ran, word: string): void {
  t.false(said.includes(token(word)), said);
  t.true(said.includes(token(word).slice(0, 9)), said);
}

test('a commit with a token is refused, in part commits and linked work trees too; one without goes through', async (t) => {
  const folder = await tempFolder(t);
  const desk = new Desk(folder);
  const repository = new GitRepository(join(folder, 'target'));
  repository.commit({ a: 'a\n', b: 'b\n' });
  writeFileSync(join(repository.path, '.git/hooks/pre-commit'), script('pre-commit'), { mode: 0o755 });
  const git = (...args: string[]): Ran => desk.run(repository, 'git', args);
  repository.write('a', 'more\n');
  t.is(git('commit', '-qam', 'fine').code, 0);
  repository.write('b', `token: ${token('one')}\n`);
  const refused = git('commit', '-qam', 'leak');
  t.is(refused.code, 1, refused.said);
  isMasked(t, refused, 'one');
  // A commit of one file has an index of its own, with that file alone.
  repository.write('a', 'even more\n');
  t.is(git('commit', '-qm', 'fine', 'a').code, 0);
  t.is(git('commit', '-qm', 'leak', 'b').code, 1);
  t.is(git('commit', '-q', '--no-verify', '-am', 'leak').code, 0);
  repository.write('b', `token: ${token('one')}\nedited\n`);
  const known = git('commit', '-qam', 'edit');
  t.is(known.code, 0, known.said);
  t.true(known.said.includes('preexisting'), known.said);
  const linked = join(folder, 'linked');
  repository.git('worktree', 'add', '-q', '-b', 'linked', linked);
  writeFileSync(join(linked, 'c'), `token: ${token('two')}\n`);
  const inLinked = git('-C', linked, 'commit', '-qm', 'leak', '--allow-empty');
  t.is(inLinked.code, 0, inLinked.said);
  repository.git('-C', linked, 'add', 'c');
  const leaking = git('-C', linked, 'commit', '-qm', 'leak');
  t.is(leaking.code, 1, leaking.said);
});

test('a push with a token is refused, whatever it pushes, and leaves nothing behind', async (t) => {
  const folder = await tempFolder(t);
  const desk = new Desk(folder);
  const server = new GitRepository(join(folder, 'server.git'), ['--bare']);
  const repository = new GitRepository(join(folder, 'work'));
  repository.commit({ a: 'a\n', known: `token: ${token('known')}\n` });
  repository.git('push', '-q', server.path, 'main');
  writeFileSync(join(server.path, 'hooks/pre-receive'), script('pre-receive'), { mode: 0o755 });
  const push = (...refs: string[]): Ran => desk.run(repository, 'git', ['push', server.path, ...refs]);

  repository.commit({ a: 'more\n', known: `token: ${token('known')}\nedited\n` });
  const fine = push('main');
  t.is(fine.code, 0, fine.said);
  t.true(fine.said.includes('preexisting'), fine.said);
  t.is(push('main:again').code, 0, 'a new branch that brings nothing');
  repository.commit({ leak: `token: ${token('one')}\n` });
  repository.commit({ leak: null });
  for (const refs of [['main'], ['main:other'], ['main:main', 'main:third']]) {
    const refused = push(...refs);
    t.is(refused.code, 1, refused.said);
    t.regex(refused.said, /pre-receive hook declined/);
    isMasked(t, refused, 'one');
  }
  repository.git('tag', '-a', '-m', `token: ${token('two')}`, 'v1', 'HEAD~2');
  isMasked(t, push('v1'), 'two');
  t.is(push(':again').code, 0, 'a branch that goes away');
  t.is(server.git('rev-parse', 'main'), repository.git('rev-parse', 'main~2'));
  t.is(server.git('for-each-ref', '--format=%(refname)'), 'refs/heads/main');
});

test('in CI the range of a branch is searched, and the report written', async (t) => {
  const folder = await tempFolder(t);
  const desk = new Desk(folder);
  const repository = new GitRepository(join(folder, 'target'));
  repository.commit({ a: `token: ${token('known')}\n` });
  repository.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  repository.commit({ b: 'b\n' });
  t.is(desk.run(repository, 'sh', ['-c', script('range')]).code, 0);
  repository.commit({ c: `token: ${token('one')}\n` });
  const ran = desk.run(repository, 'sh', ['-c', script('range')]);
  t.is(ran.code, 1, ran.said);
  const report = readFileSync(join(repository.path, 'kubeleaks.sarif'), 'utf8');
  t.true(report.includes('"results"'));
  t.false(report.includes(token('one')));
});

test('pre-commit is told to run what is in the package, on what is staged', (t) => {
  const [hook] = parse(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8')) as [Record<string, unknown>];
  const { bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly bin: object };
  t.is(hook['id'], 'kubeleaks');
  t.deepEqual(Object.keys(bin), [String(hook['entry']).split(' ')[0]]);
  t.true(script('pre-commit').includes(String(hook['entry'])));
  t.is(hook['pass_filenames'], false);
});
