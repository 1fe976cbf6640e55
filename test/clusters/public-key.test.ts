import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import test from 'ava';
import { keyOfSpki, keysOfJwks, keysOfPem } from '../../src/clusters/public-key.js';
import type { JsonObject } from '../../src/model/json.js';
import { jwkOf } from '../helpers/api-server/routes.js';
import { clusterKey } from '../helpers/api-server/server.js';

// Vectors of kubernetes/kubernetes pkg/serviceaccount/openidmetadata_test.go.
const rsa = {
  kty: 'RSA',
  e: 'AQAB',
  kid: 'served',
  n: '249XwEo9k4tM8fMxV7zxOhcrP-WvXn917koM5Qr2ZXs4vo26e4ytdlrV0bQ9SlcLpQVSYjIxNfhTZdDt-ecIzshKuv1gKIxbbLQMOuK1eA_4HALyEkFgmS_tleLJrhc65tKPMGD-pKQ_xhmzRuCG51RoiMgbQxaCyYxGfNLpLAZK9L0Tctv9a0mJmGIYnIOQM4kC1A1I1n3EsXMWmeJUj7OTh_AjjCnMnkgvKT2tpKxYQ59PgDgU8Ssc7RDSmSkLxnrv-OrN80j6xrw0OjEiB4Ycr0PqfzZcvy8efTtFQ_Jnc4Bp1zUtFXt7-QeevePtQ2EcyELXE0i63T1CujRMWw',
};
const ec = {
  kty: 'EC',
  crv: 'P-256',
  x: 'H6cuzP8XuD5wal6wf9M6xDljTOPLX2i8uIp_C_ASqiI',
  y: 'BlHnikLV9PyEd6gl8k4T_3Wwoh6xd79XLoQTh2PAi1Y',
};

test('the thumbprint of a key is the kid that kube-apiserver computes', (t) => {
  t.deepEqual(
    keysOfJwks({ keys: [rsa, ec] }).map(({ thumbprint, kid, algorithm }) => [thumbprint, kid, algorithm]),
    [
      ['JHJehTTTZlsspKHT-GaJxK7Kd1NQgZJu3fyK6K_QDYU', 'served', 'RS256'],
      ['SoABiieYuNx4UdqYvZRVeuC6SihxgLrhLy9peHMHpTc', null, 'ES256'],
    ],
  );
});

test('PEM, JWKS and our own base64 give the same key', (t) => {
  for (const key of [clusterKey(), clusterKey('ES256'), clusterKey('ES384'), clusterKey('ES512')]) {
    const [fromJwks] = keysOfJwks({ keys: [jwkOf(key) as JsonObject] });
    const [fromPem] = keysOfPem(`# sa.pub\n${createPublicKey(key.key).export({ type: 'spki', format: 'pem' })}`);
    t.is(fromJwks?.thumbprint, key.kid);
    t.deepEqual(fromPem, { ...fromJwks, kid: null } as typeof fromPem);
    t.deepEqual(keyOfSpki(fromJwks?.spki ?? '', key.kid), fromJwks as typeof fromPem);
  }
});

test('the old PEM form of RSA keys is read, and a bundle gives each key', (t) => {
  const key = createPublicKey(clusterKey().key);
  const bundle = `${key.export({ type: 'pkcs1', format: 'pem' })}${createPublicKey(clusterKey('ES256').key).export({ type: 'spki', format: 'pem' })}`;
  t.deepEqual(
    keysOfPem(bundle).map(({ algorithm }) => algorithm),
    ['RS256', 'ES256'],
  );
});

test('a private, a symmetric, a small and an encrypting key are no keys', (t) => {
  const small = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' }) as JsonObject;
  const ed = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }) as JsonObject;
  t.deepEqual(
    keysOfJwks({ keys: [{ kty: 'oct', k: 'AAAA' }, small, ed, { ...ec, use: 'enc' }, 7, null, [], { ...ec, kid: 7 }] }),
    [],
  );
  t.deepEqual(keysOfPem(clusterKey('ES256').key.export({ type: 'pkcs8', format: 'pem' }).toString()), []);
});

test('a private JWK is read as its public half alone', (t) => {
  const key = clusterKey('ES256');
  const [read] = keysOfJwks({ keys: [key.key.export({ format: 'jwk' }) as JsonObject] });
  t.is(read?.thumbprint, key.kid);
  t.false(JSON.stringify(read).includes(String(key.key.export({ format: 'jwk' }).d)));
});

test('ten thousand keys are cut to those an API server could have', (t) => {
  t.is(keysOfJwks({ keys: Array.from({ length: 10_000 }, () => ec) }).length, 256);
});

test('no document makes reading throw', (t) => {
  const member = fc.record(
    {
      kty: fc.constantFrom('RSA', 'EC', 'oct'),
      n: fc.anything(),
      e: fc.anything(),
      crv: fc.anything(),
      x: fc.anything(),
      y: fc.anything(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(fc.array(member), fc.anything()), (keys) => {
      const document = JSON.parse(
        JSON.stringify({ keys: keys ?? null }, (_key, value: unknown) => (typeof value === 'bigint' ? 0 : value)),
      );
      t.true(Array.isArray(keysOfJwks(document)));
    }),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      t.deepEqual(keysOfPem(`-----BEGIN PUBLIC KEY-----${text}-----END PUBLIC KEY-----`), []);
      t.is(keyOfSpki(text, null), null);
    }),
  );
});
