import test from 'ava';
import fc from 'fast-check';
import { alphabet } from '../../src/encodings/base64.js';
import { characterBefore, isInText } from '../../src/encodings/joined-text.js';
import { breakAt, LONGEST_BREAK } from '../../src/encodings/line-break.js';

/** The plain reading of what `characterBefore` promises: every place is tried. */
function triedOneByOne(bytes: Uint8Array, at: number): number | undefined {
  if (isInText(bytes, at, alphabet)) return at - 1;
  for (let start = at - 1; start > Math.max(0, at - LONGEST_BREAK); start--) {
    if (isInText(bytes, start, alphabet) && breakAt(bytes, start) === at) return start - 1;
  }
  return undefined;
}

const units: readonly string[] = [
  'eyJh ZXlK nr . , - _ " \' ` \\ = \\n \\r\\n \\\\n <br>'.split(' '),
  [' ', '\t', '\n', '\r\n', '\\\n', '=\n', '<BR />\n', '" +\n  "', "' . '", '" & _\n "', '",\n "', '\\n + '],
  ['\n# ', '\n// ', '\n> ', '\n* ', '\n2026-11-23T10:00:00.000000000Z stdout P '],
  ['","stream":"stdout","time":"2026-11-23T10:00:00Z"}\n{"log":"', '\\n","stream":"stderr","time":""}\n{"log":"'],
].flat();
const pieces = fc.constantFrom(...units);
const prefix = fc.constantFrom(
  '',
  '',
  'Nov 23 10:00:01 host app[7]: ',
  'web-1  | ',
  `${'x'.repeat(150)} `,
  ' '.repeat(400),
);
const text = fc
  .tuple(fc.array(pieces, { maxLength: 20 }), prefix)
  .map(([parts, start]) => Buffer.from(parts.join('').replaceAll('\n', `\n${start}`), 'latin1'));

test('looking back over a break finds what trying every place finds', (t) => {
  fc.assert(
    fc.property(text, (bytes) => {
      for (let at = 1; at <= bytes.length; at++) {
        t.is(characterBefore(bytes, at, alphabet), triedOneByOne(bytes, at), `${at} of ${bytes.toString('latin1')}`);
      }
    }),
    { numRuns: 300 },
  );
});
