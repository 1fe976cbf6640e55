import test from 'ava';
import { type ReadStream, searchStream, type Streamed } from '../../src/scanner/stream-search.js';
import { spool } from '../../src/sources/spool.js';
import { mintShape } from '../helpers/mint.js';

const token = mintShape({ kind: 'pod-bound', seed: 'stream' });
const base64 = Buffer.from(token).toString('base64');

/** A stream that gives its pieces one by one, and asks before each whether all that could be told was told. */
function pieces(parts: readonly string[], before: (piece: number) => void): ReadStream {
  let piece = 0;
  return async (target, offset) => {
    before(piece);
    const part = Buffer.from(parts[piece++] ?? '');
    target.set(part, offset);
    return part.length;
  };
}

for (const [name, line] of Object.entries({
  plain: `token ${token}\n`,
  base64: `  token: ${base64}\n`,
  'base64 in base64': `${Buffer.from(base64).toString('base64')}\n`,
})) {
  test(`a finished line is told before the next one comes, and once: ${name}`, async (t) => {
    const told: Streamed[] = [];
    const seen: number[] = [];
    const read = pieces(['some words\n', line, 'more words\n'], () => seen.push(told.length));
    for await (const streamed of searchStream({ kind: 'stdin' }, read, spool))
      if (streamed.kind === 'sighted') told.push(streamed);
    t.deepEqual(seen, [0, 0, 1, 1]);
  });
}

test('a token that arrives in pieces is told once it is whole', async (t) => {
  const told: string[] = [];
  const text = `x ${token} y\n`;
  const parts = text.match(/[^]{1,7}/g) ?? [];
  for await (const streamed of searchStream(
    { kind: 'stdin' },
    pieces(parts, () => {}),
    spool,
  )) {
    if (streamed.kind === 'sighted') told.push(streamed.token);
  }
  t.deepEqual(told, [token]);
});

test('a stream that breaks is a failure, and what had come is searched', async (t) => {
  let turn = 0;
  const read: ReadStream = async (target, offset) => {
    if (turn++ > 0) throw new Error(`no more: ${token}`);
    target.set(Buffer.from(token), offset);
    return token.length;
  };
  const kinds: string[] = [];
  for await (const streamed of searchStream({ kind: 'stdin' }, read, spool)) {
    kinds.push(streamed.kind);
    if (streamed.kind === 'failed') t.false(JSON.stringify(streamed).includes('eyJ'));
  }
  t.true(kinds.includes('failed') && kinds.includes('sighted'));
});
