import { appendFileSync, mkdirSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { GitError } from '../../../../src/sources/git/git-error.js';
import { openRepository } from '../../../../src/sources/git/repository/repository.js';
import { isRepository } from '../../../../src/sources/is-repository.js';
import { GitRepository } from '../../../helpers/git/git-repository.js';
import { tempFolder } from '../../../helpers/temp-folder.js';

test('a work tree, its .git and a bare repository are told, and their parts found', async (t) => {
  const folder = realpathSync(await tempFolder(t));
  const { path } = new GitRepository(join(folder, 'tree'));
  const bare = new GitRepository(join(folder, 'bare.git'), ['--bare']).path;
  const of = (place: string): unknown => {
    const { gitFolder, commonFolder, workTree, objectFolders, hash } = openRepository(place, []);
    return { gitFolder, commonFolder, workTree, objectFolders, hash };
  };
  const parts = {
    gitFolder: join(path, '.git'),
    commonFolder: join(path, '.git'),
    objectFolders: [join(path, '.git/objects')],
    hash: 'sha1',
  };
  t.deepEqual(of(path), { ...parts, workTree: path });
  t.deepEqual(of(join(path, '.git')), { ...parts, workTree: path });
  t.deepEqual(of(bare), {
    gitFolder: bare,
    commonFolder: bare,
    workTree: null,
    objectFolders: [join(bare, 'objects')],
    hash: 'sha1',
  });
  t.true(isRepository(path) && isRepository(bare));
});

test('what is no repository is said so, whatever it looks like', async (t) => {
  const folder = await tempFolder(t);
  const expect = { instanceOf: GitError, code: 'not-a-repository' } as const;
  t.throws(() => openRepository(folder, []), expect);
  t.throws(() => openRepository(join(folder, 'nothing'), []), expect);
  writeFileSync(join(folder, '.git'), 'no pointer');
  t.throws(() => openRepository(folder, []), expect);
  writeFileSync(join(folder, '.git'), 'gitdir: nowhere\n');
  t.throws(() => openRepository(folder, []), expect);
  rmSync(join(folder, '.git'));
  mkdirSync(join(folder, '.git'));
  t.throws(() => openRepository(folder, []), expect);
  t.false(isRepository(join(folder, 'nothing')));
});

test('object format and remote are read, the remote without credentials', async (t) => {
  const repository = new GitRepository(await tempFolder(t), ['--object-format=sha256']);
  repository.git('remote', 'add', 'origin', 'https://user:secret@example.com/shop.git?token=x');
  const { hash, name } = openRepository(repository.path, []);
  t.is(hash, 'sha256');
  t.is(name.remote, 'https://example.com/shop.git');
  repository.git('remote', 'set-url', 'origin', 'git@example.com:shop.git');
  t.is(openRepository(repository.path, []).name.remote, 'git@example.com:shop.git');
});

test('a linked work tree finds its common folder, where that is allowed', async (t) => {
  const folder = realpathSync(await tempFolder(t));
  const repository = new GitRepository(join(folder, 'main'));
  repository.commit({ a: 'a' });
  repository.git('worktree', 'add', '-q', join(folder, 'linked'));
  t.throws(() => openRepository(join(folder, 'linked'), []), { instanceOf: GitError, code: 'outside-target' });
  const linked = openRepository(join(folder, 'linked'), [join(folder, 'main')]);
  t.is(linked.gitFolder, join(folder, 'main/.git/worktrees/linked'));
  t.is(linked.commonFolder, join(folder, 'main/.git'));
  t.is(linked.workTree, join(folder, 'linked'));
});

test('a .git, objects or commondir that leads outside is not followed', async (t) => {
  const folder = realpathSync(await tempFolder(t));
  const elsewhere = new GitRepository(join(folder, 'elsewhere')).path;
  const outside = { instanceOf: GitError, code: 'outside-target' } as const;
  mkdirSync(join(folder, 'target'));
  symlinkSync(join(elsewhere, '.git'), join(folder, 'target/.git'));
  t.throws(() => openRepository(join(folder, 'target'), []), outside);
  t.notThrows(() => openRepository(join(folder, 'target'), [elsewhere]));
  const { path } = new GitRepository(join(folder, 'two'));
  renameSync(join(path, '.git/objects'), join(folder, 'moved'));
  symlinkSync(join(folder, 'moved'), join(path, '.git/objects'));
  t.throws(() => openRepository(path, []), outside);
  const three = new GitRepository(join(folder, 'three')).path;
  writeFileSync(join(three, '.git/commondir'), `${join(elsewhere, '.git')}\n`);
  t.throws(() => openRepository(three, []), outside);
});

test('alternates are opened only where that is allowed, and those that are not are named', async (t) => {
  const folder = realpathSync(await tempFolder(t));
  const store = new GitRepository(join(folder, 'store')).path;
  const deeper = new GitRepository(join(folder, 'deeper')).path;
  const { path } = new GitRepository(join(folder, 'user'));
  const objects = (place: string): string => join(place, '.git/objects');
  appendFileSync(
    join(objects(path), 'info/alternates'),
    `${objects(store)}\n# a comment\n../../../user/.git/objects\n`,
  );
  appendFileSync(join(objects(store), 'info/alternates'), `${objects(deeper)}\n${objects(path)}\n`);
  const closed = openRepository(path, []);
  t.deepEqual([closed.objectFolders, closed.closedAlternates], [[objects(path)], [objects(store)]]);
  const open = openRepository(path, [store]);
  t.deepEqual([open.objectFolders, open.closedAlternates], [[objects(path), objects(store)], [objects(deeper)]]);
  t.deepEqual(openRepository(path, [folder]).objectFolders, [objects(path), objects(store), objects(deeper)]);
});
