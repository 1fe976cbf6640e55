import test from 'ava';
import fc from 'fast-check';
import { decodeBase64url } from '../../src/token/base64url.js';

test('whatever is encoded comes back', (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const decoded = decodeBase64url(Buffer.from(bytes).toString('base64url'));
      t.deepEqual([...(decoded ?? [])], [...bytes]);
    }),
  );
});

test('unused bits of the last character may be set', (t) => {
  t.deepEqual(decodeBase64url('QR'), decodeBase64url('QQ'));
  t.is(decodeBase64url('QR')?.length, 1);
});

const refused = test.macro((t, text: string) => t.is(decodeBase64url(text), undefined));
test('padding is refused', refused, 'QQ==');
test('the other alphabet is refused', refused, 'ab+/');
test('a blank is refused', refused, 'ab cd');
test('a line break at the end is refused', refused, 'abc\n');
test('a character beyond ASCII is refused', refused, 'abcĀ');
test('one character alone is refused', refused, 'abcde');
