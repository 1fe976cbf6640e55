import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import test from 'ava';
import { listLooseObjects, parseLooseObject, readLooseObject } from '../../../src/sources/git/loose-object.js';
import { GitRepository } from '../../helpers/git/git-repository.js';
import { tempFolder } from '../../helpers/temp-folder.js';

test('loose objects are listed and read as git wrote them', async (t) => {
  for (const [format, hashBytes] of [
    ['sha1', 20],
    ['sha256', 32],
  ] as const) {
    const repository = new GitRepository(await tempFolder(t), [`--object-format=${format}`]);
    const commit = repository.commit({ a: 'content' });
    const objects = join(repository.path, '.git/objects');
    const files = listLooseObjects(objects, hashBytes);
    t.is(files.length, 3);
    t.true(files.includes(`${commit.slice(0, 2)}/${commit.slice(2)}`));
    const read = files.map((file) => readLooseObject(join(objects, file), 1000));
    t.deepEqual(read.map((object) => (typeof object === 'string' ? object : object.type)).sort(), [
      'blob',
      'commit',
      'tree',
    ]);
    const blob = read.find((object) => typeof object !== 'string' && object.type === 'blob');
    t.is(Buffer.from((blob as { bytes: Uint8Array }).bytes).toString(), 'content');
  }
});

test('what is no loose object is passed over: other names, links, folders', async (t) => {
  const folder = await tempFolder(t);
  const name = '0'.repeat(38);
  for (const path of ['aa', 'pack', 'info', 'zz', 'AA', `aa/${'1'.repeat(38)}`]) mkdirSync(join(folder, path));
  for (const path of [`aa/${name}`, 'aa/tmp_obj_abc', `zz/${name}`, `AA/${name}`, `pack/${name}`, 'ab'])
    writeFileSync(join(folder, path), 'x');
  symlinkSync('/etc/passwd', join(folder, 'aa', '2'.repeat(38)));
  symlinkSync('aa', join(folder, 'ac'));
  t.deepEqual(listLooseObjects(folder, 20), [`aa/${name}`]);
  t.is(readLooseObject(join(folder, 'aa', '2'.repeat(38)), 1000), 'unreadable');
  t.is(readLooseObject(join(folder, 'aa', '3'.repeat(38)), 1000), 'gone');
  chmodSync(join(folder, 'aa', name), 0);
  t.is(readLooseObject(join(folder, 'aa', name), 1000), 'unreadable');
});

const parses = test.macro((t, text: string | Uint8Array, expected: string | undefined) => {
  const object = parseLooseObject(deflateSync(text), 100);
  t.is(object === undefined ? undefined : `${object.type}:${Buffer.from(object.bytes).toString()}`, expected);
});
test('a blob', parses, 'blob 3\0abc', 'blob:abc');
test('an empty tag', parses, 'tag 0\0', 'tag:');
test('a size that is too small', parses, 'blob 2\0abc', undefined);
test('a size that is too large', parses, 'blob 4\0abc', undefined);
test('a size with a zero in front', parses, 'blob 03\0abc', undefined);
test('another type', parses, 'blub 3\0abc', undefined);
test('no head', parses, 'abc', undefined);
test('nothing', parses, '', undefined);
test('more than is allowed', parses, `blob 5000000\0${'a'.repeat(5_000_000)}`, undefined);
test('a file that is not deflated is no object', (t) => {
  t.is(parseLooseObject(Buffer.from('blob 3\0abc'), 100), undefined);
});
