import test from 'ava';
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
