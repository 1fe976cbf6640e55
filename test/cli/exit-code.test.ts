import test from 'ava';
import { type ExitCode, type ExitRules, Outcome } from '../../src/cli/exit-code.js';
import type { LifetimeState } from '../../src/model/claims.js';
import type { ScanEvent, Summary } from '../../src/model/event.js';
import type { Finding, Fingerprint, Suppression } from '../../src/model/finding.js';
import type { Severity } from '../../src/model/severity.js';
import type { Verdict, VerdictResult } from '../../src/model/verdict.js';

const fingerprint = `sha256:${'0'.repeat(64)}` as Fingerprint;
const ignored: Suppression = { kind: 'ignore', reason: 'known', by: null, until: null };

interface Facts {
  readonly state?: LifetimeState;
  readonly severity?: Severity;
  readonly verdict?: VerdictResult;
  readonly suppression?: Suppression;
}

function finding(facts: Facts = {}, name = fingerprint): ScanEvent {
  const { state = 'unexpired', severity = 'high', verdict, suppression = null } = facts;
  const found: Pick<Finding, 'fingerprint' | 'severity' | 'lifetime' | 'verdict' | 'suppression'> = {
    fingerprint: name,
    severity,
    lifetime: { state, issuedAt: null, notBefore: null, expiresAt: null, warnAfter: null },
    verdict: verdict === undefined ? null : verdictOf(verdict),
    suppression,
  };
  return { type: 'finding', finding: found as Finding };
}

function verdictOf(result: VerdictResult): Verdict {
  const cluster = { name: null, server: null, kubeSystemUid: null };
  return { cluster, result, reason: null, by: 'test', at: '2026-01-01T00:00:00Z' };
}

function summary(facts: Partial<Summary> = {}): ScanEvent {
  return {
    type: 'summary',
    summary: {
      bytes: 10,
      haystacks: 1,
      objects: 0,
      findings: 0,
      sightings: 0,
      suppressed: 0,
      failures: 0,
      skipped: 0,
      seconds: 0,
      complete: true,
      ...facts,
    },
  };
}

const exits = test.macro({
  exec(t, code: ExitCode, events: readonly ScanEvent[], rules?: ExitRules) {
    const outcome = new Outcome(rules);
    for (const event of events) outcome.see(event);
    t.is(outcome.exitCode, code);
  },
  title: (title, code: ExitCode) => `exit ${code}: ${title}`,
});

test('nothing found, everything looked at', exits, 0, [summary()]);
test('a token', exits, 1, [finding(), summary()]);
test('a token, and a failure', exits, 1, [finding(), summary({ failures: 1, complete: false })]);
test('a failure', exits, 3, [summary({ failures: 1 })]);
test('a summary that says incomplete', exits, 3, [summary({ complete: false })]);
test('no summary', exits, 3, []);
test('nothing was there', exits, 3, [summary({ haystacks: 0, bytes: 0 })]);
test('git objects alone are something', exits, 0, [summary({ haystacks: 0, objects: 3 })]);
test('an empty file is something', exits, 0, [summary({ bytes: 0 })]);
test('an empty standard input is nothing', exits, 3, [summary({ bytes: 0 })], { isEmptyNothing: true });
test('something was skipped', exits, 0, [summary({ skipped: 1 })]);
test('something was skipped, and --strict', exits, 3, [summary({ skipped: 1 })], { strict: true });
test('nothing was skipped, and --strict', exits, 0, [summary()], { strict: true });

test('a suppressed token', exits, 0, [finding({ suppression: ignored }), summary()]);
test('a token that is suppressed later', exits, 0, [
  finding(),
  { type: 'suppression', fingerprint, suppression: ignored },
  summary(),
]);
test('a token that is not suppressed any more', exits, 1, [
  finding({ suppression: ignored }),
  { type: 'suppression', fingerprint, suppression: null },
  summary(),
]);
test('a live token overrides its suppression', exits, 1, [
  finding({ suppression: ignored, verdict: 'live' }),
  summary(),
]);
test('a suppressed token turns out to live', exits, 1, [
  finding({ suppression: ignored }),
  { type: 'verdict', fingerprint, verdict: verdictOf('live-elsewhere') },
  summary(),
]);
test('one of two tokens is suppressed', exits, 1, [
  finding({ suppression: ignored }),
  finding({}, `sha256:${'1'.repeat(64)}` as Fingerprint),
  summary(),
]);

test('as severe as asked for', exits, 1, [finding({ severity: 'medium' }), summary()], { minSeverity: 'medium' });
test('less severe than asked for', exits, 0, [finding({ severity: 'low' }), summary()], { minSeverity: 'medium' });
test(
  'more severe in the end',
  exits,
  1,
  [finding({ severity: 'low' }), { type: 'severity', fingerprint, severity: 'critical', proven: true }, summary()],
  { minSeverity: 'high' },
);

test('--fail-on any: expired', exits, 1, [finding({ state: 'expired' }), summary()], { failOn: 'any' });
test('--fail-on unexpired: expired', exits, 0, [finding({ state: 'expired' }), summary()], { failOn: 'unexpired' });
test(
  '--fail-on unexpired: expired, but it lives',
  exits,
  1,
  [finding({ state: 'expired', verdict: 'live' }), summary()],
  { failOn: 'unexpired' },
);
for (const state of ['unexpired', 'never-expires', 'not-yet-valid'] as const) {
  test(`--fail-on unexpired: ${state}`, exits, 1, [finding({ state }), summary()], { failOn: 'unexpired' });
}
test(
  '--fail-on unexpired: expired, and a failure',
  exits,
  3,
  [finding({ state: 'expired' }), summary({ failures: 1 })],
  { failOn: 'unexpired' },
);

for (const result of ['live', 'live-elsewhere', 'unknown', 'genuine-unchecked'] as const) {
  test(`--fail-on live: ${result}`, exits, 1, [finding({ verdict: result }), summary()], { failOn: 'live' });
}
test('--fail-on live: nobody asked', exits, 1, [finding(), summary()], { failOn: 'live' });
test('--fail-on live: nobody asked, but it is expired', exits, 0, [finding({ state: 'expired' }), summary()], {
  failOn: 'live',
});
for (const result of ['expired', 'bad-signature'] as const) {
  test(`--fail-on live: ${result}`, exits, 0, [finding({ verdict: result }), summary()], { failOn: 'live' });
}
test('--fail-on live: revoked', exits, 0, [finding({ verdict: 'revoked', severity: 'low' }), summary()], {
  failOn: 'live',
});
test('--fail-on live: revoked, but accepted elsewhere', exits, 1, [finding({ verdict: 'revoked' }), summary()], {
  failOn: 'live',
});
test('--fail-on live: suspended, so it can be revived', exits, 1, [finding({ verdict: 'suspended' }), summary()], {
  failOn: 'live',
});

test(
  'a token that was forgotten on an endless stream still counts',
  exits,
  1,
  [
    finding(),
    ...Array.from({ length: 140_000 }, (_, index) =>
      finding({ state: 'expired' }, `sha256:${index.toString(16).padStart(64, 'f')}` as Fingerprint),
    ),
    summary(),
  ],
  { failOn: 'unexpired' },
);
