import test from 'ava';
import fc from 'fast-check';
import { base64Anchors, plainAnchors } from '../../src/encodings/anchors.js';
import type { Anchor } from '../../src/encodings/encoding.js';
import { base64, breaks, broken, holdsAnchor, neighbours, tokens } from './anchor-lemma.js';

const layers = (text: string, count: number): string => (count === 0 ? text : layers(base64(text), count - 1));
const forms = fc.constantFrom('standard' as const, 'url' as const, 'unpadded' as const);

test('every token, whole or broken at 8 columns or more, holds a plain anchor', (t) => {
  fc.assert(fc.property(tokens, neighbours, breaks(8), (token, [before, after], lines) =>
    holdsAnchor(before + token + after, plainAnchors)
    && holdsAnchor(before + broken(token, lines) + after, plainAnchors)));
  t.pass();
});

test('base64 of a token among any neighbours, broken at 8 columns or more, holds a base64 anchor', (t) => {
  fc.assert(fc.property(tokens, neighbours, breaks(8), forms, (token, [before, after], lines, form) =>
    holdsAnchor(broken(base64(before + token + after, form), lines), base64Anchors)));
  t.pass();
});

test('base64 of a token that is itself broken at 8 columns or more holds a base64 anchor', (t) => {
  fc.assert(fc.property(tokens, neighbours, breaks(8), (token, [before, after], lines) =>
    holdsAnchor(base64(before + broken(token, lines) + after), base64Anchors)));
  t.pass();
});

for (const depth of [2, 3]) {
  test(`${depth} layers of base64 hold a base64 anchor when the outermost is broken at 16 columns or more`, (t) => {
    fc.assert(fc.property(tokens, neighbours, neighbours, breaks(16), (token, outer, inner, lines) => {
      const text = outer[0] + layers(inner[0] + token + inner[1], depth - 1) + outer[1];
      return holdsAnchor(broken(base64(text), lines), base64Anchors);
    }), { numRuns: 1000 });
    t.pass();
  });

  test(`${depth} layers of base64 hold a base64 anchor when the innermost is broken at 8 columns or more`, (t) => {
    fc.assert(fc.property(tokens, neighbours, neighbours, breaks(8), (token, outer, inner, lines) => {
      const text = outer[0] + broken(base64(inner[0] + token + inner[1]), lines) + outer[1];
      return holdsAnchor(layers(text, depth - 1), base64Anchors);
    }), { numRuns: 1000 });
    t.pass();
  });
}

test('three layers of base64 hold a base64 anchor when the one in the middle is broken at 12 columns or more', (t) => {
  fc.assert(fc.property(tokens, neighbours, neighbours, breaks(12), (token, outer, inner, lines) => {
    const text = broken(base64(base64(inner[0] + token + inner[1])), lines);
    return holdsAnchor(base64(outer[0] + text + outer[1]), base64Anchors);
  }), { numRuns: 1000 });
  t.pass();
});

test('the phase of a base64 anchor is its distance from the start of a 4-character group', (t) => {
  fc.assert(fc.property(tokens, neighbours, (token, [before, after]) => {
    const text = base64(before + token + after);
    const found = base64Anchors.filter(({ text: anchor, phase }) =>
      [...text.matchAll(new RegExp(anchor, 'g'))].some((match) => match.index % 4 === phase));
    return found.length > 0;
  }));
  t.pass();
});

test('an anchor is 3 to 32 bytes long, and no two of one encoding are alike', (t) => {
  const shelves: Readonly<Record<string, readonly Anchor[]>> = { plainAnchors, base64Anchors };
  for (const [name, anchors] of Object.entries(shelves)) {
    t.is(new Set(anchors.map(({ text, phase }) => `${phase} ${text}`)).size, anchors.length, name);
    for (const { text } of anchors) t.true(text.length >= 3 && text.length <= 32, `${name}: ${text}`);
  }
});
