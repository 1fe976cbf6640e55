import test from 'ava';
import fc from 'fast-check';
import type { JsonObject } from '../../src/model/json.js';
import { findingOf, fingerprintOf } from '../helpers/finding-of.js';
import { mintShape } from '../helpers/mint.js';

const now = new Date('2026-11-26T12:00:00Z');

test('a finding tells everything that the contract lists', (t) => {
  const token = mintShape({ kind: 'eks' });
  const finding = findingOf(token, now);
  t.like(finding, {
    fingerprint: fingerprintOf(token),
    detector: 'kubernetes-bound',
    severity: 'high',
    proven: false,
    token: { redacted: 'eyJhbGciO…', length: token.length, complete: true },
    header: { alg: 'RS256', typ: null },
    issuer: { provider: 'eks', cluster: { region: 'eu-central-1', id: '0123456789ABCDEF0123456789ABCDEF' } },
    audiences: ['https://kubernetes.default.svc'],
    lifetime: {
      state: 'unexpired',
      issuedAt: '2026-09-29T03:27:04Z',
      notBefore: '2026-09-29T03:27:04Z',
      expiresAt: '2027-09-29T03:27:04Z',
      warnAfter: '2026-09-29T04:27:11Z',
    },
    verdict: null,
    verdicts: [],
    impact: null,
    histories: [],
    suppression: null,
    doubts: [],
  });
  t.like(finding.identity, {
    namespace: 'ci',
    serviceAccount: 'deployer',
    boundTo: { kind: 'Pod', name: 'web-7d9f6c5b8-abcde' },
  });
  t.regex(finding.tokenId ?? '', /^[0-9a-f-]{36}$/);
  t.true(finding.remedy.length > 2);
});

test('the clear token is in a finding only if it was asked for', (t) => {
  const token = mintShape();
  t.false(JSON.stringify(findingOf(token, now)).includes(token.slice(0, 20)));
  t.is(findingOf(token, now, true).token.raw, token);
});

test('a cut token is not complete, but one that nothing signs is: it has all it should have', (t) => {
  t.false(findingOf(mintShape().slice(0, -9), now).token.complete);
  t.true(findingOf(mintShape({ alg: 'none' }), now).token.complete);
});

test('header values of other kinds than text are left out, and long ones are cut', (t) => {
  t.deepEqual(findingOf(mintShape({ header: { alg: 7, kid: ['x'], typ: 'JWT' } }), now).header, {
    alg: null,
    kid: null,
    typ: 'JWT',
  });
  t.true((findingOf(mintShape({ kid: 'k'.repeat(5000) }), now).header.kid ?? '').length < 1100);
});

test('no claims make it throw, and every command stays one that a person could have meant', (t) => {
  const odd = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom(
      '$(id)',
      '`id`',
      "';id;'",
      '\u001b]0;x\u0007',
      '::error::x',
      '-',
      1e308,
      -1,
      '',
      'system:serviceaccount:a:b',
    ),
  );
  const claim = fc.constantFrom('sub', 'iss', 'aud', 'exp', 'iat', 'nbf', 'jti');
  const inner = fc.constantFrom('namespace', 'pod', 'node', 'secret', 'serviceaccount', 'warnafter', 'attestations');
  const nested = fc.dictionary(inner, fc.oneof(odd, fc.record({ name: odd, uid: odd })), { noNullPrototype: true });
  const header = fc.record({ alg: fc.oneof(odd, fc.constant('RS256')), kid: odd, typ: odd });
  fc.assert(
    fc.property(fc.dictionary(claim, odd, { noNullPrototype: true }), nested, header, (claims, privateClaims, head) => {
      const payload = { 'kubernetes.io': privateClaims, ...claims } as JsonObject;
      const finding = findingOf(mintShape({ header: head as JsonObject, payload }), now);
      t.false(finding.remedy.some(({ command, destructive }) => destructive && command !== null));
      t.notRegex(
        finding.remedy.map(({ command }) => command ?? '').join('\n'),
        /\$\(id\)|`|;id|::error|[\u0000-\u0009\u000b-\u001f\u007f]/,
      );
    }),
    { numRuns: 500 },
  );
});
