import test from 'ava';
import fc from 'fast-check';
import type { ScanEvent } from '../../src/model/event.js';
import { createReporter } from '../../src/reporters/create-reporter.js';
import { escapeTerminal } from '../../src/reporters/words/escape-terminal.js';
import { durationWords, lifetimeWords } from '../../src/reporters/words/lifetime-words.js';
import { file, fingerprint, fullScan, hostileScan, makeFinding, makeSighting, start } from './events.js';
import { matchGolden, report } from './golden.js';

test('with colour, with details and live it is what was looked at', async (t) => {
  matchGolden(t, 'full.color.human', await report('human', fullScan, { color: true }));
  matchGolden(t, 'full.detail.human', await report('human', fullScan, { detail: true }));
  matchGolden(t, 'full.live.human', await report('human', fullScan, { live: true }));
});

test('no control character and no CI command of a stranger gets through, in any mode', async (t) => {
  for (const options of [{}, { detail: true }, { live: true }]) {
    const text = await report('human', hostileScan, options);
    t.notRegex(text.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    t.notRegex(text, /##\w*\[|section_start:|^\s*::/m);
  }
});

test('an escaped text is one safe line of at most the limit, and harmless text stays as it is', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.integer({ min: 20, max: 200 }), (text, limit) => {
      const escaped = escapeTerminal(text, limit);
      t.true(escaped.length <= limit);
      t.notRegex(escaped, /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    }),
  );
  for (const text of ['logs/app.log', 'C:\\tmp', 'a::b', 'fe80::1', 'größe 漢字 🚀', 'section_started', '## heading']) {
    t.is(escapeTerminal(text), text);
  }
});

test('a cut text ends in an ellipsis and never inside one of our escapes', (t) => {
  for (let limit = 20; limit < 60; limit += 1) {
    t.regex(escapeTerminal(`${'a'.repeat(9)}${'\u001B'.repeat(60)}`, limit), /^a{9}(?:\\u\{1b\})*…$/);
  }
});

const commands: readonly (readonly [string, string])[] = [
  ['::error::x', '\\u{3a}:error::x'],
  ['a ::error::x', 'a \\u{3a}:error::x'],
  ['##vso[task]', '\\u{23}#vso[task]'],
  ['###[group]', '#\\u{23}#[group]'],
  ['section_end:1:a', 'section\\u{5f}end:1:a'],
];
for (const [text, escaped] of commands) {
  test(`${text} is no command any more`, (t) => {
    t.is(escapeTerminal(text), escaped);
  });
}

