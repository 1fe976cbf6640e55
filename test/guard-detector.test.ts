import test from 'ava';
import { guardDetector } from '../src/guard-detector.js';
import type { Failure } from '../src/model/failure.js';
import type { Jwt } from '../src/model/jwt.js';

const jwt: Jwt = {
  header: { alg: 'none' },
  payload: { sub: 'x' },
  signature: { length: 0, state: 'absent' },
  payloadComplete: true,
  duplicateKeys: [],
};

function guarded(recognise: (seen: Jwt) => unknown): { readonly answer: () => unknown; readonly told: Failure[] } {
  const told: Failure[] = [];
  const words = { id: 'mine', title: 'Mine', meaning: 'Mine.', references: [] };
  const detector = guardDetector({ ...words, recognise: recognise as () => undefined }, (failure) =>
    told.push(failure),
  );
  return { answer: () => detector.recognise(jwt), told };
}

const nobody = { namespace: null, serviceAccount: null, serviceAccountUid: null, boundTo: null, node: null };

test('an answer comes through, with what it left out as null or empty', (t) => {
  const { answer, told } = guarded(() => ({ title: 'A token', identity: { namespace: 'ci', boundTo: { name: 'x' } } }));
  t.deepEqual(answer(), {
    identity: { ...nobody, namespace: 'ci', boundTo: { kind: 'unknown', name: 'x', uid: null } },
    issuer: null,
    audiences: [],
    tokenId: null,
    times: { issuedAt: null, notBefore: null, expiresAt: null, warnAfter: null },
    unknownClaims: {},
    title: 'A token',
    doubts: [],
  });
  t.deepEqual(told, []);
});

test('nothing is an answer', (t) => {
  const { answer, told } = guarded(() => undefined);
  t.is(answer(), undefined);
  t.deepEqual(told, []);
});

test('a detector that throws recognises nothing, and that is told once, without its words', (t) => {
  const { answer, told } = guarded(() => {
    throw new TypeError('eyJ-secret');
  });
  t.is(answer(), undefined);
  t.is(answer(), undefined);
  t.is(told.length, 1);
  t.is(told[0]?.code, 'detector-failed');
  t.regex(told[0]?.message ?? '', /^the detector mine threw a TypeError, /);
});

for (const answer of [
  true,
  'claims',
  [],
  {},
  { title: 1 },
  { title: 'x', audiences: 'y' },
  { title: 'x', doubts: [1] },
  { title: 'x', identity: [] },
  Promise.resolve({ title: 'x' }),
]) {
  test(`what is no claims is told: ${JSON.stringify(answer)}${answer instanceof Promise ? ' in a promise' : ''}`, (t) => {
    const wrong = guarded(() => answer);
    t.is(wrong.answer(), undefined);
    t.is(wrong.told.length, 1);
  });
}

test('a detector cannot change what others see', (t) => {
  const { answer } = guarded((seen) => {
    Object.assign(seen.payload, { sub: 'changed' });
  });
  answer();
  t.is(jwt.payload['sub'], 'x');
});

test('claims that contain themselves, or what is no JSON, do not reach a report', (t) => {
  const loop: { [key: string]: unknown } = {};
  loop['self'] = loop;
  const looping = guarded(() => ({ title: 'x', unknownClaims: loop }));
  t.is(looping.answer(), undefined);
  t.is(looping.told.length, 1);
  const odd = guarded(() => ({
    title: 'x',
    unknownClaims: { call: () => 1, when: new Date(0) },
    times: { expiresAt: Infinity },
  }));
  t.like(odd.answer(), { unknownClaims: { when: '1970-01-01T00:00:00.000Z' }, times: { expiresAt: null } });
});
