import test from 'ava';
import fc from 'fast-check';
import { CommitHead, dateOf } from '../../../../src/sources/git/attribution/commit-head.js';

const name = (digit: string): string => digit.repeat(40);

/** Lines that a time ends, and lines that nearly do. */
const committer = fc
  .array(
    fc.oneof(
      fc.constantFrom('a', ' ', '> ', '>', '<', '+0100', ' -0000', '+', '-', '\t', '\r', '1700000000', '0'),
      fc.stringMatching(/^[0-9]{1,17}$/),
    ),
    { maxLength: 8 },
  )
  .map((parts) => `committer A <a@b> ${parts.join('')}`);

test('the time of a commit is the one its committer line ends with, however that is written', (t) => {
  const head = new CommitHead(20);
  fc.assert(
    fc.property(committer, fc.constantFrom('', '\n', '\nencoding x\n\ntext > 1 +0000\n'), (line, rest) => {
      const text = `tree ${name('a')}\nparent ${name('1')}\nparent ${name('B')}\nauthor A <a@b> 5 +0000\n${line}${rest}`;
      t.true(head.read(Buffer.from(text)));
      t.is(head.date, dateOf(line));
      t.is(Buffer.from(head.tree).toString('hex'), name('a'));
      t.is(Buffer.from(head.parents).toString('hex', 0, 40), name('1') + name('b'));
      t.is(head.parentCount, 2);
    }),
    { numRuns: 2000 },
  );
});

test('what does not start as a commit is none: cut anywhere in its head, or with a letter that is no digit', (t) => {
  const head = new CommitHead(20);
  const text = Buffer.from(`tree ${name('a')}\nparent ${name('1')}\n`);
  for (let length = 0; length < 46; length += 1) t.false(head.read(text.subarray(0, length)), `${length}`);
  for (let length = 53; length < text.length; length += 1) t.false(head.read(text.subarray(0, length)), `${length}`);
  for (const at of [5, 44, 53, 92]) {
    const broken = Buffer.from(text);
    broken[at] = 0x67;
    t.false(head.read(broken), `${at}`);
  }
  t.true(head.read(text));
  t.is(head.date, 0);
});
