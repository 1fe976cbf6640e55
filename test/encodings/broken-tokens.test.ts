import test from 'ava';
import fc from 'fast-check';
import { mintShape } from '../helpers/mint.js';
import { searchText as search } from '../helpers/search-text.js';

const tokens = (['legacy', 'pod-bound', 'unbound', 'eks'] as const).flatMap((kind) => [
  mintShape({ kind, seed: `${kind}2` }),
  mintShape({ kind, seed: `${kind}4`, bits: 4096 }),
  mintShape({ kind, seed: `${kind}e`, alg: 'ES256' }),
]);

/** Cuts a text every `columns` characters, the first line `first` characters long. */
function lines(text: string, columns: number, first = columns): readonly string[] {
  const cut = [text.slice(0, first)];
  for (let at = first; at < text.length; at += columns) cut.push(text.slice(at, at + columns));
  return cut;
}

/** Ways to break a text over lines: how it starts, what stands between two lines, how it ends. */
const breaks: { readonly [name: string]: readonly [before: string, between: string, after: string] } = {
  'hard wrap': ['token: ', '\n', '\n\nnext: 1'],
  CRLF: ['token: ', '\r\n', '\r\n\r\n'],
  'YAML folded block': ['token: >-\n    ', '\n    ', '\nother: value\n'],
  'YAML double-quoted fold': ['token: "', '\\\n    \\', '"\n'],
  'quoted-printable': ['Token: ', '=\n', '\n\n'],
  'quoted-printable, CRLF': ['Token: ', '=\r\n', '\r\n--border'],
  JavaScript: ['const token = "', '" +\n  "', '";\n'],
  PHP: ["$token = '", "' .\n  '", "';\n"],
  'Python, adjacent': ['token = ("', '"\n         "', '")\n'],
  'Python, backslash': ["token = '", "' \\\n  '", "'\n"],
  shell: ['TOKEN=', '\\\n', '\n'],
  diff: ['+token: |\n+  ', '\n+  ', '\n+other: 1\n'],
  mail: ['> token ', '\n> ', '\n> bye'],
  'escaped line ends': ['{"token":"', '\\n', '"}'],
  'escaped CRLF': ['{"token":"', '\\r\\n', '"}'],
  'escaped line ends, JSON in JSON': ['{"log":"{\\"token\\":\\"', '\\\\n', '\\"}"}'],
  'escaped line ends, indented': ['{"yaml":"token: |\\n    ', '\\n    ', '\\nkind: Secret"}'],
  'lines of a notebook': ['"text": [\n  "', '\\n",\n  "', '\\n"\n]'],
  'Visual Basic': ['token = "', '" & _\n  "', '"\n'],
  HTML: ['<p>', '<br>\n', '</p>'],
  'HTML, closed': ['<p>', '<br />', '</p>'],
  'GitHub Actions': [
    '2026-11-23T10:00:00.1234567Z ',
    '\n2026-11-23T10:00:00.2345678Z ',
    '\n2026-11-23T10:00:01.0000000Z ##[endgroup]\n',
  ],
  'docker compose': ['web-1  | ', '\nweb-1  | ', '\nweb-1  | ready\n'],
  syslog: [
    'Nov 23 09:59:59 host app[123]: ',
    '\nNov 23 10:00:00 host app[123]: ',
    '\nNov 23 10:00:01 host app[123]: done\n',
  ],
  CRI: [
    '2026-11-23T10:00:00.000000000Z stdout P token ',
    '\n2026-11-23T10:00:00.000000001Z stdout P ',
    '\n2026-11-23T10:00:01.000000000Z stdout F other line\n',
  ],
  Docker: [
    '{"log":"token ',
    '","stream":"stdout","time":"2026-11-23T10:00:00.000000001Z"}\n{"log":"',
    '\\n","stream":"stdout","time":"2026-11-23T10:00:00.000000001Z"}\n',
  ],
  'lines in Docker': [
    '{"log":"',
    '\\n","stream":"stdout","time":"2026-11-23T10:00:00.000000001Z"}\n{"log":"',
    '\\n","stream":"stdout","time":"2026-11-23T10:00:00.000000001Z"}\n',
  ],
};

