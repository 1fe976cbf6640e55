import test from 'ava';
import fc from 'fast-check';
import { mintShape } from '../helpers/mint.js';
import { searchText } from '../helpers/search-text.js';

const tokens = (['legacy', 'pod-bound', 'unbound', 'eks'] as const).flatMap((kind) => [
  mintShape({ kind, seed: `${kind}2` }),
  mintShape({ kind, seed: `${kind}e`, alg: 'ES256' }),
]);

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

function rows(bytes: Buffer, width: number): readonly { offset: number; row: Buffer; text: string }[] {
  return Array.from({ length: Math.ceil(bytes.length / width) }, (_, index) => {
    const row = bytes.subarray(index * width, (index + 1) * width);
    const text = row.toString('latin1').replace(/[^\x20-\x7e]/g, '.');
    return { offset: index * width, row, text };
  });
}

const grouped = (row: Buffer, size: number): string =>
  (row.toString('hex').match(new RegExp(`.{1,${2 * size}}`, 'g')) ?? []).join(' ');

/** `encoding/hex.Dump` and `hexdump -C`. */
function goDump(bytes: Buffer): readonly string[] {
  return rows(bytes, 16).map(({ offset, row, text }) => {
    const halves = [row.subarray(0, 8), row.subarray(8)].map((half) => grouped(half, 1));
    return `${hex(offset, 8)}  ${halves.join('  ').padEnd(48)}  |${text}|`;
  });
}

const formats: { readonly [name: string]: (bytes: Buffer) => readonly string[] } = {
  'encoding/hex.Dump': goDump,
  xxd: (bytes) =>
    rows(bytes, 16).map(({ offset, row, text }) => `${hex(offset, 8)}: ${grouped(row, 2).padEnd(39)}  ${text}`),
  'xxd -g1': (bytes) =>
    rows(bytes, 16).map(({ offset, row, text }) => `${hex(offset, 8)}: ${grouped(row, 1).padEnd(47)}  ${text}`),
  'xxd -g4': (bytes) =>
    rows(bytes, 16).map(({ offset, row, text }) => `${hex(offset, 8)}: ${grouped(row, 4).padEnd(35)}  ${text}`),
  'xxd -g8': (bytes) =>
    rows(bytes, 16).map(({ offset, row, text }) => `${hex(offset, 8)}: ${grouped(row, 8).padEnd(33)}  ${text}`),
  'xxd -g0': (bytes) =>
    rows(bytes, 16).map(({ offset, row, text }) => `${hex(offset, 8)}: ${grouped(row, 16).padEnd(32)}  ${text}`),
  'xxd -c32': (bytes) =>
    rows(bytes, 32).map(({ offset, row, text }) => `${hex(offset, 8)}: ${grouped(row, 2).padEnd(79)}  ${text}`),
  'tcpdump -X': (bytes) =>
    rows(bytes, 16).map(({ offset, row, text }) => `\t0x${hex(offset, 4)}:  ${grouped(row, 2).padEnd(39)}  ${text}`),
  'od -t x1': (bytes) =>
    rows(bytes, 16).map(({ offset, row }) => `${offset.toString(8).padStart(7, '0')} ${grouped(row, 1)}`),
  plain: (bytes) => [bytes.toString('hex')],
  'plain, upper case': (bytes) => [bytes.toString('hex').toUpperCase()],
  'xxd -p': (bytes) => bytes.toString('hex').match(/.{1,60}/g) ?? [],
};

const time = (index: number): string => `2026-11-23T10:00:00.${String(index * 7919).padStart(9, '0')}Z`;
const prefixes: { readonly [name: string]: (line: string, index: number) => string } = {
  nothing: (line) => line,
  'a tab, as klog': (line) => `\t${line}`,
  CRI: (line, index) => `${time(index)} stderr F \t${line}`,
  Docker: (line, index) => `{"log":${JSON.stringify(`\t${line}\n`)},"stream":"stderr","time":"${time(index)}"}`,
  klog: (line, index) => `I1123 20:39:14.${String(index).padStart(6, '0')}    4409 request.go:1212] ${line}`,
};

