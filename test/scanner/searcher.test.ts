import test from 'ava';
import fc from 'fast-check';
import { encodings } from '../../src/encodings/index.js';
import { createKernel } from '../../src/kernel/create-kernel.js';
import { PAGE } from '../../src/scanner/limits.js';
import { type Placed, type Readable, Searcher } from '../../src/scanner/searcher.js';
import type { Span } from '../../src/model/span.js';
import { readJwt } from '../../src/token/read-jwt.js';
import { readServiceAccount } from '../../src/token/service-account.js';
import { mintShape } from '../helpers/mint.js';

const searcher = new Searcher(encodings, createKernel);

/** Reads from memory, never more than `pieces` says next. */
function readable(bytes: Uint8Array, pieces: readonly number[] = [], canSeek = true): Readable {
  let turn = 0;
  return {
    canSeek,
    read(target, offset, length, position) {
      const most = pieces.length === 0 ? length : Math.min(length, pieces[turn++ % pieces.length] as number);
      const piece = bytes.subarray(position, position + most);
      target.set(piece, offset);
      return piece.length;
    },
  };
}

function findingsOf(bytes: Uint8Array, pieces?: readonly number[], owned?: Span): Placed[] {
  const found: Placed[] = [];
  searcher.search(readable(bytes, pieces), { found: (placed) => found.push(placed), embedded: () => {} }, owned);
  return found;
}

/** What must not depend on any cut. */
function essence({ token, segments, encodings: chain }: Placed): string {
  return `${token.length} ${token.slice(-12)} ${JSON.stringify(segments)} ${chain.join('>')}`;
}

function setOf(found: readonly Placed[]): readonly string[] {
  return [...new Set(found.map(essence))].sort();
}

const tokens = ['legacy', 'pod-bound', 'unbound', 'eks'].flatMap((kind) =>
  ['RS256', 'ES256'].map((alg) => mintShape({ kind: kind as 'legacy', alg, seed: `${kind}${alg}` })),
);

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const wraps: readonly ((token: string) => string)[] = [
  (token) => token,
  (token) => `\\n${token}\\n`,
  (token) => `"Authorization":["Bearer ${token}"]`,
  (token) => `  token: ${base64(token)}\n`,
  (token) => base64(`x: ${token}`),
  (token) => base64(`xy: ${token}, and more`).replaceAll('+', '-').replaceAll('/', '_'),
  (token) => base64(base64(`{"token":"${token}"}`)),
];

const token = fc.constantFrom(...tokens);
const wrapped = fc.tuple(token, fc.constantFrom(...wraps)).map(([text, wrap]) => wrap(text));
const noise = fc.oneof(
  fc.string({ maxLength: 200 }),
  fc.constantFrom('eyJ', 'eyJeyJeyJ', 'ZXlK', 'eyJhbGciOi', '.', '\n', 'eyJhbGciOiJSUzI1NiJ9.eyJ'),
  fc.integer({ min: 1, max: 9000 }).map((length) => 'ab 12\n'.repeat(length).slice(0, length)),
);
const text = fc
  .array(fc.oneof(noise, wrapped), { minLength: 1, maxLength: 8 })
  .map((parts) => Buffer.from(parts.join(' ')));

test('the bytes may arrive in any pieces: the findings are the same', (t) => {
  fc.assert(
    fc.property(text, fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 20 }), (bytes, pieces) => {
      t.deepEqual(findingsOf(bytes, pieces).map(essence), findingsOf(bytes).map(essence));
    }),
    { numRuns: 60 },
  );
});

test('ranges that share a haystack find together what one search of the whole finds', (t) => {
  fc.assert(
    fc.property(text, fc.array(fc.integer({ min: 0, max: 60_000 }), { maxLength: 4 }), (bytes, cuts) => {
      const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
      const found = edges
        .slice(1)
        .flatMap((end, index) => findingsOf(bytes, undefined, { start: edges[index] as number, end }));
      t.deepEqual(setOf(found), setOf(findingsOf(bytes)));
    }),
    { numRuns: 100 },
  );
});

