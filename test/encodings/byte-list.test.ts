import test from 'ava';
import fc from 'fast-check';
import { byteListAnchors } from '../../src/encodings/anchors.js';
import { byteList } from '../../src/encodings/byte-list.js';
import type { Layer } from '../../src/encodings/encoding.js';
import { mintShape } from '../helpers/mint.js';
import { searchText } from '../helpers/search-text.js';

const tokens = (['legacy', 'pod-bound', 'eks'] as const).map((kind) => mintShape({ kind, seed: `${kind} list` }));
const hex = (byte: number): string => byte.toString(16).padStart(2, '0');

/** How a number is written, and what stands between two. */
const manners: { readonly [name: string]: readonly [write: (byte: number) => string, separator: string] } = {
  'Go %v': [String, ' '],
  'Rust, Java': [String, ', '],
  JSON: [String, ','],
  'Go %#v': [(byte) => `0x${byte.toString(16)}`, ', '],
  'C, upper case': [(byte) => `0x${hex(byte).toUpperCase()}`, ','],
  'blanks between': [(byte) => `0x${hex(byte)}`, ' '],
};

const neighbour = fc.uint8Array({ maxLength: 40 });
/** Lines without indentation would look like a log whose lines all start alike. */
const breaks = fc.constantFrom('\n  ', '\r\n    ', '\n\t', '\\n', '\n2026-11-23T10:00:00.000000001Z stdout P ');

for (const [name, [write, separator]] of Object.entries(manners)) {
  const list = (bytes: Uint8Array): string => Array.from(bytes, write).join(separator);

  test(`a token in a list of numbers is found where it stands: ${name}`, (t) => {
    fc.assert(
      fc.property(fc.constantFrom(...tokens), neighbour, neighbour, (token, before, after) => {
        const head = list(Buffer.concat([before, Buffer.from(' ')]));
        const middle = list(Buffer.from(token));
        const text = `bytes=[${head}${separator}${middle}${separator}${list(Buffer.concat([Buffer.from(' '), after]))}] next=1`;
        const start = text.indexOf(middle, `bytes=[${head}`.length);
        t.deepEqual(
          searchText(text).map((placed) => [placed.token, placed.segments, placed.encodings]),
          [[token, [{ start, end: start + middle.length }], ['byte-list']]],
        );
      }),
      { numRuns: 30 },
    );
  });

  test(`a list of numbers may be broken after ten of them or more: ${name}`, (t) => {
    fc.assert(
      fc.property(
        fc.constantFrom(...tokens),
        neighbour,
        fc.integer({ min: 10, max: 200 }),
        breaks,
        (token, before, columns, seam) => {
          const bytes = Buffer.concat([before, Buffer.from(` ${token} `)]);
          const lines = Array.from({ length: Math.ceil(bytes.length / columns) }, (_, line) =>
            list(bytes.subarray(line * columns, (line + 1) * columns)),
          );
          const found = searchText(`x {${lines.join(`${separator.trim() || ','}${seam}`)}}\n`);
          t.deepEqual(
            found.map((placed) => placed.token),
            [token],
          );
        },
      ),
      { numRuns: 30 },
    );
  });

  test(`a list that was written anew is read as what was written: ${name}`, (t) => {
    fc.assert(
      fc.property(
        neighbour,
        fc.uint8Array({ min: 0x10, minLength: 1, maxLength: 60 }),
        fc.nat(20),
        (before, put, cut) => {
          const token = tokens[0] as string;
          const source = Buffer.from(`[${list(Buffer.concat([before, Buffer.from(` ${token} `)]))}]`);
          const layer = layerIn(source);
          const start = Buffer.from(layer.bytes).indexOf(token);
          const edit = { start: start + cut, end: start + token.length - cut, bytes: put };
          const edits = byteList.rewrap(source, layer, [edit]) ?? [];
          const [only, ...others] = edits;
          t.deepEqual(others, []);
          const written = Buffer.concat([
            source.subarray(0, only?.start),
            only?.bytes ?? put,
            source.subarray(only?.end),
          ]);
          const expected = Buffer.concat([layer.bytes.subarray(0, edit.start), put, layer.bytes.subarray(edit.end)]);
          t.is(written.toString(), `[${list(expected)}]`);
        },
      ),
      { numRuns: 30 },
    );
  });
}

function layerIn(source: Uint8Array): Layer {
  for (const anchor of byteListAnchors) {
    const at = Buffer.from(source).indexOf(anchor.text, 0, 'latin1');
    const layer = at < 0 ? undefined : byteList.unwrap({ bytes: source, isEnd: true }, at, anchor);
    if (layer !== undefined) return layer;
  }
  throw new Error('no list');
}

test('numbers that are glued to others, too large or of another notation are no bytes', (t) => {
  for (const token of tokens) {
    const codes = Array.from(Buffer.from(token));
    for (const text of [
      codes.map((code) => `1${code}`).join(' '),
      codes.map((code) => code * 7).join(' '),
      codes.map((code) => `${code}.5`).join(' '),
      codes.map((code, index) => (index === 9 ? 700 : code)).join(', '),
      codes.map(hex).join('; '),
    ])
      t.deepEqual(searchText(text), []);
  }
});

test('no text of digits and what stands between them makes it throw, or peels to something that is not there', (t) => {
  const long = '101 121 74 '.repeat(20);
  const pieces = fc.constantFrom(
    long,
    '101 121 74',
    '101,121,74',
    '0x65, 0x79, 0x4a',
    '0x',
    '7',
    '256',
    ' ',
    ',',
    '\n',
    '[',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), fc.boolean(), (parts, isEnd) => {
      const bytes = Buffer.from(parts.join(''));
      for (const anchor of byteListAnchors) {
        for (let at = bytes.indexOf(anchor.text); at >= 0; at = bytes.indexOf(anchor.text, at + 1)) {
          const layer = byteList.unwrap({ bytes, isEnd }, at, anchor);
          if (layer === undefined) continue;
          t.true(layer.start <= at && layer.end > at && layer.end <= bytes.length);
          t.true(layer.covers(at, anchor));
          if (layer.bytes.length === 0) continue;
          const [first] = layer.locate({ start: 0, end: layer.bytes.length });
          t.is(first?.start, layer.start);
        }
      }
    }),
  );
  t.pass();
});
