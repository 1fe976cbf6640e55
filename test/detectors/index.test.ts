import test from 'ava';
import fc from 'fast-check';
import { detectors, recognise } from '../../detectors/index.js';
import type { Jwt } from '../../src/model/jwt.js';
import { readJwt } from '../../src/token/read-jwt.js';
import { payloadOf, type TokenKind } from '../helpers/claims.js';
import { encodeJson, mintShape, type ShapeRecipe } from '../helpers/mint.js';

function recognised(
  token: string,
): readonly [id: string | undefined, title: string | undefined, doubts: readonly string[]] {
  const jwt = readJwt(token);
  const found = jwt === undefined ? undefined : recognise(jwt, detectors);
  return [found?.detector.id, found?.claims.title, found?.claims.doubts ?? []];
}

const belongs = test.macro({
  exec: (t, kind: TokenKind, id: string, title: string) => {
    t.deepEqual(recognised(mintShape({ kind })).slice(0, 2), [id, title]);
  },
  title: (_, kind: TokenKind, id: string) => `a ${kind} token is ${id}`,
});
const bound = 'Bound service-account token of ci/deployer';
const year = 'meant to be replaced after 1 hour but accepted for 1 year, until 2027-09-29T03:27:04Z';
const hour = 'accepted until 2026-09-29T04:27:04Z';
test(
  belongs,
  'legacy',
  'kubernetes-legacy',
  'Legacy service-account token of ci/deployer, kept in Secret deployer-token-7x4kq, never expires',
);
test(belongs, 'unbound', 'kubernetes-bound', `${bound}, ${hour}`);
test(belongs, 'pod-bound', 'kubernetes-bound', `${bound}, for Pod web-7d9f6c5b8-abcde, ${year}`);
test(belongs, 'node-bound', 'kubernetes-bound', `${bound}, for Node node-1.acme.example, ${hour}`);
test(belongs, 'secret-bound', 'kubernetes-bound', `${bound}, for Secret build-robot-secret, ${hour}`);
test(
  belongs,
  'webhook-bound',
  'kubernetes-bound',
  `${bound}, for ValidatingWebhookConfiguration policy.acme.example, ${hour}`,
);
test(belongs, 'eks', 'kubernetes-bound', `${bound}, for Pod web-7d9f6c5b8-abcde, ${year}`);
test(belongs, 'gke', 'kubernetes-bound', `${bound}, for Pod web-7d9f6c5b8-abcde, ${year}`);
test(belongs, 'aks', 'kubernetes-bound', `${bound}, for Pod web-7d9f6c5b8-abcde, ${year}`);
test(belongs, 'openshift', 'kubernetes-bound', `${bound}, for Pod web-7d9f6c5b8-abcde, ${year}`);
test(
  belongs,
  'irsa',
  'kubernetes-bound',
  `${bound}, for Pod web-7d9f6c5b8-abcde, to be shown to AWS IAM roles for service accounts, ${hour}`,
);
test(belongs, 'vault', 'kubernetes-bound', `${bound}, for Pod web-7d9f6c5b8-abcde, to be shown to Vault, ${hour}`);
test(
  belongs,
  'chimera',
  'kubernetes-suspect',
  'Suspect service-account token of ci/deployer: Flat claims of a Secret-based token stand beside claims of a bound one (kubernetes.io, aud or exp); the API server never issues both',
);

const suspect = test.macro((t, recipe: ShapeRecipe, doubt: RegExp) => {
  const [id, , doubts] = recognised(mintShape(recipe));
  t.is(id, 'kubernetes-suspect');
  t.is(doubts.length, 1, doubts.join(' '));
  t.regex(doubts[0] ?? '', doubt);
});
test('HMAC is suspect', suspect, { alg: 'HS256' }, /^HS256 signs with a shared secret/);
test('alg none is suspect', suspect, { alg: 'none' }, /nothing signs it/);
test('a header without alg is suspect', suspect, { header: { typ: 'JWT' } }, /names no algorithm/);
test(
  'a sub that contradicts is suspect',
  suspect,
  { claims: { sub: 'system:serviceaccount:ci:admin' } },
  /^sub is "system:serviceaccount:ci:admin", but the other claims name "system:serviceaccount:ci:deployer"\.$/,
);
test(
  'a sub that contradicts flat claims is suspect',
  suspect,
  { kind: 'legacy', claims: { sub: 'root' } },
  /^sub is "root"/,
);
test('a missing sub is suspect', suspect, { claims: { sub: undefined } }, /lacks sub/);
test('a bound token without exp is suspect', suspect, { claims: { exp: undefined } }, /lacks a readable exp/);
test('an exp that is text is suspect', suspect, { claims: { exp: 'never' } }, /lacks a readable exp/);
test(
  'two bound objects are suspect',
  suspect,
  { privateClaims: { secret: { name: 's', uid: 'u' } } },
  /Secret and Pod/,
);
test(
  'mixed layouts are suspect',
  suspect,
  { kind: 'legacy', claims: { 'kubernetes.io': { namespace: 'ci' } } },
  /^Flat claims/,
);
test('a sub alone is suspect', suspect, { payload: { sub: 'system:serviceaccount:ci:deployer' } }, /^Only sub/);
test(
  'a legacy token without its uid is suspect',
  suspect,
  { kind: 'legacy', claims: { 'kubernetes.io/serviceaccount/service-account.uid': undefined } },
  /lacks the uid/,
);

