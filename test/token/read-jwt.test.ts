import test from 'ava';
import fc from 'fast-check';
import { readJwt, startsLikeHeader } from '../../src/token/read-jwt.js';
import { encodeJson, mintShape } from '../helpers/mint.js';

const encode = (text: string): string => Buffer.from(text).toString('base64url');
const signature = 'A'.repeat(342);

test('header and payload come out as they went in', (t) => {
  const object = fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue(), { minKeys: 1, noNullPrototype: true });
  fc.assert(
    fc.property(object, object, (header, payload) => {
      const jwt = readJwt(`${encodeJson(header)}.${encodeJson(payload)}.${signature}`);
      t.is(JSON.stringify(jwt?.header), JSON.stringify(header));
      t.is(JSON.stringify(jwt?.payload), JSON.stringify(payload));
      t.true(jwt?.payloadComplete);
    }),
  );
});

test('no text makes it throw', (t) => {
  const piece = fc.oneof(
    fc.string(),
    fc.string().map(encode),
    fc.json().map(encode),
    fc.constant('eyJ'),
    fc.constant('.'),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
      t.notThrows(() => readJwt(pieces.join('.')));
      t.notThrows(() => readJwt(pieces.join('')));
    }),
    { numRuns: 500 },
  );
});

const header = encodeJson({ alg: 'RS256' });
const refused = test.macro((t, text: string) => t.is(readJwt(text), undefined));
test('no dot is no JWT', refused, header);
test('a payload that is a list is no JWT', refused, `${header}.${encode('[1]')}.${signature}`);
test('a payload with something behind it is no JWT', refused, `${header}.${encode('{"a":1} x')}.${signature}`);
test('a header that is no JSON is no JWT', refused, `${encode('{"alg"')}.${encode('{}')}.${signature}`);
test(
  'a payload that is no UTF-8 is no JWT',
  refused,
  `${header}.${Buffer.from('{"a":"\xff"}', 'latin1').toString('base64url')}.${signature}`,
);
test('a byte order mark is no JSON', refused, `${header}.${encode('\ufeff{"a":1}')}.${signature}`);
test('a foreign character in the signature is no JWT', refused, `${header}.${encode('{"a":1}')}.AAA"`);
test('five parts are an encrypted token, no JWT', refused, `${header}.${encode('{"a":1}')}.AA.AA.AA`);
test('a header beyond 8 KiB is refused', refused, `${encodeJson({ kid: 'k'.repeat(9000) })}.${encode('{"a":1}')}.AA`);
test('a payload beyond 1 MiB is refused', refused, `${header}.${encodeJson({ a: 'k'.repeat(900_000) })}.AA`);

test('a large or deep payload within the limits is read', (t) => {
  t.is(readJwt(`${header}.${encodeJson({ a: 'k'.repeat(700_000) })}.${signature}`)?.payload['a'], 'k'.repeat(700_000));
  const deep = `{"sub":"s","a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
  t.is(readJwt(`${header}.${encode(deep)}.${signature}`)?.payload['sub'], 's');
});

test('the signature may be whole, cut or empty, and its state says which', (t) => {
  const token = mintShape({ alg: 'RS256' });
  t.deepEqual(readJwt(token)?.signature, { length: 342, state: 'complete' });
  t.deepEqual(readJwt(token.slice(0, -50))?.signature, { length: 292, state: 'truncated' });
  t.deepEqual(readJwt(token.slice(0, -342))?.signature, { length: 0, state: 'absent' });
});

test('a token that is cut in its payload gives the claims before the cut, wherever the cut is', (t) => {
  const token = mintShape({ kind: 'legacy' });
  const first = token.indexOf('.');
  const last = token.lastIndexOf('.');
  let most = 0;
  for (let end = first + 2; end < last; end += 1) {
    const jwt = readJwt(token.slice(0, end));
    const claims = Object.keys(jwt?.payload ?? {}).length;
    t.true(claims >= most, `claims went away at ${end}`);
    most = Math.max(most, claims);
    if (jwt !== undefined && claims < 6) t.false(jwt.payloadComplete);
  }
  t.is(most, 6);
});

test('duplicate keys of header and payload are listed', (t) => {
  const jwt = readJwt(`${encode('{"alg":"RS256","alg":"none"}')}.${encode('{"sub":"a","sub":"b"}')}.${signature}`);
  t.deepEqual(jwt?.duplicateKeys, ['alg', 'sub']);
});

test('whatever starts a JSON object starts like a header, and hardly anything else does', (t) => {
  for (const head of ['{"', '{ ', '{\n', '{\r', '{\t']) {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 255 }), (next) => {
        t.true(startsLikeHeader(Buffer.from([...Buffer.from(head), next]).toString('base64url'), 0));
      }),
    );
  }
  for (const text of ['eyZ', 'exJ', 'fyJ', 'ey', '', 'ew9', encode('[1]'), encode('{1}')])
    t.false(startsLikeHeader(text, 0), text);
});
