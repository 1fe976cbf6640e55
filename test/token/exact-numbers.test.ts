import test from 'ava';
import fc from 'fast-check';
import { readServiceAccount } from '../../src/token/service-account.js';
import { boundedJson } from '../../src/token/bounded-json.js';
import { parseJsonObject } from '../../src/token/parse-json.js';

/** The member `n` as it is told. */
function told(number: string): unknown {
  return boundedJson(parseJsonObject(`{"n":${number}}`)?.value ?? {})['n'];
}

const keeps = test.macro((t, number: string, shown: string | number) => {
  t.is(told(number), shown);
});

test('a number past 2^53 is told digit by digit', keeps, '12345678901234567890', '12345678901234567890');
test('2^53 and one more is told digit by digit', keeps, '9007199254740993', '9007199254740993');
test('a number that doubles hold stays a number', keeps, '9007199254740991', 9007199254740991);
test('a fraction of many digits is told digit by digit', keeps, '0.12345678901234567891', '0.12345678901234567891');
test('a short fraction stays a number', keeps, '1.10', 1.1);
test('what is beyond all doubles is told as it stands', keeps, '1e400', '1e400');
test('what is below all doubles is told as it stands', keeps, '-1e-400', '-1e-400');
test('zero stays zero', keeps, '0.00', 0);

test('numbers in lists and objects are told digit by digit, too; the last of two counts', (t) => {
  const parsed = parseJsonObject('{"a":[1,{"b":[10000000000000000001]}],"c":10000000000000000001,"c":2}');
  t.is(JSON.stringify(boundedJson(parsed?.value ?? {})), '{"a":[1,{"b":["10000000000000000001"]}],"c":2}');
});

test('every whole number is told with all its digits', (t) => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), (number) => {
      t.is(BigInt(told(String(number)) as string | number), number);
    }),
  );
});

test('times past 2^53 stay numbers, and are no unknown claims', (t) => {
  const text = '{"sub":"system:serviceaccount:a:b","exp":12345678901234567890,"other":12345678901234567890}';
  const payload = parseJsonObject(text)?.value ?? {};
  const jwt = { header: {}, payload, signature: { length: 0, state: 'absent' }, payloadComplete: true } as const;
  const facts = readServiceAccount({ ...jwt, duplicateKeys: [] })?.facts;
  t.is(facts?.times.expiresAt, Number('12345678901234567890'));
  t.is(JSON.stringify(facts?.unknownClaims), '{"other":"12345678901234567890"}');
});
