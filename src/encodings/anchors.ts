/**
 * The anchors of every encoding. **The anchor lemma**: every token that is wrapped in a way promised here holds at
 * least one of these strings, unbroken; so a searcher that looks at these places and no others misses nothing.
 *
 * Where they come from: a Kubernetes token's header is JSON without spaces that starts with one of the keys `alg`,
 * `kid`, `typ` (kubernetes pkg/serviceaccount/jwt.go and go-jose write `alg` first; an external signer, KEP-740,
 * writes these three keys in an order of its own), each followed by `":"`. In base64url (RFC 7515) that makes ten
 * certain characters, cut here into a *front* and a *back*, so that a line break can cut only one of them. What
 * wraps the text further is carried through `lift-base64.ts`, front and back apart.
 */
import type { Anchor } from './encoding.js';
import { liftBase64 } from './lift-base64.js';

/** First four of the ten certain characters: `{"a`, `{"k`, `{"t`. */
const FRONTS = ['eyJh', 'eyJr', 'eyJ0'] as const;

/** The other six: `lg":"`, `id":"`, `yp":"`. */
const BACKS = ['bGciOi', 'aWQiOi', 'eXAiOi'] as const;

/** The last `length` characters of an anchor (all, when it is shorter), with the phase they have in base64 text. */
function keepEnd(anchor: Anchor, length: number): Anchor {
  const cut = Math.max(0, anchor.text.length - length);
  return { text: anchor.text.slice(cut), phase: (anchor.phase + cut) % 4 };
}

/** The first `length` characters of an anchor. */
function keepStart(anchor: Anchor, length: number): Anchor {
  return { text: anchor.text.slice(0, length), phase: anchor.phase };
}

function unique(anchors: readonly Anchor[]): readonly Anchor[] {
  return [...new Map(anchors.map((anchor) => [`${anchor.phase}${anchor.text}`, anchor])).values()];
}

function lift(anchors: readonly Anchor[]): readonly Anchor[] {
  return anchors.flatMap((anchor) => liftBase64(anchor.text));
}

/**
 * One layer of base64: four characters on either side of the cut, which with the one between them are nine, and
 * nine characters hold one break at most.
 */
const once = [
  ...FRONTS.flatMap(liftBase64).map((anchor) => keepEnd(anchor, 4)),
  ...BACKS.flatMap(liftBase64).map((anchor) => keepStart(anchor, 4)),
];
const twice = lift(once);
const thrice = lift(twice);

/**
 * Promised: a token, whole or broken at 8 columns or more. Nine characters then hold at most one break, so either
 * `eyJ` (which starts a payload, too) or what follows it is whole.
 */
export const plainAnchors: readonly Anchor[] = ['eyJ', ...BACKS.map((back) => back.slice(0, 5))].map((text) => ({
  text,
  phase: 0,
}));

/**
 * Promised: base64 of text that holds a token, at any alignment, in both alphabets, broken at 8 columns or more;
 * base64 of such base64, and a third layer, with the outermost broken at 16 columns or more. Of all the layers and the
 * token itself, only one may be broken within its certain characters.
 * `phase`: characters, modulo 4, from the start of a 4-character group to the start of the anchor.
 */
export const base64Anchors: readonly Anchor[] = unique([...once, ...twice, ...thrice]);
