import test from 'ava';
import fc from 'fast-check';
import type { JsonObject } from '../../src/model/json.js';
import { boundedJson, boundedText } from '../../src/token/bounded-json.js';

test('what fits is copied as it is', (t) => {
  const small = fc.dictionary(fc.string({ maxLength: 9 }), fc.jsonValue({ maxDepth: 2 }), {
    maxKeys: 5,
    noNullPrototype: true,
  });
  fc.assert(
    fc.property(small, (value) => {
      fc.pre(JSON.stringify(value).length < 1000);
      t.is(JSON.stringify(boundedJson(value as JsonObject)), JSON.stringify(value));
    }),
  );
});

test('whatever is huge comes out small, with a sign where something is missing', (t) => {
  const huge: readonly JsonObject[] = [
    { a: 'x'.repeat(1_000_000) },
    { a: Array.from({ length: 100_000 }, (_, index) => index) },
    Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`key${index}`, index])),
    { a: Array.from({ length: 1000 }, () => ({ b: 'y'.repeat(1000) })) },
    { ['k'.repeat(100_000)]: 1 },
  ];
  for (const value of huge) {
    const text = JSON.stringify(boundedJson(value));
    t.true(text.length < 12_000, `${text.length}`);
    t.true(text.includes('…'));
  }
});

test('a claimed text is cut at 1,024 characters', (t) => {
  t.is(boundedText('x'.repeat(1024)), 'x'.repeat(1024));
  t.is(boundedText('x'.repeat(1025)), `${'x'.repeat(1024)}…`);
});
