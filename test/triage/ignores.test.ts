import test from 'ava';
import { UsageError } from '../../src/model/usage-error.js';
import { ignoreEntryFor, makeIgnores, readIgnoreEntry } from '../../src/triage/ignores.js';

const now = new Date('2026-11-26T12:00:00Z');
const hex = 'a1b2c3d4e5f60718'.repeat(4);
const fingerprint = `sha256:${hex}`;

const finds = test.macro((t, entry: unknown, expected: boolean) => {
  const ignores = makeIgnores([readIgnoreEntry(entry, 'here')]);
  t.is(ignoreEntryFor(fingerprint, ignores, now) !== undefined, expected);
});
test('the whole fingerprint matches', finds, { fingerprint }, true);
test('without sha256: it matches too', finds, { fingerprint: hex }, true);
test('twelve digits are enough', finds, { fingerprint: `sha256:${hex.slice(0, 12)}` }, true);
test('capitals are digits', finds, { fingerprint: hex.toUpperCase() }, true);
test('another fingerprint does not match', finds, { fingerprint: hex.replace('8a1b', '8a1c') }, false);
test('another start does not match', finds, { fingerprint: `b${hex.slice(1)}` }, false);
test('until tomorrow it works', finds, { fingerprint, until: '2026-11-27' }, true);
test('on the day itself it does not any more', finds, { fingerprint, until: '2026-11-26' }, false);
test('a second before its end it works', finds, { fingerprint, until: '2026-11-26T12:00:01Z' }, true);
test('at its end it does not', finds, { fingerprint, until: '2026-11-26T12:00:00Z' }, false);
test('an end with a zone is read with the zone', finds, { fingerprint, until: '2026-11-26T13:30:00+02:00' }, false);

const refused = test.macro((t, entry: unknown, message: RegExp) => {
  const error = t.throws(() => readIgnoreEntry(entry, 'here, line 3'), {
    instanceOf: UsageError,
    code: 'ignore-invalid',
  });
  t.regex(error?.message ?? '', message);
  t.true(error?.message.startsWith('here, line 3: '));
});
test('eleven digits are refused', refused, { fingerprint: hex.slice(0, 11) }, /12 to 64 hex digits/);
test('65 digits are refused', refused, { fingerprint: `${hex}a` }, /12 to 64 hex digits/);
test('an entry that is a text is refused', refused, fingerprint, /an entry with a fingerprint/);
test('a list is refused', refused, [fingerprint], /an entry with a fingerprint/);
test('a reason that is a number is refused', refused, { fingerprint, reason: 7 }, /^here, line 3: reason: a text/);
test('an end that is no date is refused', refused, { fingerprint, until: 'soon' }, /until: a date like/);
test('the 30th of February is refused', refused, { fingerprint, until: '2027-02-30' }, /until: a date like/);
test('a key that nobody knows is refused', refused, { fingerprint, untill: '2027-01-01' }, /nothing else/);

test('a token in place of a fingerprint is not repeated in the message', (t) => {
  const token = `eyJhbGciOiJSUzI1NiJ9.${'x'.repeat(40)}.${'y'.repeat(342)}`;
  const error = t.throws(() => readIgnoreEntry({ fingerprint: token }, 'here'));
  t.false(error?.message.includes('eyJ'));
});

test('of several entries for one token, one that still works is enough', (t) => {
  const entries = [
    { fingerprint, until: '2020-01-01', reason: 'old' },
    { fingerprint, reason: 'new' },
  ];
  const ignores = makeIgnores(entries.map((entry) => readIgnoreEntry(entry, 'here')));
  t.is(ignoreEntryFor(fingerprint, ignores, now)?.reason, 'new');
});
