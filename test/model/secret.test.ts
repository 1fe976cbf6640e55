import { inspect } from 'node:util';
import test from 'ava';
import { Secret } from '../../src/model/secret.js';

const clear = `eyJhbGciOiJSUzI1NiJ9.${'a'.repeat(60)}.${'b'.repeat(342)}`;

test('a Secret shows its mask as string, JSON, inspection and template, and gives the token only to reveal', (t) => {
  const secret = new Secret(clear);
  const error = new Error(`bad ${secret}`);
  for (const shown of [String(secret), JSON.stringify({ secret }), inspect({ secret }, { depth: 9 }), error.message]) {
    t.true(shown.includes('eyJhbGciO…'));
    t.false(shown.includes(clear.slice(0, 10)));
  }
  t.is(secret.reveal(), clear);
});

test('a Secret cannot be cloned into another thread', (t) => {
  t.throws(() => structuredClone(new Secret(clear)), { any: true, name: 'DataCloneError' });
});
