import test from 'ava';
import { UsageError } from '../../src/model/usage-error.js';
import { readIgnoreFile } from '../../src/triage/ignore-file.js';

const one = '0123456789ab'.padEnd(64, '0');
const two = 'fedcba987654';
const empty = { reason: null, by: null, until: null };
const full = { prefix: one, reason: 'a test', by: 'ann', until: '2027-01-31' };

const reads = test.macro(async (t, text: string, expected: readonly unknown[]) => {
  t.deepEqual(await readIgnoreFile(text, 'ignored'), expected as never);
});
test('an empty file has no entries', reads, '', []);
test('comments and blank lines are no entries', reads, '# a\n\n   # b\r\n', []);
test('a line is a fingerprint', reads, `sha256:${one}\n${two}\r\n`, [
  { ...empty, prefix: one },
  { ...empty, prefix: two },
]);
test('a comment behind a fingerprint is its reason', reads, `  ${two}  #  rotated: see #12 \n`, [
  { ...empty, prefix: two, reason: 'rotated: see #12' },
]);
test('a byte order mark is passed over', reads, `\ufeff${two}`, [{ ...empty, prefix: two }]);
test(
  'YAML is read, its dates as text',
  reads,
  `# mine\n- fingerprint: sha256:${one}\n  reason: a test\n  by: ann\n  until: 2027-01-31\n- {fingerprint: "${two}"}\n`,
  [full, { ...empty, prefix: two }],
);
test('YAML with a start mark is read', reads, `---\n- fingerprint: ${two}\n`, [{ ...empty, prefix: two }]);
test(
  'JSON is read',
  reads,
  JSON.stringify([{ fingerprint: `sha256:${one}`, reason: 'a test', by: 'ann', until: '2027-01-31' }], null, 1),
  [full],
);

const refused = test.macro(async (t, text: string, message: RegExp) => {
  const error = await t.throwsAsync(readIgnoreFile(text, 'ignored'), {
    instanceOf: UsageError,
    code: 'ignore-invalid',
  });
  t.regex(error?.message ?? '', message);
});
test('a line that is no fingerprint is named', refused, `${two}\n\nnonsense\n`, /^ignored, line 3: a fingerprint/);
test('words behind a fingerprint need their mark', refused, `${two} because\n`, /^ignored, line 1: a fingerprint/);
test(
  'an entry that is wrong is named by its line',
  refused,
  `- fingerprint: ${two}\n- reason: none\n`,
  /^ignored, line 2: a fingerprint/,
);
test('a map in place of a list is refused', refused, `{fingerprint: "${two}"}`, /^ignored, line 1: a list/);
test(
  'broken YAML is named by its line, and not repeated',
  refused,
  `- fingerprint: ${two}\n- "eyJhbGciOi\n`,
  /^ignored, line \d: this is not valid YAML$/,
);
test('an alias is no entry', refused, `- &a {fingerprint: ${two}}\n- *a\n`, /^ignored, line 2: an entry/);
test(
  'digits that YAML takes for a number are no fingerprint',
  refused,
  '- fingerprint: 123456789012\n',
  /^ignored, line 1: a fingerprint/,
);
