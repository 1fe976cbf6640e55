import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { findGit } from '../../../src/sources/git/find-git.js';
import { makePrivateGit } from '../../../src/sources/git/private-git.js';
import { openRepository } from '../../../src/sources/git/repository/repository.js';
import { GitRepository } from '../../helpers/git/git-repository.js';
import { tempFolder } from '../../helpers/temp-folder.js';

const git = findGit(process.env['PATH']) as string;

test('git is found in absolute folders alone', async (t) => {
  t.regex(git, /^\/.*git$/);
  const folder = await tempFolder(t);
  writeFileSync(join(folder, 'git'), '#!/bin/sh\n');
  t.not(findGit(folder), join(folder, 'git'), 'it cannot be executed');
  chmodSync(join(folder, 'git'), 0o755);
  t.is(findGit(folder), join(folder, 'git'));
  t.not(findGit('.:relative:'), 'git');
  const before = process.cwd();
  process.chdir(folder);
  t.not(findGit('.'), join(folder, 'git'));
  process.chdir(before);
});

test('through it git sees the objects, packed and loose, and nothing else of the repository', async (t) => {
  for (const format of ['sha1', 'sha256']) {
    const repository = new GitRepository(await tempFolder(t), [`--object-format=${format}`]);
    const packed = repository.commit({ a: 'packed' });
    repository.git('repack', '-q', '-ad');
    const loose = repository.commit({ a: 'loose' });
    const { command, close } = makePrivateGit(git, openRepository(repository.path, []));
    const run = (...args: string[]): string =>
      execFileSync(command.git, ['--git-dir', command.gitFolder, ...args], {
        env: command.environment,
        encoding: 'utf8',
      }).trim();
    t.is(run('cat-file', '-t', packed), 'commit');
    t.is(run('rev-list', '--count', loose), '2');
    t.is(run('for-each-ref'), '');
    t.is(
      run('config', '--list', '--show-scope')
        .split('\n')
        .filter((line) => !line.startsWith('local'))
        .join(),
      '',
    );
    close();
    t.false(existsSync(command.gitFolder));
  }
});

test('alternates and links that lead outside are not in it', async (t) => {
  const folder = realpathSync(await tempFolder(t));
  const other = new GitRepository(join(folder, 'other'));
  const hidden = other.hashObject('outside');
  other.commit({ a: 'outside, packed' });
  other.git('repack', '-q', '-ad');
  const repository = new GitRepository(join(folder, 'target'));
  repository.commit({ a: 'inside' });
  repository.git('repack', '-q', '-ad');
  const objects = join(repository.path, '.git/objects');
  appendFileSync(join(objects, 'info/alternates'), `${join(other.path, '.git/objects')}\n`);
  for (const name of readdirSync(join(other.path, '.git/objects/pack'))) {
    symlinkSync(join(other.path, '.git/objects/pack', name), join(objects, 'pack', name));
  }
  rmSync(join(objects, hidden.slice(0, 2)), { recursive: true, force: true });
  symlinkSync(join(other.path, '.git/objects', hidden.slice(0, 2)), join(objects, hidden.slice(0, 2)));
  const { command, close } = makePrivateGit(git, openRepository(repository.path, []));
  t.teardown(close);
  const links = readdirSync(command.gitFolder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isSymbolicLink(),
  );
  t.true(links.length > 1);
  for (const { parentPath, name } of links)
    t.true(realpathSync(join(parentPath, name)).startsWith(repository.path), name);
  t.throws(() =>
    execFileSync(command.git, ['--git-dir', command.gitFolder, 'cat-file', '-e', hidden], {
      env: command.environment,
      stdio: 'ignore',
    }),
  );
});

test('whoever interrupts a scan leaves no private git directory behind, and gets no further one', async (t) => {
  const repository = new GitRepository(await tempFolder(t));
  const interrupt = new AbortController();
  const opened = openRepository(repository.path, []);
  const { command, close } = makePrivateGit(git, opened, interrupt.signal);
  t.true(existsSync(command.gitFolder));
  interrupt.abort();
  t.false(existsSync(command.gitFolder));
  t.notThrows(close);
  t.throws(() => makePrivateGit(git, opened, interrupt.signal), { code: 'git-failed' });
});
