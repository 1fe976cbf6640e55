import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { gitRecords } from '../../../src/sources/git/choosing/git-records.js';
import { catFile } from '../../../src/sources/git/cat-file.js';
import { findGit } from '../../../src/sources/git/find-git.js';
import { makePrivateGit } from '../../../src/sources/git/private-git.js';
import { openRepository } from '../../../src/sources/git/repository/repository.js';
import { GitRepository } from '../../helpers/git/git-repository.js';
import { tempFolder } from '../../helpers/temp-folder.js';

const git = findGit(process.env['PATH']) as string;

test('objects come in the order of the names, whole, and missing ones are said so', async (t) => {
  const repository = new GitRepository(await tempFolder(t));
  const big = Buffer.alloc(3_000_000, 'a line with\nbreaks in it\n');
  const contents = ['', 'one', 'missing\n', big, 'last\n\n'];
  const names = contents.map((content) => repository.hashObject(content));
  const commit = repository.commit({ a: 'a' });
  const asked = [names[3], names[0], '0'.repeat(40), names[1], names[2], commit, names[4]] as string[];
  const privateGit = makePrivateGit(git, openRepository(repository.path, []));
  t.teardown(() => privateGit.close());
  const seen: unknown[] = [];
  for await (const object of catFile(privateGit.command, asked)) {
    if (object.kind === 'missing') seen.push('missing');
    // One is left unread.
    else if (object.name === names[1]) seen.push([object.type, object.size]);
    else {
      const chunks: Uint8Array[] = [];
      for await (const chunk of object.chunks) chunks.push(Buffer.from(chunk));
      seen.push(Buffer.concat(chunks).toString());
    }
  }
  const message = repository.run(['cat-file', 'commit', commit]).toString();
  t.deepEqual(seen, [big.toString(), '', 'missing', ['blob', 3], 'missing\n', message, 'last\n\n']);
});

test('leaving early ends git, and a git that is none makes everything missing', async (t) => {
  const repository = new GitRepository(await tempFolder(t));
  const name = repository.hashObject(Buffer.alloc(5_000_000, 'x'));
  const privateGit = makePrivateGit(git, openRepository(repository.path, []));
  t.teardown(() => privateGit.close());
  for await (const object of catFile(
    privateGit.command,
    Array.from({ length: 500 }, () => name),
  )) {
    t.is(object.kind, 'object');
    break;
  }
  const none = { ...privateGit.command, git: join(repository.path, 'no such git') };
  const seen: string[] = [];
  for await (const object of catFile(none, [name, name])) seen.push(object.kind);
  t.deepEqual(seen, ['missing', 'missing']);
});

test('a git that hangs is ended: at an object, which is then missing, or before it says anything', async (t) => {
  const folder = await tempFolder(t);
  const repository = new GitRepository(join(folder, 'repository'));
  const names = ['one', 'two', 'three'].map((content) => repository.hashObject(content));
  const privateGit = makePrivateGit(git, openRepository(repository.path, []));
  t.teardown(() => privateGit.close());
  const script = (name: string, text: string): string => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o700 });
    return join(folder, name);
  };
  const stuck = (when: string): string =>
    `while read -r name; do case $name in ${when}) exec tail -f /dev/null;; esac
     echo "$name" | '${git}' --git-dir "$2" cat-file --batch; done`;
  const seenWith = async (program: string, silenceMs: number): Promise<string[]> => {
    const seen: string[] = [];
    for await (const object of catFile({ ...privateGit.command, git: program }, names, silenceMs))
      seen.push(object.kind);
    return seen;
  };
  t.deepEqual(await seenWith(script('at-two', stuck(names[1] as string)), 5000), ['object', 'missing', 'object']);
  t.deepEqual(await seenWith(script('at-all', stuck('*')), 50), ['missing', 'missing', 'missing']);

  const records = gitRecords(
    { ...privateGit.command, git: script('silent', 'exec tail -f /dev/null') },
    { args: ['x'], end: '\n' },
    50,
  );
  await t.throwsAsync(records.next(), { code: 'git-failed', message: /said nothing/ });
});
