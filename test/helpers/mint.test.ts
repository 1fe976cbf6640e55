import { createPublicKey, verify } from 'node:crypto';
import test from 'ava';
import { keyId, signingKey, type SigningAlg } from './keys.js';
import { mintShape, mintToken } from './mint.js';

const algorithms = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512'] as const satisfies readonly SigningAlg[];

for (const alg of algorithms) {
  test(`a minted ${alg} token verifies against its key and a flipped signature does not`, (t) => {
    const [header = '', payload = '', signature = ''] = mintToken({ alg }).split('.');
    const key = { key: createPublicKey(signingKey(alg)), dsaEncoding: 'ieee-p1363' as const };
    const bytes = Buffer.from(signature, 'base64url');
    t.true(verify(`sha${alg.slice(2)}`, Buffer.from(`${header}.${payload}`), key, bytes));
    bytes[5] = (bytes[5] ?? 0) ^ 1;
    t.false(verify(`sha${alg.slice(2)}`, Buffer.from(`${header}.${payload}`), key, bytes));
  });
}

test('the kid of a key is the one that kube-apiserver computes', (t) => {
  // Vectors of kubernetes/kubernetes pkg/serviceaccount/openidmetadata_test.go.
  const ec = createPublicKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: 'H6cuzP8XuD5wal6wf9M6xDljTOPLX2i8uIp_C_ASqiI',
      y: 'BlHnikLV9PyEd6gl8k4T_3Wwoh6xd79XLoQTh2PAi1Y',
    },
  });
  t.is(keyId(ec), 'SoABiieYuNx4UdqYvZRVeuC6SihxgLrhLy9peHMHpTc');
});

test('shapes have the signature length of their algorithm, and the seed alone decides them', (t) => {
  const lengths = [
    ['RS256', 342],
    ['ES256', 86],
    ['ES384', 128],
    ['ES512', 176],
    ['ML-DSA-44', 3227],
    ['ML-DSA-65', 4412],
    ['ML-DSA-87', 6170],
    ['none', 0],
  ] as const;
  for (const [alg, length] of lengths) t.is(mintShape({ alg }).split('.')[2]?.length, length, alg);
  t.is(mintShape({ bits: 4096 }).split('.')[2]?.length, 683);
  t.is(mintShape({ seed: 'a' }), mintShape({ seed: 'a' }));
  t.not(mintShape({ seed: 'a' }), mintShape({ seed: 'b' }));
});

test('a legacy payload starts as every legacy token does and a bound one with its audience', (t) => {
  t.true(
    mintShape({ kind: 'legacy' }).includes(
      '.eyJpc3MiOiJrdWJlcm5ldGVzL3NlcnZpY2VhY2NvdW50Iiwia3ViZXJuZXRlcy5pby9zZXJ2aWNlYWNjb3VudC9uYW1lc3BhY2UiOi',
    ),
  );
  t.true(mintShape({ kind: 'irsa' }).includes('.eyJhdWQiOlsic3RzLmFtYXpvbmF3cy5jb20iXSwiZXhwIj'));
  t.true(mintShape({ kind: 'pod-bound' }).startsWith('eyJhbGciOiJSUzI1NiIsImtpZCI6I'));
});
