import test from 'ava';
import { anchorTable } from '../../src/encodings/anchor-table.js';
import type { Encoding } from '../../src/encodings/encoding.js';

const encoding = (id: string, ...anchors: readonly (readonly [string, number])[]): Encoding => ({
  id,
  anchors: anchors.map(([text, phase]) => ({ text, phase })),
  unwrap: () => undefined,
});

test('a string stands in the table once and knows every encoding and phase that listens to it', (t) => {
  const { texts, owners } = anchorTable([
    encoding('one', ['abc', 0], ['def', 1]),
    encoding('two', ['abc', 2], ['abc', 3]),
  ]);
  t.deepEqual(texts, ['abc', 'def']);
  t.deepEqual(owners.map((list) => list.map(({ encoding: { id }, anchor }) => `${id} ${anchor.phase}`)),
    [['one 0', 'two 2', 'two 3'], ['one 1']]);
});