test('our own lines fit into 80 columns; only places, commands and what cannot be broken are longer', async (t) => {
  const lines = (await report('human', fullScan, { width: 80, detail: true })).split('\n');
  for (const line of lines.filter((text) => text.length > 80)) t.regex(line, /kubectl|https:|\.gz!|sha256:|= \{/);
});

test('without colour there is no escape sequence, with colour every style that starts also ends', async (t) => {
  t.false((await report('human', fullScan)).includes('\u001B'));
  const lines = (await report('human', fullScan, { color: true })).split('\n');
  t.true(lines.some((line) => line.includes('\u001B[')));
  for (const line of lines) t.is((line.match(/\u001B\[[\d;]*m/g) ?? []).length % 2, 0);
});

test('claims are called claims until a key proved them', async (t) => {
  const told = async (proven: boolean): Promise<string> =>
    await report('human', [{ type: 'finding', finding: makeFinding({ proven }) }]);
  t.regex(await told(false), /claims to be {2}service account deployer/);
  t.regex(await told(true), /belongs to {4}service account deployer/);
  t.notRegex(await told(true), /claims to be/);
});

test('an incomplete scan says so loudly, and a complete one does not', async (t) => {
  t.regex(await report('human', fullScan), /^INCOMPLETE: /m);
  t.notRegex(await report('human', hostileScan), /INCOMPLETE/);
});

test('what was sent is always told', async (t) => {
  t.regex(await report('human', [start]), /^Sent: nothing$/m);
  t.regex(await report('human', fullScan), /^Sent: 1 request that carried a token$/m);
});

test('live, a token is shown as soon as its first place is known, and once', async (t) => {
  const reporter = await createReporter('human', { live: true, maxSightings: 3 });
  const at = (index: number): ScanEvent => ({
    type: 'sighting',
    fingerprint: fingerprint('1'),
    sighting: makeSighting(file('a.log'), index * 100),
  });
  t.is(reporter.accept(start), '');
  t.is(reporter.accept({ type: 'finding', finding: makeFinding() }), '');
  t.regex(reporter.accept(at(0)), /CRITICAL[^]*a\.log:1:1\n[^]*\n\n$/);
  t.is(reporter.accept(at(1)), 'sha256:1111111111111111 also in a.log:2:1\n');
  t.regex(reporter.accept(at(2)), /a\.log:3:1 \(further places are only counted\)\n$/);
  t.is(reporter.accept(at(3)), '');
});

test('live, facts that change before a token is shown stand on its card', async (t) => {
  const reporter = await createReporter('human', { live: true });
  reporter.accept({ type: 'finding', finding: makeFinding() });
  t.is(reporter.accept({ type: 'severity', fingerprint: fingerprint('1'), severity: 'low', proven: true }), '');
  t.regex(
    reporter.accept({ type: 'sighting', fingerprint: fingerprint('1'), sighting: makeSighting(file('a.log'), 0) }),
    /^ LOW [^]*belongs to/,
  );
  t.regex([...reporter.finish()].join(''), /1 low\./);
});

const now = '2026-11-23T20:00:00Z';
const times = { issuedAt: null, notBefore: null, expiresAt: null, warnAfter: null };
const lives: readonly (readonly [Parameters<typeof lifetimeWords>[0], string])[] = [
  [{ ...times, state: 'never-expires' }, 'never expires'],
  [
    { ...times, state: 'never-expires', issuedAt: '2020-01-02T03:04:05Z' },
    'never expires; issued 2020-01-02 03:04 UTC',
  ],
  [
    { ...times, state: 'unexpired', expiresAt: '2026-11-23T21:59:59Z' },
    'expires 2026-11-23 21:59 UTC (in 119 minutes)',
  ],
  [
    {
      ...times,
      state: 'unexpired',
      issuedAt: '2026-11-01T00:00:00Z',
      warnAfter: '2026-11-01T01:00:07Z',
      expiresAt: '2027-11-01T00:00:00Z',
    },
    'rotates hourly (warnafter), but is accepted until 2027-11-01 00:00 UTC (in 342 days)',
  ],
  [
    {
      ...times,
      state: 'unexpired',
      issuedAt: '2026-11-01T00:00:00Z',
      warnAfter: '2026-11-02T00:00:00Z',
      expiresAt: '2036-11-01T00:00:00Z',
    },
    'rotates after 24 hours (warnafter), but is accepted until 2036-11-01 00:00 UTC (in 9 years)',
  ],
  [{ ...times, state: 'expired', expiresAt: '2026-11-23T19:59:59Z' }, 'expired 2026-11-23 19:59 UTC, a moment ago'],
  [
    { ...times, state: 'not-yet-valid', notBefore: '2026-11-25T20:00:00Z', expiresAt: '9999-12-31T23:59:59Z' },
    'not valid before 2026-11-25 20:00 UTC (in 2 days); expires 9999-12-31 23:59 UTC',
  ],
];
for (const [lifetime, words] of lives) {
  test(`a life reads: ${words}`, (t) => {
    t.is(lifetimeWords(lifetime, now), words);
  });
}

test('a duration is told in its largest unit that counts two', (t) => {
  t.is(durationWords(0), 'a moment');
  t.is(durationWords(119), '119 seconds');
  t.is(durationWords(120), '2 minutes');
  t.is(durationWords(86_400 * 700), '700 days');
  t.is(durationWords(86_400 * 730), '2 years');
});
