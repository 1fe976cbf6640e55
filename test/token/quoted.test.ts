import test from 'ava';
import fc from 'fast-check';
import { accountName } from '../../src/token/account-name.js';
import { isDnsLabel, isDnsSubdomain, plainName, quoted, shortened } from '../../src/token/quoted.js';

const name = test.macro({
  exec: (t, text: string, isLabel: boolean, isSubdomain: boolean) => {
    t.is(isDnsLabel(text), isLabel);
    t.is(isDnsSubdomain(text), isSubdomain);
  },
  title: (_, text: string) =>
    `"${text.length > 40 ? `${text.slice(0, 8)}… of ${text.length}` : text}" is judged as Kubernetes judges it`,
});
test(name, 'ci', true, true);
test(name, '7', true, true);
test(name, 'web-7d9f6c5b8-abcde', true, true);
test(name, 'node-1.acme.example', false, true);
test(name, '', false, false);
test(name, '-a', false, false);
test(name, 'a-', false, false);
test(name, 'a..b', false, false);
test(name, 'a.-b', false, false);
test(name, 'Ci', false, false);
test(name, 'a_b', false, false);
test(name, 'a\n', false, false);
test(name, 'é', false, false);
test(name, 'a'.repeat(63), true, true);
test(name, 'a'.repeat(64), false, true);
test(name, 'a'.repeat(253), false, true);
test(name, 'a'.repeat(254), false, false);

test('a name stands as it is, anything else in quotes', (t) => {
  t.is(plainName('web-0'), 'web-0');
  t.is(plainName('web, never expires'), '"web, never expires"');
  t.is(quoted('a"b\u001b[31m'), String.raw`"a\"b\u001b[31m"`);
});

test('an account is told with what its claims say', (t) => {
  t.is(accountName({ namespace: 'ci', serviceAccount: 'deployer' }), 'ci/deployer');
  t.is(accountName({ namespace: null, serviceAccount: 'a b' }), '?/"a b"');
});

test('no text is shown with more than 100 characters, or with half a pair at its end', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      t.true(shortened(text).length <= 100);
      t.true(!shortened(text).endsWith('…') || !/[\ud800-\udbff]…$/.test(shortened(text)));
    }),
  );
  t.is(shortened('x'.repeat(100)), 'x'.repeat(100));
  t.is(shortened(`${'x'.repeat(98)}😀x`), `${'x'.repeat(98)}…`);
});
