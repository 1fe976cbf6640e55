import test from 'ava';
import { ar } from '../../src/containers/ar.js';
import { gnuAr } from './ar/fixtures.js';
import { contract } from './contract.js';
import { brief, codes, openAll } from './harness.js';

const members = [
  ['short.txt', 'hello\n'],
  ['a name that is longer than sixteen.txt', 'odd'],
  ['short.txt', 'hello\n'],
] as const;
/** Between members; and a table without its members says nothing of them. */
const ends = new Set([8, 108, 174, 237, 238]);

contract(ar, [{ title: 'GNU', bytes: gnuAr, entries: members, isSoundAt: (length) => ends.has(length) }]);

function member(name: string, content: string, size = String(content.length)): string {
  return `${name.padEnd(16)}${'0'.padEnd(12)}${'0'.padEnd(6)}${'0'.padEnd(6)}${'100644'.padEnd(8)}${size.padEnd(10)}\`\n${content}${content.length % 2 ? '\n' : ''}`;
}

const archive = (...parts: readonly string[]): Buffer => Buffer.from(`!<arch>\n${parts.join('')}`, 'latin1');

test('the members of a .deb bear their names', async (t) => {
  const deb = archive(member('debian-binary', '2.0\n'), member('control.tar.xz', 'c'), member('data.tar.zst', 'dd'));
  t.deepEqual(brief(await openAll(ar, deb)), [
    ['debian-binary', '2.0\n'],
    ['control.tar.xz', 'c'],
    ['data.tar.zst', 'dd'],
  ]);
});

test("BSD's long names stand at the head of the content and are no part of it", async (t) => {
  const bsd = archive(member('#1/20', 'a long name\0\0\0\0\0\0\0\0\0content'));
  t.deepEqual(brief(await openAll(ar, bsd, { cuts: [1] })), [['a long name', 'content']]);
});

test('names that point nowhere, or claim more than there is, are taken as they stand', async (t) => {
  const odd = archive(member('/999', 'one'), member('#1/500', 'two'), member('/', 'three'));
  t.deepEqual(brief(await openAll(ar, odd)), [
    ['/999', 'one'],
    ['#1/500', 'two'],
    ['/', 'three'],
  ]);
});

test('a broken header is told, and what follows is handed out as it stands', async (t) => {
  const bytes = archive(member('a', 'one!'), 'no header, but a token perhaps'.padEnd(70, '.'));
  t.deepEqual(brief(await openAll(ar, bytes)), [
    ['a', 'one!'],
    'archive-corrupt',
    [null, 'no header, but a token perhaps'.padEnd(70, '.')],
  ]);
});

test('a size beyond the end gives all there is, and is told', async (t) => {
  const seen = await openAll(ar, archive(member('lies', 'all there is', '9999999999')));
  t.deepEqual(brief(seen), [['lies', 'all there is'], 'archive-truncated']);
});

test('too many members are told', async (t) => {
  const seen = await openAll(ar, archive(...Array.from({ length: 9 }, () => member('x', ''))), {
    limits: { entries: 5 },
  });
  t.deepEqual(codes(seen), ['archive-too-many-entries']);
  t.is(seen.length, 6);
});
