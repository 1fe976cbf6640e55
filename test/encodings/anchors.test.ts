import test from 'ava';
import fc from 'fast-check';
import {
  base64Anchors,
  byteListAnchors,
  escapesAnchors,
  hexDumpAnchors,
  plainAnchors,
  utf16Anchors,
} from '../../src/encodings/anchors.js';
import type { Anchor } from '../../src/encodings/encoding.js';
import { mintShape } from '../helpers/mint.js';
import {
  bareDumps,
  base64,
  breaks,
  broken,
  fullDumps,
  hexDump,
  hexStrings,
  holdsAnchor,
  neighbours,
  tokens,
  utf16,
} from './anchor-lemma.js';

const layers = (text: string, count: number): string => (count === 0 ? text : layers(base64(text), count - 1));
const forms = fc.constantFrom('standard' as const, 'url' as const, 'unpadded' as const);

test('every token, whole or broken at 8 columns or more, holds a plain anchor', (t) => {
  fc.assert(
    fc.property(
      tokens,
      neighbours,
      breaks(8),
      (token, [before, after], lines) =>
        holdsAnchor(before + token + after, plainAnchors) &&
        holdsAnchor(before + broken(token, lines) + after, plainAnchors),
    ),
  );
  t.pass();
});

test('base64 of a token among any neighbours, broken at 8 columns or more, holds a base64 anchor', (t) => {
  fc.assert(
    fc.property(tokens, neighbours, breaks(8), forms, (token, [before, after], lines, form) =>
      holdsAnchor(broken(base64(before + token + after, form), lines), base64Anchors),
    ),
  );
  t.pass();
});

test('base64 of a token that is itself broken at 8 columns or more holds a base64 anchor', (t) => {
  fc.assert(
    fc.property(tokens, neighbours, breaks(8), (token, [before, after], lines) =>
      holdsAnchor(base64(before + broken(token, lines) + after), base64Anchors),
    ),
  );
  t.pass();
});

for (const depth of [2, 3]) {
  test(`${depth} layers of base64 hold a base64 anchor when the outermost is broken at 16 columns or more`, (t) => {
    fc.assert(
      fc.property(tokens, neighbours, neighbours, breaks(16), (token, outer, inner, lines) => {
        const text = outer[0] + layers(inner[0] + token + inner[1], depth - 1) + outer[1];
        return holdsAnchor(broken(base64(text), lines), base64Anchors);
      }),
      { numRuns: 1000 },
    );
    t.pass();
  });

  test(`${depth} layers of base64 hold a base64 anchor when the innermost is broken at 16 columns or more`, (t) => {
    fc.assert(
      fc.property(tokens, neighbours, neighbours, breaks(16), (token, outer, inner, lines) => {
        const text = outer[0] + broken(base64(inner[0] + token + inner[1]), lines) + outer[1];
        return holdsAnchor(layers(text, depth - 1), base64Anchors);
      }),
      { numRuns: 1000 },
    );
    t.pass();
  });
}

test('two and three layers of base64 of a token that is itself broken at 8 columns or more hold a base64 anchor', (t) => {
  fc.assert(
    fc.property(tokens, neighbours, breaks(8), (token, [before, after], lines) =>
      [2, 3].every((depth) => holdsAnchor(layers(before + broken(token, lines) + after, depth), base64Anchors)),
    ),
  );
  t.pass();
});

test('three layers of base64 hold a base64 anchor when the one in the middle is broken at 16 columns or more', (t) => {
  fc.assert(
    fc.property(tokens, neighbours, neighbours, breaks(16), (token, outer, inner, lines) => {
      const text = broken(base64(base64(inner[0] + token + inner[1])), lines);
      return holdsAnchor(base64(outer[0] + text + outer[1]), base64Anchors);
    }),
    { numRuns: 1000 },
  );
  t.pass();
});

for (const [depth, least] of [
  [1, 8],
  [2, 16],
  [3, 16],
] as const) {
  test(`${depth} layers of base64 hold a base64 anchor at every alignment and wherever breaks of ${least} columns stand`, (t) => {
    const fronts = [...Array(3 ** depth).keys()].map((at) =>
      [...Array(depth).keys()].map((layer) => '\0'.repeat(24 + (Math.floor(at / 3 ** layer) % 3))),
    );
    for (const key of ['alg', 'kid', 'typ']) {
      const token = mintShape({ kind: 'legacy', header: { [key]: 'JWT' } });
      for (const front of fronts) {
        for (let layer = 0; layer < depth; layer += 1) {
          for (let start = 0; start < least; start += 1) {
            const text = front.reduce((inner, before, at) => {
              const outer = base64(`${before}${inner}~`);
              return at === layer ? broken(outer, { width: least, start, seam: '\n' }) : outer;
            }, token);
            if (!holdsAnchor(text, base64Anchors))
              t.fail(`${key} ${front.map(({ length }) => length)} ${layer} ${start}`);
          }
        }
      }
    }
    t.pass();
  });
}

