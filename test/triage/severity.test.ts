import test from 'ava';
import type { Severity } from '../../src/model/severity.js';
import type { VerdictResult } from '../../src/model/verdict.js';
import { severityOf } from '../../src/triage/severity.js';
import { findingOf } from '../helpers/finding-of.js';
import { mintShape, type ShapeRecipe } from '../helpers/mint.js';

const now = new Date('2026-11-26T12:00:00Z');
const later = 1890000000;
const legacy: ShapeRecipe = { kind: 'legacy' };
const bound: ShapeRecipe = { kind: 'pod-bound', expiresAt: later };
const aws: ShapeRecipe = { kind: 'irsa', expiresAt: later };
const mixed: ShapeRecipe = {
  kind: 'irsa',
  expiresAt: later,
  audiences: ['https://kubernetes.default.svc', 'sts.amazonaws.com'],
};
const stranger: ShapeRecipe = { kind: 'irsa', expiresAt: later, audiences: ['my-app'] };
const istio: ShapeRecipe = { kind: 'irsa', expiresAt: later, audiences: ['istio-ca'] };
const expired: ShapeRecipe = { kind: 'irsa' };
const future: ShapeRecipe = { kind: 'unbound', issuedAt: later, expiresAt: later + 3600 };

function verdictOf(result: VerdictResult) {
  return {
    cluster: { name: 'prod', server: null, kubeSystemUid: null },
    result,
    reason: null,
    by: 'token-review',
    at: '2026-11-26T12:00:00Z',
  };
}

const is = test.macro((t, token: string, result: VerdictResult | null, expected: Severity) => {
  const finding = findingOf(token, now);
  t.is(severityOf(finding, result === null ? null : verdictOf(result)), expected);
  if (result === null) t.is(finding.severity, expected);
});

test('never expires is critical', is, mintShape(legacy), null, 'critical');
test('unexpired for the API server is high', is, mintShape(bound), null, 'high');
test('unexpired for an unknown audience is high', is, mintShape(stranger), null, 'high');
test('unexpired for an external audience is high', is, mintShape(aws), null, 'high');
test('not valid yet is high, for it will be', is, mintShape(future), null, 'high');
test('expired is low', is, mintShape(expired), null, 'low');
test('a cut one is medium', is, mintShape(legacy).slice(0, -40), null, 'medium');
test('one cut in its claims is medium', is, mintShape(legacy).slice(0, 480), null, 'medium');
test('a cut one that has expired is low', is, mintShape(expired).slice(0, -40), null, 'low');
test('HMAC is info', is, mintShape({ alg: 'HS256' }), null, 'info');
test('alg none is info, though it has no signature', is, mintShape({ alg: 'none' }), null, 'info');
test('mixed layouts are info', is, mintShape({ kind: 'chimera' }), null, 'info');

test('live is critical, even if the claims say it expired', is, mintShape(expired), 'live', 'critical');
test('live elsewhere is critical', is, mintShape(aws), 'live-elsewhere', 'critical');
test('suspended is high', is, mintShape(legacy), 'suspended', 'high');
test('revoked for the API server alone is low', is, mintShape(bound), 'revoked', 'low');
test('a revoked legacy token is low', is, mintShape(legacy), 'revoked', 'low');
test('revoked but good for AWS stays high', is, mintShape(aws), 'revoked', 'high');
test('revoked but good for AWS too stays high', is, mintShape(mixed), 'revoked', 'high');
test('revoked but perhaps good for a stranger stays high', is, mintShape(stranger), 'revoked', 'high');
test('revoked where everybody asks the API server is low', is, mintShape(istio), 'revoked', 'low');
test('revoked and expired is low', is, mintShape(expired), 'revoked', 'low');
test('expired by verdict is low', is, mintShape(bound), 'expired', 'low');
test('a bad signature is info', is, mintShape(legacy), 'bad-signature', 'info');
test('genuine but unchecked stays as it was', is, mintShape(legacy), 'genuine-unchecked', 'critical');
test('not this cluster stays as it was', is, mintShape(bound), 'not-this-cluster', 'high');
test('unknown stays as it was', is, mintShape(bound), 'unknown', 'high');
