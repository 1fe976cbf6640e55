/** What a redactor promises, for any text and any cutting of it. */
import { gzipSync } from 'node:zlib';
import test from 'ava';
import fc from 'fast-check';
import { mintShape } from '../helpers/mint.js';
import { searchText } from '../helpers/search-text.js';
import { redactText } from './redact-bytes.js';

const tokens = (['legacy', 'pod-bound', 'unbound', 'eks'] as const).flatMap((kind) =>
  ['RS256', 'ES256'].map((alg) => mintShape({ kind, alg, seed: `redact-${kind}${alg}` })),
);

const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');
const folded = (text: string, width: number, glue: string): string =>
  (text.match(new RegExp(`[^]{1,${width}}`, 'g')) ?? []).join(glue);
const utf16 = (text: string): string => Buffer.from(text, 'utf16le').toString('latin1');
const escaped = (text: string): string =>
  text.replace(/[eG.]/g, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`);
const hexed = (text: string): string => Buffer.from(text, 'latin1').toString('hex');

/** `hexdump -C`. */
function dumped(text: string): string {
  const rows = text.match(/[^]{1,16}/g) ?? [];
  const lines = rows.map((row, index) => {
    const digits = hexed(row).match(/../g) ?? [];
    const halves = `${digits.slice(0, 8).join(' ')}  ${digits.slice(8).join(' ')}`.padEnd(48);
    return `${(index * 16).toString(16).padStart(8, '0')}  ${halves}  |${row}|\n`;
  });
  return `\n${lines.join('')}`;
}

const wraps: { readonly [name: string]: (token: string) => string } = {
  plain: (token) => token,
  glued: (token) => `\\n${token}\\n`,
  json: (token) => `{"Authorization":["Bearer ${token}"]}`,
  'base64 0': (token) => base64(`${token}, and more`),
  'base64 1': (token) => base64(`x${token}`),
  'base64 2': (token) => base64(`xy${token} `),
  base64url: (token) => base64(`>>>???${token}???`).replaceAll('+', '-').replaceAll('/', '_'),
  'base64 twice': (token) => base64(base64(`{"token":"${token}"}`)),
  'base64 of two': (token) => base64(`${token}\n${tokens[1]}`),
  'base64, folded': (token) => folded(base64(`a: ${token}`), 76, '\n'),
  joined: (token) => folded(token, 64, '\n  '),
  'joined in a string': (token) => `"${folded(token, 60, '\\n')}"`,
  utf16,
  escapes: (token) => `"${escaped(token)}"`,
  'base64 of escapes': (token) => base64(`"${escaped(token)}"`),
  hex: (token) => hexed(`a ${token} b`),
  dump: (token) => dumped(`a: ${token}; b`),
  'list of numbers': (token) => `[${Array.from(Buffer.from(`a ${token} b`)).join(' ')}]`,
  'list of numbers in JSON': (token) => JSON.stringify(Buffer.from(`a ${token} b`)),
  'array in C': (token) =>
    `{\n${Array.from(Buffer.from(token), (byte, index) => `${index % 12 === 0 ? '\n  ' : ''}0x${byte.toString(16)}`).join(', ')}\n}`,
  truncated: (token) => token.slice(0, -40),
  'gzip in base64': (token) => gzipSync(`x ${token} y`).toString('base64'),
  'gzip in base64 twice': (token) => base64(gzipSync(`x ${token} y`).toString('base64')),
  'gzip in hex': (token) => gzipSync(`x ${token} y`).toString('hex'),
};

const token = fc.constantFrom(...tokens);
const wrapped = fc.tuple(token, fc.constantFrom(...Object.values(wraps))).map(([text, wrap]) => wrap(text));
const noise = fc.oneof(
  fc.string({ maxLength: 200, unit: 'binary-ascii' }),
  fc.constantFrom('eyJ', 'eyJeyJeyJ', 'ZXlK', 'eyJhbGciOi', '.', '\n', '=', 'eyJhbGciOiJSUzI1NiJ9.eyJ', '65794a'),
  fc.integer({ min: 1, max: 9000 }).map((length) => 'ab 12\n'.repeat(length).slice(0, length)),
);
const text = fc
  .array(fc.oneof(noise, wrapped), { minLength: 1, maxLength: 8 })
  .chain((parts) => fc.constantFrom(' ', '\n', '" ').map((glue) => parts.join(glue)));
const sizes = fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 20 });

const signatures = tokens.map((whole) => whole.slice(whole.lastIndexOf('.') + 1));
const options = fc.record({ sameLength: fc.boolean() });

test('what was redacted holds no token when it is scanned again', async (t) => {
  await fc.assert(
    fc.asyncProperty(text, options, async (given, how) => {
      const redacted = await redactText(given, how);
      t.deepEqual(
        searchText(redacted).filter(({ token: found }) => signatures.some((signature) => found.endsWith(signature))),
        [],
      );
    }),
    { numRuns: 25 },
  );
});

test('however the bytes are cut, the same bytes come out', async (t) => {
  await fc.assert(
    fc.asyncProperty(text, sizes, options, async (given, cuts, how) => {
      t.is(await redactText(given, how, cuts), await redactText(given, how));
    }),
    { numRuns: 25 },
  );
});

test('bytes outside of tokens come out as they went in', async (t) => {
  const line = fc.string({ maxLength: 60, unit: 'binary' }).map((words) => words.replaceAll('\n', ' '));
  await fc.assert(
    fc.asyncProperty(line, token, fc.constantFrom(...Object.keys(wraps)), line, async (before, whole, wrap, after) => {
      const [head, tail] = [
        `${Buffer.from(before).toString('latin1')} :\n`,
        `\n: ${Buffer.from(after).toString('latin1')}`,
      ];
      const redacted = await redactText(`${head}${wraps[wrap]?.(whole) ?? ''}${tail}`);
      t.true(redacted.startsWith(head) && redacted.endsWith(tail), wrap);
    }),
    { numRuns: 25 },
  );
});

for (const [name, wrap] of Object.entries(wraps)) {
  test(`a marker stands where the token stood: ${name}`, async (t) => {
    const whole = tokens[3] as string;
    const given = `before\n${wrap(whole)}\nafter\n`;
    for (const sameLength of [false, true]) {
      const redacted = await redactText(given, { sameLength });
      t.false(redacted.includes(signatures[3] as string));
      t.deepEqual(searchText(redacted), []);
      if (sameLength) t.is(redacted.length, given.length);
      t.not(redacted, given);
    }
  });
}

test('one byte at a time gives what all at once gives, for every encoding', async (t) => {
  const given = Object.values(wraps)
    .map((wrap, index) => `${index}: ${wrap(tokens[index % tokens.length] as string)}\n`)
    .join('');
  t.is(await redactText(given, {}, [1]), await redactText(given));
});

test('base64 stays base64: what is decoded holds the marker and all that stood around the token', async (t) => {
  for (const before of ['', 'x', 'xy', 'xyz']) {
    const redacted = await redactText(`  token: ${base64(`${before} ${tokens[2]} after`)}\n`);
    const decoded = Buffer.from(redacted.slice('  token: '.length), 'base64').toString();
    t.regex(decoded, new RegExp(`^${before} KUBELEAKS\\.bound\\.[a-z0-9-]+\\.[a-z0-9-]+\\.[0-9a-f]{12}_{0,2} after$`));
  }
});

test('an archive in text stays as it is when it holds no token, and goes as a whole when it does', async (t) => {
  const packed = (content: string): string => gzipSync(content).toString('base64');
  const harmless = `data: ${packed('nothing to see here, '.repeat(200))}\nnext\n`;
  t.is(await redactText(harmless), harmless);
  const redacted = await redactText(`data: ${packed(`a ${tokens[2]} b`)}\nnext\n`);
  const [data = '', next] = redacted.split('\n');
  t.is(next, 'next');
  t.regex(
    Buffer.from(data.slice('data: '.length), 'base64').toString('latin1'),
    /^KUBELEAKS\.bound\.[a-z0-9-]+\.[a-z0-9-]+\.[0-9a-f]{12}_{0,2}$/,
  );
});