const orders = fc.constantFrom('LE' as const, 'BE' as const);

test('base64 of UTF-16 text with a token, broken at 8 columns or more, holds a base64 anchor', (t) => {
  fc.assert(
    fc.property(
      tokens,
      neighbours,
      breaks(8),
      orders,
      fc.boolean(),
      (token, [before, after], lines, order, mark) =>
        holdsAnchor(broken(base64(utf16(before + token + after, order, mark)), lines), base64Anchors) &&
        holdsAnchor(base64(utf16(before + broken(token, lines) + after, order, mark)), base64Anchors),
    ),
  );
  t.pass();
});

test('UTF-16 text holds a utf16 anchor when it holds a token, or base64 of one, broken at 8 columns or more', (t) => {
  fc.assert(
    fc.property(tokens, neighbours, breaks(8), orders, fc.boolean(), (token, [before, after], lines, order, odd) => {
      const shown = [broken(token, lines), broken(base64(before + token + after), lines)];
      return shown.every((text) => holdsAnchor((odd ? '.' : '') + utf16(before + text + after, order), utf16Anchors));
    }),
  );
  t.pass();
});

test('UTF-16 text holds a utf16 anchor when it holds two layers of base64 broken at 16 columns or more', (t) => {
  fc.assert(
    fc.property(tokens, neighbours, breaks(16), orders, (token, [before, after], lines, order) =>
      holdsAnchor(utf16(broken(layers(before + token + after, 2), lines), order), utf16Anchors),
    ),
    { numRuns: 500 },
  );
  t.pass();
});

/** How containers start: the bytes that writers choose are arbitrary. */
const starts = fc
  .tuple(fc.nat(8), fc.integer({ min: 1, max: 9 }), fc.uint8Array({ minLength: 8, maxLength: 8 }))
  .map(([flags, level, rest]) =>
    [
      '\x1f\x8b\x08' + String.fromCharCode(flags),
      '\x28\xb5\x2f\xfd',
      '\xfd7zXZ\0',
      `BZh${level}1AY&SY`,
      'PK\x03\x04',
    ].map((start) => start + Buffer.from(rest).toString('latin1')),
  );

test('base64, two layers of it, and UTF-16 of both hold an anchor when a container starts the inner text', (t) => {
  fc.assert(
    fc.property(starts, neighbours, orders, fc.boolean(), (containers, [before, after], order, isUrl) => {
      for (const container of containers) {
        const wrapped = base64(container, isUrl ? 'url' : 'standard');
        for (const text of [base64(before + container), wrapped, base64(before + wrapped + after)]) {
          t.true(holdsAnchor(text, base64Anchors), JSON.stringify([container, text]));
          t.true(holdsAnchor(utf16(text, order), utf16Anchors), JSON.stringify([container, text]));
        }
      }
    }),
  );
});

test('hex of a token or of base64 of one, in a string or beside its text, holds a hex-dump anchor', (t) => {
  fc.assert(
    fc.property(
      tokens,
      neighbours,
      fc.oneof(hexStrings, fullDumps),
      (token, [before, after], dump) =>
        holdsAnchor(hexDump(before + token + after, dump), hexDumpAnchors) &&
        holdsAnchor(hexDump(before + base64(before + token + after) + after, dump), hexDumpAnchors),
    ),
  );
  t.pass();
});

test('a dump of two or three layers of base64 holds a hex-dump anchor in its text column', (t) => {
  fc.assert(
    fc.property(tokens, neighbours, fullDumps, (token, [before, after], dump) =>
      [2, 3].every((depth) =>
        holdsAnchor(hexDump(before + layers(before + token + after, depth), dump), hexDumpAnchors),
      ),
    ),
  );
  t.pass();
});

test('a dump of a token without a text column holds a hex-dump anchor in every grouping and case', (t) => {
  fc.assert(
    fc.property(tokens, neighbours, bareDumps, (token, [before, after], dump) =>
      holdsAnchor(hexDump(before + token + after, dump), hexDumpAnchors),
    ),
  );
  t.pass();
});

test('hex of gzip, as a string or in a dump, holds a hex-dump anchor', (t) => {
  fc.assert(
    fc.property(fc.oneof(hexStrings, bareDumps, fullDumps), (dump) =>
      holdsAnchor(hexDump('\x1f\x8b\x08\0\0\0\0\0', dump), hexDumpAnchors),
    ),
  );
  t.pass();
});

