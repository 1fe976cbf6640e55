import test from 'ava';
import { KeyRing, type KeyClaim } from '../../src/clusters/key-ring.js';
import type { PublicKey } from '../../src/clusters/public-key.js';

const key = (thumbprint: string, kid: string | null, algorithm: PublicKey['algorithm'] = 'RS256'): PublicKey => ({
  thumbprint,
  kid,
  algorithm,
  spki: '',
});
const claim = (publicKey: PublicKey, name = 'a'): KeyClaim => ({
  key: publicKey,
  name,
  source: 'served',
  issuer: null,
  server: null,
  cluster: null,
});
const found = (ring: KeyRing, kid: string | null, algorithm: PublicKey['algorithm'] = 'RS256'): string[] =>
  ring.candidates(algorithm, kid).keys.map(({ thumbprint }) => thumbprint);

const ring = new KeyRing([
  claim(key('T1', 'eks-1')),
  claim(key('T2', null)),
  claim(key('T3', 'eks-1'), 'b'),
  claim(key('T4', 'es', 'ES256')),
  claim(key('T1', 'other'), 'c'),
]);

test('a kid finds keys by the name they are served under and by their thumbprint', (t) => {
  t.deepEqual(found(ring, 'other'), ['T1']);
  t.deepEqual(found(ring, 'T1'), ['T1']);
  t.true(ring.candidates('RS256', 'T1').named);
});

test('two different keys under one kid are both candidates', (t) => {
  t.deepEqual(found(ring, 'eks-1'), ['T1', 'T3']);
});

test('a token without a kid may be of any key of its algorithm', (t) => {
  t.deepEqual(found(ring, ''), ['T1', 'T2', 'T3']);
  t.deepEqual(found(ring, null, 'ES256'), ['T4']);
});

test('an unknown kid may be of a key that came without one, and of no other', (t) => {
  t.deepEqual(ring.candidates('RS256', 'nobody'), { keys: [key('T2', null)], named: false });
  t.deepEqual(found(ring, 'nobody', 'ES384'), []);
});

test('a kid does not find a key of another algorithm', (t) => {
  t.deepEqual(found(ring, 'es'), ['T2']);
});

test('all who claim a key are found, under whatever name they serve it', (t) => {
  t.deepEqual(
    ring.claims('T1').map(({ name }) => name),
    ['a', 'c'],
  );
  t.is(ring.size, 4);
});
