import test from 'ava';
import fc from 'fast-check';
import type { SignatureState } from '../../src/model/jwt.js';
import { isSureLength, signatureLengthIn, signatureState } from '../../src/token/signature-length.js';
import { mintShape } from '../helpers/mint.js';

const cases = [
  ['RS256', 2048, 342],
  ['RS256', 3072, 512],
  ['RS256', 4096, 683],
  ['RS256', 8192, 1366],
  ['ES256', 0, 86],
  ['ES384', 0, 128],
  ['ES512', 0, 176],
  ['ML-DSA-44', 0, 3227],
  ['ML-DSA-65', 0, 4412],
  ['ML-DSA-87', 0, 6170],
] as const;
const signatureOf = (alg: string, bits: number, seed: string): string =>
  mintShape({ alg, bits, seed }).split('.')[2] ?? '';

for (const [alg, bits, length] of cases) {
  const name = `${alg}${bits === 0 ? '' : `-${bits}`}`;

  test(`a signature of ${name} ends where it ends, whatever is glued behind it`, (t) => {
    const glues = [
      '',
      '_suffix',
      '-foo',
      'foo',
      '_-_',
      '__name_of_a_thing__',
      '-2025-11-26',
      'TOKEN_END',
      '0',
      mintShape({ seed: 'next' }).split('.')[0] ?? '',
      'eyJraWQiOiJ4IiwiYWxnIjoiRVMyNTYifQ',
    ];
    for (let seed = 0; seed < 30; seed += 1) {
      const signature = signatureOf(alg, bits, `${seed}`);
      t.is(signature.length, length);
      for (const glue of glues) t.is(signatureLengthIn(alg, signature + glue), length, glue);
    }
  });

  test(`a cut signature of ${name} with a next token behind it ends before that`, (t) => {
    const next = mintShape({ seed: 'next' }).split('.')[0] ?? '';
    const cut = signatureOf(alg, bits, 's').slice(0, 80);
    t.is(signatureLengthIn(alg, cut + next), cut.length);
    t.is(signatureState(alg, cut.length), 'truncated');
    t.is(signatureState(alg, length), 'complete');
  });
}

test('a cut signature is taken whole, and is called truncated below 342 characters', (t) => {
  const signature = signatureOf('RS256', 2048, 's');
  for (const length of [1, 2, 100, 170, 341]) {
    t.is(signatureLengthIn('RS256', signature.slice(0, length)), length);
    t.is(signatureState('RS256', length), 'truncated');
  }
});

test('most cut signatures of long keys are not taken for whole ones of shorter keys', (t) => {
  let whole = 0;
  for (let seed = 0; seed < 200; seed += 1) {
    const cut = signatureOf('RS256', 4096, `${seed}`).slice(0, 530 + (seed % 150));
    if (signatureLengthIn('RS256', cut) === cut.length) whole += 1;
  }
  // One in sixteen ends, at 342, in a character that a 2048-bit key could end in; short remains look like words.
  t.true(whole > 160, `${whole} of 200`);
});

test('no signature is longer than 8,192 characters, none belongs to alg none, and no run makes it throw', (t) => {
  const alg = fc.option(fc.constantFrom('RS256', 'PS512', 'ES256', 'none', 'HS256', 'ML-DSA-87', 'made up', ''));
  fc.assert(
    fc.property(
      alg,
      fc.array(fc.constantFrom('eyJ', 'eyJhbGciOi', 'A', '-', 'xyz0'.repeat(300)), { maxLength: 30 }),
      (a, parts) => {
        const run = parts.join('');
        const length = signatureLengthIn(a, run);
        t.true(length >= 0 && length <= run.length);
      },
    ),
  );
  t.is(signatureLengthIn('made up', 'A'.repeat(100_000)), 8192);
  t.is(signatureLengthIn(null, 'A'.repeat(300)), 300);
  t.is(signatureLengthIn('None', 'AAAA'), 0);
});

test('a million starts of headers in one run are looked at in linear time', (t) => {
  t.is(signatureLengthIn('RS256', 'eyJ'.repeat(400_000)), 8192);
});

test('only lengths that an algorithm makes are sure', (t) => {
  t.true(isSureLength('RS256', 342));
  t.true(isSureLength('PS512', 683));
  t.true(isSureLength('ES256', 86));
  t.false(isSureLength('RS256', 343));
  t.false(isSureLength('RS256', 86));
  t.false(isSureLength('ES256', 342));
  t.false(isSureLength(null, 342));
});

const state = test.macro((t, alg: string | null, length: number, expected: SignatureState) => {
  t.is(signatureState(alg, length), expected);
});
test('no characters are an absent signature', state, 'RS256', 0, 'absent');
test('but for alg none they are all there is', state, 'none', 0, 'complete');
test('an RSA signature of no known size is complete when it is long enough', state, 'RS256', 406, 'complete');
test('an RSA signature of a length that no key makes is cut, however long it is', state, 'RS256', 623, 'truncated');
test('a length that base64 never has is truncated', state, 'RS256', 685, 'truncated');
test('a 1024-bit RSA signature is complete', state, 'RS256', 171, 'complete');
test('an unknown algorithm makes no signature under 43 characters', state, 'XX', 42, 'truncated');
test('an unknown algorithm may make any other', state, null, 43, 'complete');