test('a token with any character escaped as JSON or HTML writes it holds an escapes anchor', (t) => {
  const escapes: readonly ((code: number) => string)[] = [
    (code) => `\\u${code.toString(16).padStart(4, '0')}`,
    (code) => `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`,
    (code) => `&#${code};`,
    (code) => `&#0${code};`,
    (code) => `&#x${code.toString(16)};`,
    (code) => `&#X${code.toString(16).toUpperCase()};`,
    (code) => `&#00${code};`,
    (code) => `&#x0${code.toString(16)};`,
    (code) => `&#X00${code.toString(16).toUpperCase()};`,
    (code) => `&#x00${code.toString(16)};`,
  ];
  fc.assert(
    fc.property(tokens, fc.nat(), fc.constantFrom(...escapes), (token, pick, escape) => {
      const at = pick % token.length;
      return holdsAnchor(token.slice(0, at) + escape(token.charCodeAt(at)) + token.slice(at + 1), escapesAnchors);
    }),
  );
  const letters = Array.from({ length: 0x80 }, (_, code) => String.fromCharCode(code)).filter((letter) =>
    /[\w.-]/.test(letter),
  );
  t.is(letters.length, 26 + 26 + 10 + 3);
  for (const letter of letters) {
    for (const escape of escapes) {
      const text = escape(letter.charCodeAt(0));
      t.true(holdsAnchor(text, escapesAnchors), text);
    }
  }
});

test('escapes that pages and code are full of are no anchors', (t) => {
  const common = ['&#9;', '&#10;', '&#13;', '&#34;', '&#39;', '&#039;', '&#38;', '&#60;', '&#62;', '&#64;', '&#91;'];
  const more = ['&#96;', '&#123;', '&#160;', '&#8211;', '&#8217;', '&#x9;', '&#xA;', '&#x0a;', '&#x09;', '&#x27;'];
  const hex = ['&#x22;', '&#x2F;', '&#x3C;', '&#x3e;', '&#x60;', '&#xa0;', '\\u003c', '\\u0026', '\\u001b', '\\u2028'];
  for (const text of [...common, ...more, ...hex]) t.false(holdsAnchor(text, escapesAnchors), text);
});

test('a token with its dots in percent-encoding, once or twice, holds an escapes anchor', (t) => {
  fc.assert(
    fc.property(tokens, fc.constantFrom('%2E', '%2e', '%252E', '%252e'), (token, dot) =>
      holdsAnchor(token.replaceAll('.', dot), escapesAnchors),
    ),
  );
  t.pass();
});

test('a token that is in percent-encoding or in escapes of programs throughout holds an escapes anchor', (t) => {
  const writers = ['%', '\\x', '\\\\x'].flatMap((sign) => [
    (byte: number) => `${sign}${byte.toString(16)}`,
    (byte: number) => `${sign}${byte.toString(16).toUpperCase()}`,
  ]);
  fc.assert(
    fc.property(tokens, fc.constantFrom(...writers), (token, write) =>
      holdsAnchor(Array.from(Buffer.from(token), write).join(''), escapesAnchors),
    ),
  );
  t.pass();
});

test('a token in a list of numbers, in lines of ten or more, holds a byte-list anchor', (t) => {
  const hex = (byte: number): string => byte.toString(16).padStart(2, '0');
  const manners = [' ', ', ', ','].flatMap((separator): readonly [(byte: number) => string, string][] => [
    [String, separator],
    [(byte) => `0x${hex(byte)}`, separator],
    [(byte) => `0x${hex(byte).toUpperCase()}`, separator],
  ]);
  const length = fc.integer({ min: 10, max: 200 });
  fc.assert(
    fc.property(tokens, fc.nat(9), length, fc.constantFrom(...manners), (token, start, columns, manner) => {
      const [write, separator] = manner;
      const bytes = Buffer.concat([Buffer.alloc(start), Buffer.from(token)]);
      const lines = Array.from({ length: Math.ceil(bytes.length / columns) }, (_, line) =>
        Array.from(bytes.subarray(line * columns, (line + 1) * columns), write).join(separator),
      );
      return holdsAnchor(lines.join(`${separator}\n    `), byteListAnchors);
    }),
  );
  t.pass();
});

test('the phase of a base64 anchor is its distance from the start of a 4-character group', (t) => {
  fc.assert(
    fc.property(tokens, neighbours, (token, [before, after]) => {
      const text = base64(before + token + after);
      return base64Anchors.some(({ text: anchor, phase }) => {
        const at = text.indexOf(anchor);
        return at !== -1 && at % 4 === phase;
      });
    }),
  );
  t.pass();
});

test('an anchor is 3 to 32 bytes long, and no two of one encoding are alike', (t) => {
  const shelves: Readonly<Record<string, readonly Anchor[]>> = {
    plainAnchors,
    base64Anchors,
    utf16Anchors,
    hexDumpAnchors,
    escapesAnchors,
    byteListAnchors,
  };
  for (const [name, anchors] of Object.entries(shelves)) {
    t.is(new Set(anchors.map(({ text, phase }) => `${phase} ${text}`)).size, anchors.length, name);
    for (const { text } of anchors) t.true(text.length >= 3 && text.length <= 32, `${name}: ${text}`);
  }
});
