import test from 'ava';
import { inlineAllowIn } from '../../src/token/inline-allow.js';

const token = 'eyJhbGciOiJSUzI1NiJ9.e30.AAAA';

/** The answer for `before` + token + `after`. */
function allowed(before: string, after: string): string | null {
  const start = Buffer.byteLength(before);
  return inlineAllowIn(Buffer.from(before + token + after), [{ start, end: start + token.length }]);
}

const says = test.macro((t, before: string, after: string, expected: string | null) =>
  t.is(allowed(before, after), expected),
);

test('a comment behind the token allows it', says, 'token: ', '  # kubeleaks:allow\n', 'kubeleaks:allow');
test('a comment before the token allows it', says, '/* kubeleaks:allow */ "', '"', 'kubeleaks:allow');
test("gitleaks' word allows it", says, '', ' // gitleaks:allow', 'gitleaks:allow');
test("detect-secrets' words allow it", says, '', ' # pragma: allowlist secret', 'pragma: allowlist secret');
test('a word on the line above does not', says, '# kubeleaks:allow\n', '\n', null);
test('a word on the line below does not', says, '', '\n# kubeleaks:allow\n', null);
test('a word behind a carriage return does not', says, '', '\r# kubeleaks:allow', null);
test('a longer word does not', says, '', ' # kubeleaks:allowed', null);
test('a longer word does not hide the right one', says, '', ' # kubeleaks:allowed kubeleaks:allow', 'kubeleaks:allow');
test('other case does not', says, '', ' # KubeLeaks:Allow', null);
test('512 bytes behind it, the word still counts', says, '', `${' '.repeat(512)}kubeleaks:allow`, 'kubeleaks:allow');
test('513 bytes behind it, the word does not', says, '', `${' '.repeat(513)}kubeleaks:allow`, null);
test('512 bytes before it, the word still counts', says, `kubeleaks:allow${' '.repeat(512)}`, '', 'kubeleaks:allow');
test('513 bytes before it, the word does not', says, `kubeleaks:allow${' '.repeat(513)}`, '', null);
test('a distance counts in bytes', says, '', `${'é'.repeat(257)}kubeleaks:allow`, null);

test('a comment behind any line of a broken token allows it', (t) => {
  const bytes = Buffer.from('a: "eyJhbGciOi" + # kubeleaks:allow\n   "JSUzI1NiJ9.e30.AAAA"\n');
  t.is(
    inlineAllowIn(bytes, [
      { start: 4, end: 14 },
      { start: 40, end: 59 },
    ]),
    'kubeleaks:allow',
  );
});

test('a view into larger memory is read from where it starts', (t) => {
  const memory = Buffer.from(`kubeleaks:allow ${token} xx`);
  t.is(inlineAllowIn(memory.subarray(16), [{ start: 0, end: token.length }]), null);
});

test('a token that stands nowhere is not allowed', (t) => {
  t.is(inlineAllowIn(Buffer.from('kubeleaks:allow'), []), null);
});
