import test from 'ava';
import fc from 'fast-check';
import type { ClaimedTimes, LifetimeState } from '../../src/model/claims.js';
import { lifetimeOf } from '../../src/token/lifetime.js';

const now = new Date('2026-11-26T12:00:00Z');
const second = now.getTime() / 1000;
const none: ClaimedTimes = { issuedAt: null, notBefore: null, expiresAt: null, warnAfter: null };

const state = test.macro((t, times: Partial<ClaimedTimes>, expected: LifetimeState) => {
  t.is(lifetimeOf({ ...none, ...times }, now).state, expected);
});
test('no end means never', state, {}, 'never-expires');
test('an end ahead means unexpired', state, { expiresAt: second + 1 }, 'unexpired');
test('the API server forgives 60 seconds', state, { expiresAt: second - 60 }, 'unexpired');
test('and not one more', state, { expiresAt: second - 61 }, 'expired');
test('a start ahead means not yet valid', state, { notBefore: second + 61, expiresAt: second + 99 }, 'not-yet-valid');
test('a start within the leeway does not', state, { notBefore: second + 60, expiresAt: second + 99 }, 'unexpired');
test('issued in the future means not yet valid', state, { issuedAt: second + 3600 }, 'not-yet-valid');
test('what has ended before it began has ended', state, { notBefore: second + 900, expiresAt: 0 }, 'expired');
test('a negative end has passed', state, { expiresAt: -5 }, 'expired');
test('an end that is no number counts as none', state, { expiresAt: Number.NaN }, 'never-expires');
test('an end beyond all years is ahead', state, { expiresAt: 1e300 }, 'unexpired');

test('times are RFC 3339 with seconds, and years beyond 1 and 9999 are clamped', (t) => {
  const { issuedAt, notBefore, expiresAt, warnAfter } = lifetimeOf(
    { issuedAt: 1790652424.9, notBefore: -1e300, expiresAt: Number.POSITIVE_INFINITY, warnAfter: 253402300800 },
    now,
  );
  t.deepEqual(
    [issuedAt, notBefore, expiresAt, warnAfter],
    ['2026-09-29T03:27:04Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '9999-12-31T23:59:59Z'],
  );
});

test('no number makes it throw or give a malformed time', (t) => {
  const time = fc.option(fc.double());
  fc.assert(
    fc.property(time, time, time, time, (issuedAt, notBefore, expiresAt, warnAfter) => {
      const lifetime = lifetimeOf({ issuedAt, notBefore, expiresAt, warnAfter }, now);
      for (const text of [lifetime.issuedAt, lifetime.notBefore, lifetime.expiresAt, lifetime.warnAfter]) {
        if (text !== null) t.regex(text, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      }
    }),
  );
});