/** JWTs as good as any, and nobody's service account. */
const stranger = fc
  .record({ sub: fc.constantFrom('me', 'system:serviceaccount', 'system:node:a'), scope: fc.string() })
  .map((payload) => mintShape({ header: { alg: 'RS256', typ: 'JWT' }, payload, seed: 'stranger' }));

test('where only service accounts are wanted, strangers whose signature is whole are passed over, and nothing else', (t) => {
  const choosy = new Searcher(encodings, createKernel, 'service-accounts');
  const mixed = fc.array(fc.oneof(noise, wrapped, stranger), { minLength: 1, maxLength: 8 });
  const isOurs = (candidate: string): boolean => {
    const jwt = readJwt(candidate);
    return jwt !== undefined && readServiceAccount(jwt) !== undefined;
  };
  fc.assert(
    fc.property(mixed, stranger, (parts, other) => {
      const bytes = Buffer.from([...parts, other].join(' '));
      const found: Placed[] = [];
      choosy.search(readable(bytes), { found: (placed) => found.push(placed), embedded: () => {} });
      const all = findingsOf(bytes);
      t.deepEqual(
        found.filter((placed) => isOurs(placed.token)),
        all.filter((placed) => isOurs(placed.token)),
      );
      t.true(all.some((placed) => placed.token === other));
      t.false(found.some((placed) => placed.token === other));
    }),
    { numRuns: 100 },
  );
});

test('every wrapped token is found, exactly, wherever it stands', (t) => {
  fc.assert(
    fc.property(noise, token, fc.constantFrom(...wraps), noise, (before, inner, wrap, after) => {
      const bytes = Buffer.from(`${before} ${wrap(inner)} ${after}`);
      t.true(findingsOf(bytes).some((placed) => placed.token === inner));
    }),
    { numRuns: 200 },
  );
});

test('the segment of a plain token gives back the token', (t) => {
  const bytes = Buffer.from(`a\n b=${tokens[0]},c\n`);
  const [placed] = findingsOf(bytes);
  t.deepEqual(placed?.segments, [{ start: 5, end: 5 + (tokens[0] as string).length }]);
  t.is(placed?.newlines, 1);
  t.is(placed?.lineStart, 2);
});

test('a token on the edge of windows is found whole, with its line', (t) => {
  const inner = tokens[1] as string;
  const filler = Buffer.from(`${'x'.repeat(1022)}\n`);
  for (const at of [262_100, 1_700_000, 2_000_000, 4_000_001]) {
    const before = Buffer.concat(Array.from({ length: Math.ceil(at / 1023) }, () => filler)).subarray(0, at);
    const bytes = Buffer.concat([before, Buffer.from(`\n${inner}\n`), filler]);
    const lines = before.filter((byte) => byte === 10).length;
    for (const canSeek of [true, false]) {
      const found: Placed[] = [];
      let position = 0;
      const source = readable(bytes);
      const sequential: Readable = {
        canSeek,
        read(target, offset, length, wanted) {
          const count = source.read(target, offset, length, canSeek ? wanted : position);
          position += count;
          return count;
        },
      };
      searcher.search(sequential, { found: (placed) => found.push(placed), embedded: () => {} });
      t.is(found.length, 1);
      t.is(found[0]?.token, inner);
      t.is(found[0]?.newlines, lines + 1);
      t.is(found[0]?.lineStart, at + 1);
    }
  }
});

test('what is kept goes by pages: a long file is read from the start of a page to the start of a page', (t) => {
  const bytes = Buffer.alloc(3_000_000, `${'x'.repeat(1022)}\n`);
  const source = readable(bytes);
  const misplaced: number[] = [];
  const watched: Readable = {
    canSeek: true,
    read(target, offset, length, position) {
      if ((position - offset) % PAGE !== 0) misplaced.push(position);
      return source.read(target, offset, length, position);
    },
  };
  const sink = { found: () => {}, embedded: () => {} };
  for (const owned of [undefined, { start: 1 << 20, end: 2 << 20 }]) searcher.search(watched, sink, owned);
  t.deepEqual(misplaced, []);
});