const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');
const columns = fc.integer({ min: 8, max: 200 });

for (const [name, [before, between, after]] of Object.entries(breaks)) {
  test(`a token broken over lines is found whole: ${name}`, (t) => {
    fc.assert(
      fc.property(fc.constantFrom(...tokens), columns, fc.nat(200), (token, width, first) => {
        const start = 1 + (first % width);
        const pieces = lines(token, width, start);
        const text = before + pieces.join(between) + after;
        const found = search(text).filter((placed) => placed.token === token);
        t.is(found.length, 1, `${width} columns, first ${start}`);
        const back = found[0]?.segments.map((segment) => text.slice(segment.start, segment.end)).join('');
        t.is(back, token);
      }),
      { numRuns: 100 },
    );
  });

  test(`base64 broken over lines is decoded: ${name}`, (t) => {
    fc.assert(
      fc.property(
        fc.constantFrom(...tokens),
        columns,
        fc.nat(200),
        fc.string({ maxLength: 9 }),
        (token, width, first, glue) => {
          const text = before + lines(base64(`${glue} ${token}\n`), width, 1 + (first % width)).join(between) + after;
          t.true(
            search(text).some((placed) => placed.token === token),
            `${width} columns, first ${1 + (first % width)}`,
          );
        },
      ),
      { numRuns: 100 },
    );
  });
}

test('a token followed by words on the next line is not joined with them', (t) => {
  for (const token of tokens) {
    const found = search(`token ${token}\nnext line of words\n`);
    t.deepEqual(
      found.map((placed) => placed.token),
      [token],
    );
  }
});

test('a token whose last line is short is whole where the text ends right behind it', (t) => {
  for (const between of ['\n', '\n2026-11-23T10:00:00.000000001Z stdout F ', '",\n  "', '\n2026-11-23T10:00:00Z ']) {
    for (const token of tokens) {
      const width = token.length - 2;
      const before = between.startsWith('\n') ? between.slice(1) : '"';
      const found = search(`${before}${lines(token, width).join(between)}`);
      t.deepEqual(
        found.map((placed) => placed.token),
        [token],
        between,
      );
    }
  }
});

test('words broken over lines make no token', (t) => {
  const [header = '', payload = ''] = (tokens[0] as string).split('.');
  t.deepEqual(search(`${header}\nand then\n.${payload}`), []);
  t.deepEqual(search(`eyJ\nhbGci\n${'words\n'.repeat(50)}`), []);
});

test('two and three layers of base64 are peeled', (t) => {
  fc.assert(
    fc.property(
      fc.constantFrom(...tokens),
      fc.string({ maxLength: 7 }),
      fc.string({ maxLength: 7 }),
      (token, one, two) => {
        const twice = base64(`${two} ${base64(`${one} ${token}`)}`);
        t.deepEqual(
          search(`a ${twice} b`).map((placed) => placed.encodings),
          [['base64', 'base64']],
        );
        t.deepEqual(
          search(`a ${base64(twice)} b`).map((placed) => placed.encodings),
          [['base64', 'base64', 'base64']],
        );
      },
    ),
    { numRuns: 100 },
  );
});

test('a cut token and a long word on the next line make no whole token', (t) => {
  const whole = mintShape({ kind: 'legacy', seed: 'cut' });
  const cut = whole.slice(0, -60);
  const word = 'ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGH';
  const found = search(`token=${cut}\n${word}\n`);
  t.deepEqual(
    found.map(({ token }) => token),
    [cut],
  );
  t.deepEqual(
    search(`token=${cut}\n${whole.slice(-60)}\n`).map(({ token }) => token),
    [whole],
  );
});