for (const [format, dump] of Object.entries(formats)) {
  for (const [prefix, put] of Object.entries(prefixes)) {
    if (format === 'xxd -p' && prefix !== 'nothing' && prefix !== 'CRI') continue;
    test(`a token in a hex dump is found: ${format}, behind ${prefix}`, (t) => {
      fc.assert(
        fc.property(
          fc.constantFrom(...tokens),
          fc.uint8Array({ maxLength: 70 }),
          fc.uint8Array({ maxLength: 70 }),
          (token, before, after) => {
            const bytes = Buffer.concat([before, Buffer.from(` ${token} `), after]);
            const text = dump(bytes).map(put).join('\n');
            const found = searchText(`body=<\n${text}\n >\n`).filter((placed) => placed.token === token);
            t.is(found.length, 1);
            t.true(found[0]?.encodings.includes('hex-dump'));
          },
        ),
        { numRuns: 30 },
      );
    });
  }
}

/** Logs as JSON have a body of many lines in one string; once more in a container's log. */
const strings: { readonly [name: string]: (text: string) => string } = {
  'a JSON string': (text) => JSON.stringify({ msg: 'Response Body', body: text }),
  'JSON in JSON': (text) => JSON.stringify({ log: `${JSON.stringify({ body: text })}\n`, stream: 'stderr' }),
};
for (const format of ['encoding/hex.Dump', 'xxd', 'xxd -g4', 'xxd -c32', 'tcpdump -X', 'od -t x1'] as const) {
  for (const [name, put] of Object.entries(strings)) {
    test(`a token in a hex dump is found: ${format}, all of it in ${name}`, (t) => {
      const neighbour = fc.uint8Array({ maxLength: 70 });
      fc.assert(
        fc.property(fc.constantFrom(...tokens), neighbour, neighbour, fc.boolean(), (token, before, after, hasTab) => {
          const bytes = Buffer.concat([before, Buffer.from(` ${token} `), after]);
          const dump = (formats[format]?.(bytes) ?? []).map((line) => `${hasTab ? '\t' : ''}${line}\n`).join('');
          const found = searchText(`${put(dump)}\n${put('next')}\n`);
          t.deepEqual(
            found.map((placed) => [placed.token, placed.encodings.includes('hex-dump')]),
            [[token, true]],
          );
        }),
        { numRuns: 20 },
      );
    });
  }
}

test('single bytes in one line are read, however long it is', (t) => {
  fc.assert(
    fc.property(fc.constantFrom(...tokens), fc.uint8Array({ maxLength: 700 }), (token, before) => {
      const digits = (text: string): string => grouped(Buffer.from(text), 1);
      const head = `body: ${grouped(Buffer.from(before), 1)} `;
      const text = `${head}${digits(`{"token":"${token}"}`)}\nnext\n`;
      const start = text.indexOf(digits(token), head.length);
      t.deepEqual(
        searchText(text).map((placed) => [placed.token, placed.segments, placed.encodings]),
        [[token, [{ start, end: start + 3 * token.length - 1 }], ['hex-dump']]],
      );
    }),
    { numRuns: 50 },
  );
});

test('base64 in a hex dump, and the segments of a dump line by line', (t) => {
  const token = tokens[0] as string;
  const text = goDump(Buffer.from(`data: ${Buffer.from(token).toString('base64')}\n`)).join('\n');
  t.deepEqual(
    searchText(text).map((placed) => [placed.token === token, placed.encodings]),
    [[true, ['hex-dump', 'base64']]],
  );
  const plain = goDump(Buffer.from(token));
  const [placed] = searchText(plain.join('\n'));
  t.is(placed?.segments.length, plain.length);
  t.deepEqual(placed?.segments[0], { start: 10, end: 58 });
});

for (const format of ['encoding/hex.Dump', 'xxd', 'xxd -g4', 'xxd -c32', 'tcpdump -X'] as const) {
  for (const prefix of ['nothing', 'CRI', 'Docker'] as const) {
    test(`base64 and base64 of base64 in a hex dump are found at every alignment: ${format}, behind ${prefix}`, (t) => {
      const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');
      const neighbour = fc.string({ unit: fc.constantFrom(...'{"k": \n'), maxLength: 20 });
      fc.assert(
        fc.property(
          fc.constantFrom(...tokens),
          neighbour,
          neighbour,
          fc.boolean(),
          (token, before, inside, isTwice) => {
            const once = base64(`${inside}${token}\n`);
            const bytes = Buffer.from(`${before}${isTwice ? base64(`${inside}${once}`) : once}\n`);
            const text = (formats[format]?.(bytes) ?? []).map(prefixes[prefix] ?? String).join('\n');
            const found = searchText(`body=<\n${text}\n >\n`).filter((placed) => placed.token === token);
            t.is(found.length, 1);
            t.is(found[0]?.encodings[0], 'hex-dump');
          },
        ),
        { numRuns: 30 },
      );
    });
  }
}
