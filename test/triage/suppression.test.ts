import test from 'ava';
import { UsageError } from '../../src/model/usage-error.js';
import type { VerdictResult } from '../../src/model/verdict.js';
import { readBaseline } from '../../src/triage/baseline.js';
import { makeIgnores, readIgnoreEntry } from '../../src/triage/ignores.js';
import { suppressionOf } from '../../src/triage/suppression.js';
import { findingOf } from '../helpers/finding-of.js';
import { mintShape } from '../helpers/mint.js';

const now = new Date('2026-11-26T12:00:00Z');
const whole = findingOf(mintShape({ seed: 'one' }), now);
const cut = findingOf(mintShape({ seed: 'one' }).slice(0, -50), now);
const other = findingOf(mintShape({ seed: 'two' }), now);

const report = (...findings: readonly unknown[]): unknown => ({
  schema: 'kubeleaks/report/1',
  run: { startedAt: '2026-11-01T00:00:00Z' },
  findings,
});
const baselineOf = (...findings: readonly unknown[]) => ({
  baseline: readBaseline(report(...findings)),
  ignores: undefined,
  now,
});
const verdict = (result: VerdictResult) => ({
  cluster: { name: null, server: null, kubeSystemUid: null },
  result,
  reason: null,
  by: 'token-review',
  at: '',
});

test('a token of the baseline does not count, another one does', (t) => {
  t.deepEqual(suppressionOf(whole, baselineOf(whole)), {
    kind: 'baseline',
    reason: 'known from the report of 2026-11-01T00:00:00Z',
    by: null,
    until: null,
  });
  t.is(suppressionOf(other, baselineOf(whole)), null);
  t.is(suppressionOf(whole, { baseline: undefined, ignores: undefined, now }), null);
});

test('a cut copy of a known token does not count', (t) => {
  t.not(cut.fingerprint, whole.fingerprint);
  t.is(suppressionOf(cut, baselineOf(whole))?.kind, 'baseline');
  t.is(suppressionOf(cut, baselineOf(cut))?.kind, 'baseline');
});

test('the whole of a token that was only known as a cut copy counts', (t) => {
  t.is(suppressionOf(whole, baselineOf(cut)), null);
  t.is(suppressionOf(whole, baselineOf(cut, whole))?.kind, 'baseline');
  t.is(suppressionOf(whole, baselineOf(whole, cut))?.kind, 'baseline');
});

test('a body alone is enough to be known', (t) => {
  t.is(suppressionOf(whole, baselineOf({ bodyFingerprint: whole.bodyFingerprint }))?.kind, 'baseline');
});

test('an ignore entry tells its reason, who decided and until when', (t) => {
  const entry = readIgnoreEntry(
    { fingerprint: whole.fingerprint, reason: 'rotated', by: 'ann', until: '2027-01-01' },
    'here',
  );
  const options = { baseline: undefined, ignores: makeIgnores([entry]), now };
  t.deepEqual(suppressionOf(whole, options), { kind: 'ignore', reason: 'rotated', by: 'ann', until: '2027-01-01' });
  t.is(suppressionOf(whole, { ...options, now: new Date('2027-01-01T00:00:00Z') }), null);
  t.is(suppressionOf(other, options), null);
});

test('a live token counts, whatever names it', (t) => {
  const ignores = makeIgnores([readIgnoreEntry({ fingerprint: whole.fingerprint }, 'here')]);
  const options = { ...baselineOf(whole), ignores };
  for (const result of ['live', 'live-elsewhere'] as const)
    t.is(suppressionOf({ ...whole, verdict: verdict(result) }, options), null);
  for (const result of ['unknown', 'revoked', 'expired'] as const)
    t.is(suppressionOf({ ...whole, verdict: verdict(result) }, options)?.kind, 'ignore');
});

const noReport = test.macro((t, value: unknown) => {
  t.throws(() => readBaseline(value), { instanceOf: UsageError, code: 'baseline-unreadable' });
});
test('nothing is no baseline', noReport, null);
test('a list is no baseline', noReport, []);
test('a SARIF file is no baseline', noReport, { version: '2.1.0', runs: [] });
test('a report of another schema is no baseline', noReport, { schema: 'kubeleaks/report/2', findings: [] });
test('a report without findings is no baseline', noReport, { schema: 'kubeleaks/report/1' });

test('odd findings of a baseline are passed over', (t) => {
  const odd = [
    null,
    7,
    'x',
    { fingerprint: 7 },
    { fingerprint: 'sha256:../..' },
    { bodyFingerprint: {}, token: null },
    whole,
  ];
  t.is(readBaseline(report(...odd)).fingerprints.size, 1);
  t.is(readBaseline({ schema: 'kubeleaks/report/1', findings: [], run: { startedAt: '\u001b[31m' } }).madeAt, null);
});
