import test from 'ava';
import { mintShape } from './helpers/mint.js';
import { searchText } from './helpers/search-text.js';

/** Tokens of every kind and signature size. */
const tokens = [
  mintShape({ kind: 'legacy', seed: 'c1' }),
  mintShape({ kind: 'pod-bound', seed: 'c2' }),
  mintShape({ kind: 'unbound', seed: 'c3' }),
  mintShape({ kind: 'pod-bound', seed: 'c4', alg: 'ES256' }),
  mintShape({ kind: 'unbound', seed: 'c5', bits: 4096 }),
];

const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');

/** Where tokens leak as they are: logs, configuration, tools, prose. `T` stands for the token. */
const bare = [
  'T',
  '{"token":"T"}',
  'body="{\\"token\\":\\"T\\"}"',
  '"{\\\\\\"token\\\\\\":\\\\\\"T\\\\\\"}"',
  'T,',
  'https://host/path?token=T&x=1',
  'Authorization: Bearer T',
  'map[Authorization:[Bearer T] Accept:[*/*]]',
  '{Token:T Expires:0}',
  '"\\nT\\n"',
  '"\\tT"',
  'Bearer%20T',
  '%22token%22%3A%22T%22',
  '<token>T</token>',
  '&quot;T&quot;',
  '(T)',
  'The token is T.',
  '| T | markdown |',
  'k8s_T',
  '\u001b[32mT\u001b[0m',
  'T\0',
  'a;T;b',
  'users:\n- user:\n    token: T',
  'token:      T',
  'I0226 03:06:39.834301       1 round_trippers.go:419] curl -k -v -XGET  -H "Authorization: Bearer T" \'https://10.152.183.1:443/apis\'',
  'Response Body: {"kind":"TokenRequest","status":{"token":"T","expirationTimestamp":"2026-11-23T11:00:00Z"}}',
  '"Response Body" body="{\\"kind\\":\\"TokenRequest\\",\\"status\\":{\\"token\\":\\"T\\",\\"expirationTimestamp\\":\\"2026-11-23T11:00:00Z\\"}}"',
  '"Request Body" body=<\n\t{"kind":"TokenReview","spec":{"token":"T"}}\n >',
  '"tokenreview":{"metadata":{"creationTimestamp":null},"spec":{"token":"T"}}',
  '"csi.storage.k8s.io/serviceAccount.tokens":"{\\"\\":{\\"token\\":\\"T\\",\\"expirationTimestamp\\":\\"2026-11-23T11:00:00Z\\"}}"',
  '{"log":"SA Token: T\\n","stream":"stdout","time":"2026-11-23T10:00:00Z"}',
  '2026-11-23T10:00:00.000000000Z stdout F SA Token: T',
  '2025/09/01 10:00:00 SA Token: T',
  'kubectl --token=T get pods',
  '+ curl -H "Authorization: Bearer T" https://$KUBERNETES_SERVICE_HOST/api',
  'K8S_TOKEN=T',
  '"data": {"ca.crt": "-----BEGIN", "namespace": "ci", "token": "T"}',
  '"api_key": "T"',
  '{"bearerToken":"T","tlsClientConfig":{"insecure":false}}',
  'authorization:\n  credentials: T',
  '{"role":"x","jwt":"T"}',
  'token_reviewer_jwt=T kubernetes_host=https://10.0.0.1',
  '{"auths":{"registry":{"username":"serviceaccount","password":"T"}}}',
  '{"kubeConfig":"","password":"","token":"T"}',
  '"k8s_auth_token": "T"',
  '\x00\x0a\x07token\x12\x84\x05T\x1a\x00',
];

for (const context of bare) {
  test(`a token is found exactly in: ${JSON.stringify(context).slice(1, -1).slice(0, 100)}`, (t) => {
    for (const token of tokens) {
      const text = `first line\n${context.replace(/(?<![A-Z])T(?![A-Za-z0-9])/, () => token)}\nlast line\n`;
      const start = text.indexOf(token);
      const found = searchText(text);
      t.deepEqual(
        found.map((placed) => placed.token),
        [token],
      );
      t.deepEqual(found[0]?.segments, [{ start, end: start + token.length }]);
      t.deepEqual(found[0]?.encodings, []);
    }
  });
}

/** Where tokens leak wrapped. */
const wrapped: { readonly [name: string]: (token: string) => string | Uint8Array } = {
  'kubectl get secret -o yaml': (token) => `data:\n  namespace: Y2k=\n  token: ${base64(token)}\nkind: Secret\n`,
  'kubectl get secret -o json': (token) => `{"data":{"ca.crt":"LS0t","token":"${base64(token)}"}}`,
  'base64 of 76 columns, indented': (token) =>
    `  token: |\n${base64(token).replace(/.{1,76}/g, '    $&\n')}kind: Secret\n`,
  'a kubeconfig in a CI variable': (token) =>
    `KUBE_CONFIG_DATA=${base64(`users:\n- name: ci\n  user:\n    token: ${token}\n`)}`,
  'an Argo CD cluster Secret': (token) => `  config: ${base64(`{"bearerToken":"${token}","tlsClientConfig":{}}`)}`,
  'docker auths': (token) => `"auth":"${base64(`serviceaccount:${token}`)}"`,
  'the WebSocket subprotocol': (token) =>
    `Sec-WebSocket-Protocol: base64url.bearer.authorization.k8s.io.${Buffer.from(token).toString('base64url')}, base64.binary.k8s.io`,
  'a Secret in base64 in base64': (token) => base64(base64(`token: ${base64(token)}`)),
  'UTF-16': (token) => Buffer.from(`\ufefftoken: ${token}\r\n`, 'utf16le'),
  'base64 of UTF-16': (token) => Buffer.from(`token: ${token}`, 'utf16le').toString('base64'),
  'ANSI colours in a wrapped terminal': (token) => token.replace(/.{1,80}/g, '$&\n'),
};

for (const [name, wrap] of Object.entries(wrapped)) {
  test(`a token is found, and nothing else, in: ${name}`, (t) => {
    for (const token of tokens)
      t.deepEqual(
        searchText(wrap(token)).map((placed) => placed.token),
        [token],
      );
  });
}

/** What looks like a token and is none. */
const silent = [
  'eyJhbGciOiJSUzI1NiJ9',
  'eyJhbGciOiJSUzI1NiJ9.',
  'eyJhbGciOiJSUzI1NiJ9.eyJ',
  'eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9..',
  'sha256~0123456789abcdef0123456789abcdef0123456789a',
  'abcdef.0123456789abcdef',
  'exclude_editable=options.exclude_editable,eyJvcHRpb25z',
];

for (const text of silent) {
  test(`nothing whole is made of: ${text}`, (t) => {
    t.false(searchText(text).some((placed) => placed.token.split('.').length === 3 && !placed.token.endsWith('.')));
  });
}