test('a cut or missing signature is suspect', (t) => {
  const token = mintShape({ kind: 'legacy' });
  t.regex(recognised(token.slice(0, -9))[2][0] ?? '', /^The signature is cut: 333 characters/);
  t.regex(recognised(token.slice(0, -342))[2][0] ?? '', /^The signature is missing/);
  t.deepEqual(recognised(token.slice(0, -350))[2], [
    'The signature is missing.',
    'The token is cut inside its claims.',
  ]);
});

test('an identity claim that stands twice is suspect, another one is not', (t) => {
  const [header, , signature] = mintShape().split('.');
  const payload = JSON.stringify(payloadOf());
  const twice = (extra: string): string =>
    `${header}.${Buffer.from(`{${extra},${payload.slice(1)}`).toString('base64url')}.${signature}`;
  t.regex(recognised(twice('"sub":"system:serviceaccount:kube-system:root"'))[2][0] ?? '', /twice.*"sub"/);
  t.is(recognised(twice('"x":1,"x":2'))[0], 'kubernetes-bound');
});

test('claims that nobody knows are kept and not judged', (t) => {
  const jwt = readJwt(
    mintShape({
      claims: { 'acme/team': ['a'], exp: 1822188431 },
      privateClaims: { future: { deep: true }, pod: { name: 'p', uid: 'u', ip: '10.0.0.1' } },
    }),
  );
  const found = jwt === undefined ? undefined : recognise(jwt, detectors);
  t.is(found?.detector.id, 'kubernetes-bound');
  t.is(
    JSON.stringify(found?.claims.unknownClaims),
    '{"acme/team":["a"],"kubernetes.io":{"future":{"deep":true},"pod":{"ip":"10.0.0.1"}}}',
  );
});

test('huge claims are cut to what a report can carry', (t) => {
  const jwt = readJwt(
    mintShape({ claims: { blob: 'x'.repeat(300_000), iss: 'i'.repeat(50_000), aud: Array(5000).fill('a') } }),
  );
  const found = jwt === undefined ? undefined : recognise(jwt, detectors);
  t.true(JSON.stringify(found?.claims).length < 20_000);
});

test('other JWTs belong to nobody', (t) => {
  const payloads = [
    { sub: '1234567890', name: 'John Doe', iat: 1516239022 },
    { iss: 'supabase', ref: 'abc', role: 'anon' },
    { sub: 'system:serviceaccounts:x' },
    { 'kubernetes.io': 'text' },
    { iss: 'kubernetes/serviceaccount' },
  ];
  for (const payload of payloads) t.deepEqual(recognised(mintShape({ payload })), [undefined, undefined, []]);
});

test('every id is the name of a file in kebab case, and no two are alike', (t) => {
  const ids = detectors.map(({ id }) => id);
  t.is(new Set(ids).size, ids.length);
  for (const id of ids) t.regex(id, /^kubernetes-[a-z]+$/);
});

test('at most one detector recognises a token, and none throws, whatever the claims are', (t) => {
  const key = fc.constantFrom(
    'sub',
    'iss',
    'aud',
    'exp',
    'jti',
    'kubernetes.io',
    'kubernetes.io/serviceaccount/namespace',
    'kubernetes.io/serviceaccount/service-account.name',
    'x',
  );
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constant('system:serviceaccount:a:b'),
    fc.dictionary(
      fc.constantFrom('namespace', 'pod', 'node', 'serviceaccount', 'warnafter', 'secret'),
      fc.jsonValue(),
      { noNullPrototype: true },
    ),
  );
  fc.assert(
    fc.property(fc.dictionary(key, value, { noNullPrototype: true }), fc.jsonValue(), (payload, alg) => {
      const jwt: Jwt | undefined = readJwt(`${encodeJson({ alg })}.${encodeJson(payload)}.${'A'.repeat(342)}`);
      if (jwt === undefined) return;
      t.true(detectors.filter((detector) => detector.recognise(jwt) !== undefined).length <= 1);
    }),
    { numRuns: 1000 },
  );
});
