/** Every context in which service-account tokens are known to leak, and tokens of every kind to put there. */
import { mintShape, type ShapeRecipe } from '../helpers/mint.js';
import { bare } from './bare.js';
import { filled, joined, marked, type MarkedText } from './marked-text.js';
import { type Wrapped, wrapped } from './wrapped.js';

/** One way to leak. */
export interface Context extends Wrapped {
  readonly name: string;
  /** Of the token, what stands there; all of it where nothing is said. */
  readonly left?: (token: string) => string;
}

/** client-go cuts a body at 1,024 characters, in the signature of most tokens. */
const withoutEnd = (token: string): string => token.slice(0, -60);

const truncated: readonly Context[] = [
  {
    name: 'client-go body, truncated',
    encodings: [],
    left: withoutEnd,
    write: (token) =>
      joined(
        'I1123 20:38:15.100427    2228 request.go:1212] "Response Body" body="{\\"status\\":{\\"token\\":\\"',
        marked(withoutEnd(token)),
        ' [truncated 234 chars]"\n',
      ),
  },
];

/** All of them; their names are told apart by their letters and digits. */
export const contexts: readonly Context[] = [
  ...Object.entries(bare).map(([name, template]) => ({
    name,
    encodings: [],
    write: (token: string): MarkedText => joined('first line\n', filled(template, token), '\nlast line\n'),
  })),
  ...Object.entries(wrapped).map(([name, context]) => ({ name, ...context })),
  ...truncated,
];

/** Tokens of every kind and signature size, by name. */
export const kinds: { readonly [name: string]: ShapeRecipe } = {
  legacy: { kind: 'legacy' },
  'pod-bound': { kind: 'pod-bound' },
  unbound: { kind: 'unbound' },
  ES256: { kind: 'pod-bound', alg: 'ES256' },
  'RSA-4096': { kind: 'unbound', bits: 4096 },
};

/** A token of a kind that no other seed gives. */
export function tokenOf(kind: string, seed: string): string {
  return mintShape({ ...kinds[kind], seed: `${kind} ${seed}` });
}
