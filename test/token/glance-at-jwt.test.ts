import test from 'ava';
import fc from 'fast-check';
import { glanceAtJwt } from '../../src/token/glance-at-jwt.js';
import { algorithmOf, readJwt } from '../../src/token/read-jwt.js';
import { readServiceAccount } from '../../src/token/service-account.js';
import { encodeJson } from '../helpers/mint.js';

const encode = (text: string): string => Buffer.from(text).toString('base64url');

const value = fc.jsonValue({ maxDepth: 2 });
const claims = fc.oneof(
  fc.dictionary(fc.string(), value, { minKeys: 1 }),
  fc.record(
    {
      sub: fc.constantFrom('system:serviceaccount:a:b', 'system:serviceaccount', 'me', 7),
      'kubernetes.io': fc.constantFrom({}, { namespace: 'a' }, [], 'no object', null),
      'kubernetes.io/serviceaccount/namespace': fc.constant('a'),
      'kubernetes.io/serviceaccount': fc.constant('a'),
      __proto__: value,
      other: value,
    },
    { requiredKeys: [] },
  ),
);

/** JSON and what is nearly that: escaped, with a key twice, spaced, cut, doubled, with a control character. */
const object = fc
  .tuple(claims, fc.constantFrom('as it is', 'escaped', 'twice', 'spaced', 'cut', 'doubled', 'control'))
  .map(([members, how]) => {
    const text = JSON.stringify(members);
    if (how === 'escaped') return text.replaceAll('s', '\\u0073');
    if (how === 'twice') return text.replace(/\}$/, ',"sub":"system:serviceaccount:a:b","sub":1}').replace('{,', '{');
    if (how === 'spaced') return `{ \t${text.slice(1, -1)}\r\n}`;
    if (how === 'cut') return text.slice(0, -1);
    if (how === 'doubled') return text + text;
    return how === 'control' ? text.replace('"', '"\u0001') : text;
  });

test('what a glance tells is what a reading says', (t) => {
  const header = fc.oneof(object, fc.constantFrom('{"alg":"RS256"}', '{"alg":1}', '{"kid":"ü","alg":"ES256"}', '[1]'));
  fc.assert(
    fc.property(header, object, (head, payload) => {
      const glimpse = glanceAtJwt(encode(head), encode(payload));
      if (glimpse === undefined) return;
      const jwt = readJwt(`${encode(head)}.${encode(payload)}.`);
      if (jwt === undefined) t.fail('it is no JWT');
      else {
        t.is(glimpse.algorithm, algorithmOf(jwt.header));
        t.is(glimpse.isStranger, readServiceAccount(jwt) === undefined);
      }
    }),
    { numRuns: 1000 },
  );
});

test('a glance at what an issuer wrote always tells', (t) => {
  fc.assert(
    fc.property(claims, (payload) => {
      t.is(glanceAtJwt(encodeJson({ alg: 'RS256', typ: 'JWT' }), encodeJson(payload))?.algorithm, 'RS256');
    }),
  );
});

const nothing = test.macro((t, header: string, payload: string) => t.is(glanceAtJwt(header, payload), undefined));
const fine = encodeJson({ alg: 'RS256' });
test('a list tells nothing', nothing, fine, encode('[{}]'));
test('what is no UTF-8 tells nothing', nothing, fine, Buffer.from('{"a":"\xff"}', 'latin1').toString('base64url'));
test('a payload that is longer than any of ours tells nothing', nothing, fine, encodeJson({ a: 'a'.repeat(9000) }));
test('a header that starts like none tells nothing', nothing, encode('{}'), encodeJson({ a: 1 }));
test('base64url of a length that nobody makes tells nothing', nothing, fine, `${encode('{"a":12}')}A`);
