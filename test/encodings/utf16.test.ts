import test from 'ava';
import fc from 'fast-check';
import { mintShape } from '../helpers/mint.js';
import { searchText } from '../helpers/search-text.js';

const tokens = (['legacy', 'pod-bound', 'eks'] as const).map((kind) => mintShape({ kind, seed: kind }));

const bigEndian = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
const littleEndian = (text: string): Buffer => Buffer.from(text, 'utf16le');
const orders = { 'little endian': littleEndian, 'big endian': bigEndian };

for (const [name, encode] of Object.entries(orders)) {
  test(`UTF-16 is read, ${name}, at any offset, with its exact span`, (t) => {
    fc.assert(
      fc.property(
        fc.constantFrom(...tokens),
        fc.uint8Array({ maxLength: 9 }),
        fc.string({ maxLength: 9 }),
        (token, before, words) => {
          const bytes = Buffer.concat([
            before,
            Buffer.from('x'),
            encode(`\ufeff${words} token: ${token}\r\n`),
            Buffer.from('tail'),
          ]);
          const found = searchText(bytes).filter((placed) => placed.token === token);
          t.is(found.length, 1);
          const { start = 0, end = 0 } = found[0]?.segments[0] ?? {};
          t.deepEqual(bytes.subarray(start, end), encode(token));
        },
      ),
      { numRuns: 100 },
    );
  });

  test(`a Secret saved by PowerShell is read: base64 in UTF-16, and UTF-16 in base64, ${name}`, (t) => {
    for (const token of tokens) {
      const inside = encode(`  token: ${Buffer.from(token).toString('base64')}\r\n`);
      t.deepEqual(
        searchText(inside).map((placed) => placed.encodings),
        [['utf16', 'base64']],
      );
      const outside = encode(`x${token}`).toString('base64');
      t.deepEqual(
        searchText(outside).map((placed) => placed.encodings),
        [['base64', 'utf16']],
      );
    }
  });

  test(`a token broken over lines of UTF-16 is joined, ${name}`, (t) => {
    for (const token of tokens) {
      const text = token.match(/.{1,76}/g)?.join('\r\n') ?? '';
      t.true(searchText(encode(text)).some((placed) => placed.token === token));
    }
  });
}
