import test from 'ava';
import fc from 'fast-check';
import { maskTokens } from '../../src/output/mask.js';
import { holdsToken, token } from './tokens.js';

const anyText = fc.string({ unit: 'binary', maxLength: 40 });
const glue = fc.stringMatching(/^[\w.%/+=-]{0,12}$/);

test('no token remains, whatever stands around it', (t) => {
  fc.assert(
    fc.property(anyText, glue, token, glue, anyText, (before, left, clear, right, after) => {
      const text = before + left + clear + right + after;
      t.true(holdsToken(text));
      t.false(holdsToken(maskTokens(text)));
    }),
  );
});

test('no token remains in base64 of any alignment, alphabet and depth', (t) => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 9 }),
      token,
      fc.string({ maxLength: 9 }),
      fc.array(fc.constantFrom('base64' as const, 'base64url' as const), { minLength: 1, maxLength: 3 }),
      glue,
      (before, clear, after, alphabets, left) => {
        const wrapped = alphabets.reduce(
          (text, alphabet) => Buffer.from(text).toString(alphabet),
          before + clear + after,
        );
        let peeled = maskTokens(`${left} "${wrapped}"`).slice(left.length + 2, -1);
        for (const _ of alphabets) peeled = Buffer.from(peeled.replaceAll('…', 'AAA='), 'base64').toString('latin1');
        t.false(holdsToken(peeled));
        t.false(maskTokens(left + wrapped).includes(wrapped));
      },
    ),
  );
});

test('a token that was cut within its payload is masked too', (t) => {
  fc.assert(
    fc.property(token, fc.nat(), (clear, length) => {
      const payloadAt = clear.indexOf('.') + 1;
      const payloadLength = clear.lastIndexOf('.') - payloadAt;
      const cut = clear.slice(0, payloadAt + 3 + (length % (payloadLength - 3)));
      t.is(maskTokens(`open ${cut}…: no such file`), `open ${cut.slice(0, 9)}……: no such file`);
    }),
  );
});

test('what stands outside the token stays as it is', (t) => {
  fc.assert(
    fc.property(token, fc.constantFrom('\n', '\u001B[32m', '%20', '"', '\\n', 'token=', '/'), (clear, left) => {
      t.is(maskTokens(`${left}${clear} and the rest`), `${left}${clear.slice(0, 9)}… and the rest`);
    }),
  );
});

test('text without tokens comes back unchanged', (t) => {
  for (const text of [
    '',
    'eyes.example.com',
    'sha256:3f8a2c91d0be4a11aa3f8a2c91d0be4a11aa3f8a2c91d0be4a11aa3f8a2c91d0',
    'eyJhbGciO… (878 characters)',
    'a.b.c ..... ey.ey.ey eyJ.eyJ.eyJ',
    '/usr/share/doc/some/very/long/path/without/any/character/but/base64/ones/at/all/in/it',
  ]) {
    t.is(maskTokens(text), text);
  }
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => t.is(maskTokens(text), text)));
});

test('masking twice is masking once', (t) => {
  fc.assert(
    fc.property(anyText, token, anyText, (before, clear, after) => {
      const once = maskTokens(`${before}${clear}.${after}`);
      t.is(maskTokens(once), once);
    }),
  );
});

test('JSON stays JSON when a string holds a token behind an escape', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 6 }), token, fc.nat(3), (before, clear, cut) => {
      const wrapped = Buffer.from(`xyz${clear}`.slice(cut)).toString('base64');
      for (const value of [
        before + clear,
        `\t${clear}`,
        `\u000E${clear.slice(1)}`,
        before + wrapped,
        `\t${wrapped.slice(cut)}`,
      ]) {
        t.notThrows(() => JSON.parse(maskTokens(JSON.stringify({ value }))));
      }
    }),
  );
});

test('reveal lets the member raw through, and nothing else', (t) => {
  const [clear = ''] = fc.sample(token, 1);
  const text = JSON.stringify({ token: { raw: clear }, path: clear, note: `"raw":"${clear}` });
  const masked = JSON.parse(maskTokens(text, { reveal: true }));
  t.is(masked.token.raw, clear);
  t.is(masked.path, `${clear.slice(0, 9)}…`);
  t.false(holdsToken(masked.note));
  t.false(holdsToken(maskTokens(text)));
});

test('a run of base64 is found wherever it starts, and however many characters stand before it', (t) => {
  const [clear = ''] = fc.sample(token, 1);
  const wrapped = Buffer.from(clear).toString('base64');
  for (let before = 0; before < 100; before += 1) {
    const text = `${'a '.repeat(before % 7)}${'b'.repeat(before)} ${wrapped}`;
    t.false(maskTokens(text).includes(wrapped.slice(0, 60)), String(before));
  }
});
