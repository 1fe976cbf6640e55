import test from 'ava';
import fc from 'fast-check';
import { fieldPath } from '../../src/structure/field-path.js';
import { type Structure, StructureFinder } from '../../src/structure/structure-finder.js';

const mark = '@@HIT@@';

/** What is told of the place where the mark stands; it is taken out first. */
function told(text: string): Structure {
  const offset = Buffer.from(text.slice(0, text.indexOf(mark))).length;
  const finder = new StructureFinder();
  finder.begin();
  return finder.find(Buffer.from(text.replace(mark, 'eyJhbGciOi')), 0, offset);
}

const tells = test.macro((t, text: string, field: string | null, record: Structure['record'] = null) => {
  t.deepEqual(told(text), { field, record });
});

test(
  'a JSON document on one line',
  tells,
  `{"a":[1,{"b":"x"}],"items":[{},{"data":{"token":"${mark}"}}]}`,
  'items[1].data.token',
);
test('a token in the middle of a string', tells, `{"env":["A=b","TOKEN=${mark}"]}\n`, 'env[1]');
test(
  'keys that are no names are quoted',
  tells,
  `{"data":{"it's \\"x\\".y":{"ca.crt":"${mark}"}}}`,
  `data['it\\'s "x".y']['ca.crt']`,
);
test('a key that is escaped is told unescaped', tells, `{"d\\u0061ta":{"token":"${mark}"}}`, 'data.token');
test(
  'escaped quotes and backslashes before it end no string',
  tells,
  `{"a":"\\\\","b":"\\"\\\\\\"","c":"${mark}"}`,
  'c',
);
test(
  'JSON inside a JSON string has the path of the string',
  tells,
  `{"body":"{\\"status\\":{\\"token\\":\\"${mark}\\"}}"}`,
  'body',
);
test('a token that is a key has the path of its object', tells, `{"a":{"b":{"${mark}":1}}}`, 'a.b');
test('an array at the root', tells, `[{"a":1},{"token":"${mark}"}]`, '[1].token');
test('a line that is cut off before its end', tells, `{"a":{"token":"${mark}`, 'a.token');
test(
  'a pretty-printed list',
  tells,
  `{\n  "items": [\n    {\n      "a": 1\n    },\n    {\n      "data": {\n        "token": "${mark}"\n      }\n    }\n  ]\n}\n`,
  'items[1].data.token',
);
test('an array of one-line objects is one document', tells, `[\n{"a":"x"},\n{"a":"${mark}"},\n{"a":"y"}\n]\n`, '[1].a');
test('the last of one-line objects too', tells, `[{"a":"x"},\n{"a":"${mark}"}]\n`, '[1].a');
test('a byte order mark before a document', tells, `\ufeff{\n "a": "${mark}"\n}`, 'a');
test('the second of pretty-printed documents', tells, `{\n "a": 1\n}\n{\n "b": [\n "${mark}"\n ]\n}\n`, 'b[0]');
test(
  'a pretty-printed document within a text',
  tells,
  `Here it is:\n\n{\n  "status": {\n    "token": "${mark}"\n  }\n}\n`,
  'status.token',
);
test(
  'a response body behind a klog header',
  tells,
  `I1123 20:38:15.100427    2228 request.go:1154] Response Body: {"kind":"TokenRequest","status":{"token":"${mark}"}}`,
  'status.token',
  {
    kind: 'klog',
    severity: 'I',
    time: '1123 20:38:15.100427',
    caller: 'request.go:1154',
  },
);
test('a second line of JSON lines counts for itself', tells, `{"a":"x"}\n{"b":{"c":"${mark}"}}\n`, 'b.c');
test('plain text has neither', tells, `2026-11-23 SA Token: ${mark}\n`, null);
test('a template that begins like JSON has neither', tells, `{{ if .x }}\n{{ "${mark}" }}`, null);
test('an environment file has neither', tells, `A=b\nTOKEN=${mark}\n`, null);
test('JavaScript is no YAML', tells, `const a = {\n  token: "${mark}",\n};\n`, null);
test('Go is no YAML', tells, `var a = T{\n  Inner: T{\n    Token: "${mark}"}}\n`, null);

test('docker', tells, `{"log":"SA Token: ${mark}\\n","stream":"stdout","time":"2026-11-23T10:00:00.1Z"}\n`, 'log', {
  kind: 'docker',
  time: '2026-11-23T10:00:00.1Z',
  stream: 'stdout',
});
test(
  'docker with a klog line in it',
  tells,
  `{"log":"I1123 20:38:15.100427    2228 a.go:7] ${mark}\\n","stream":"stderr","time":"t"}\n`,
  'log',
  {
    kind: 'docker',
    time: 't',
    stream: 'stderr',
    content: { kind: 'klog', severity: 'I', time: '1123 20:38:15.100427', caller: 'a.go:7' },
  },
);
test('CRI', tells, `2026-11-23T10:00:00.123456789Z stdout F SA Token: ${mark}\n`, null, {
  kind: 'cri',
  time: '2026-11-23T10:00:00.123456789Z',
  stream: 'stdout',
  partial: false,
});
test(
  'CRI with JSON in it',
  tells,
  `x\n2026-11-23T10:00:00.123456789+02:00 stderr P {"a":{"token":"${mark}"}}\n`,
  'a.token',
  {
    kind: 'cri',
    time: '2026-11-23T10:00:00.123456789+02:00',
    stream: 'stderr',
    partial: true,
  },
);
test('klog as JSON', tells, `{"ts":1764500000000.5,"caller":"main.go:12","msg":"got ${mark}","v":0}\n`, 'msg', {
  kind: 'klog',
  ts: 1764500000000.5,
  caller: 'main.go:12',
  v: 0,
});
test(
  'Fluent Bit',
  tells,
  `{"time":"t","stream":"stdout","log":"${mark}","kubernetes":{"pod_name":"p-1","namespace_name":"n","container_name":"c"}}\n`,
  'log',
  {
    kind: 'fluent',
    namespace_name: 'n',
    pod_name: 'p-1',
    container_name: 'c',
    time: 't',
    stream: 'stdout',
  },
);

const audit = {
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  level: 'RequestResponse',
  auditID: 'a-1',
  stage: 'ResponseComplete',
  requestURI: '/api/v1/namespaces/default/serviceaccounts/default/token',
  verb: 'create',
  user: { username: 'system:admin', groups: ['system:masters'] },
  sourceIPs: ['10.0.0.1'],
  userAgent: 'kubectl/v1.32.4',
  responseObject: { kind: 'TokenRequest', status: { token: mark } },
  requestReceivedTimestamp: '2026-11-23T10:00:00.000000Z',
  stageTimestamp: '2026-11-23T10:00:00.100000Z',
};
test('an audit event', tells, `${JSON.stringify(audit)}\n`, 'responseObject.status.token', {
  kind: 'audit',
  time: '2026-11-23T10:00:00.100000Z',
  auditID: 'a-1',
  stage: 'ResponseComplete',
  requestURI: '/api/v1/namespaces/default/serviceaccounts/default/token',
  verb: 'create',
  userAgent: 'kubectl/v1.32.4',
  user: 'system:admin',
  sourceIPs: ['10.0.0.1'],
});
test('a token in a request URI stays out of the record', (t) => {
  const token = `eyJ${'a'.repeat(40)}.eyJ${'b'.repeat(90)}.${'c'.repeat(342)}`;
  const { record } = told(`${JSON.stringify({ ...audit, requestURI: `/x?access_token=${token}` })}\n`);
  t.is(record?.['requestURI'], '/x?access_token=…');
});
test('a token that is a key stays out of the path', (t) => {
  const token = `eyJ${'a'.repeat(40)}.eyJ${'b'.repeat(90)}.${'c'.repeat(342)}`;
  const { field } = told(`{"${token}":{"x":"${mark}"}}`);
  t.is(field, `['${token.slice(0, 96)}…'].x`);
});

test('a Secret', tells, `apiVersion: v1\ndata:\n  ca.crt: eHg=\n  token: ${mark}\nkind: Secret\n`, 'data.token');
test(
  'a kubeconfig',
  tells,
  `users:\n- name: a\n  user:\n    token: x\n- name: b\n  user:\n    token: ${mark}\n`,
  'users[1].user.token',
);
test(
  'a list that is indented',
  tells,
  `users:\n  - name: a\n  - name: b\n    user:\n      token: "${mark}"\n`,
  'users[1].user.token',
);
test('items of text', tells, `spec:\n  args:\n  - --a\n  - --token=${mark}\n  env: []\n`, 'spec.args[1]');
test('the first key of an item', tells, `env:\n- token: ${mark}\n  name: x\n`, 'env[0].token');
test('lists in lists', tells, `a:\n- - x\n  - y\n- - z\n  - ${mark}\n`, 'a[1][1]');
test('an item on the line of its list', tells, `a:\n- - ${mark}\n`, 'a[0][0]');
test('a list of lists of maps', tells, `a:\n- b:\n  - c: 1\n  - d: ${mark}\n`, 'a[0].b[1].d');
test('a list at the root', tells, `- name: a\n- name: b\n  token: ${mark}\n`, '[1].token');
test(
  'the second of several documents',
  tells,
  `a:\n- 1\n---\nstringData:\n  # why\n\n  token: ${mark}\n`,
  'stringData.token',
);
test('a list at the root of the second document', tells, `- 1\n- 2\n---\n- ${mark}\n`, '[0]');
test(
  'a block scalar',
  tells,
  `stringData:\n  config: |-\n    {"bearerToken":\n      "${mark}"}\n`,
  'stringData.config',
);
test(
  'a kubeconfig in a block scalar is text',
  tells,
  `data:\n  kubeconfig: |\n    users:\n    - user:\n        token: ${mark}\n`,
  'data.kubeconfig',
);
test('a folded value', tells, `a:\n  token: >-\n    ${mark}\n    more\n`, 'a.token');
test(
  'text of any shape in a block scalar',
  tells,
  `a:\n  script: |\n    if x; then\n        echo ${mark}\n`,
  'a.script',
);
test('a block scalar in a list', tells, `args:\n- |\n  echo\n  echo ${mark}\n`, 'args[0]');
test('a value on the next line', tells, `a:\n  token:\n    ${mark}\n`, 'a.token');
test('a later line of a quoted value', tells, `a:\n  token: "abc\\\n    ${mark}"\n`, 'a.token');
test(
  'JSON in a value has the path of the value',
  tells,
  `stringData:\n  config: '{"bearerToken":"${mark}"}'\n`,
  'stringData.config',
);
test('quoted keys', tells, `data:\n  "a b": ${mark}\n`, `data['a b']`);
test(
  'directives of templates are passed over',
  tells,
  `data:\n{{- if .x }}\n  token: ${mark}\n{{- end }}\n`,
  'data.token',
);
test('Windows line ends', tells, `data:\r\n  token: ${mark}\r\n`, 'data.token');
test('a comment is no field', tells, `data:\n  # token: ${mark}\n`, null);
test('tabs indent no YAML', tells, `data:\n\ttoken: ${mark}\n`, null);
test('an unindented line of describe is a field', tells, `Name: x\n\nData\n====\ntoken:      ${mark}\n`, 'token');

test('lists that are longer than the way up reaches are told from one place to the next', (t) => {
  const item = (index: number): string =>
    `- apiVersion: v1\n  data:\n    token: @${index}@\n    x: y\n  kind: Secret\n`;
  const text = Buffer.from(`items:\n${Array.from({ length: 30_000 }, (_, index) => item(index)).join('')}kind: List\n`);
  t.true(text.length > 1024 * 1024);
  const finder = new StructureFinder();
  finder.begin();
  for (let index = 0; index < 30_000; index += 500) {
    t.is(finder.find(text, 0, text.indexOf(`@${index}@`)).field, `items[${index}].data.token`);
  }
});

test('what left the window is read again where it can be, and is null where it cannot', (t) => {
  const text = Buffer.from(
    `{\n"items": [\n${Array.from({ length: 9000 }, (_, index) => `{\n"token": "@${index}@"\n}`).join(',\n')}\n]\n}\n`,
  );
  const offset = text.indexOf('@8000@');
  const finder = new StructureFinder();
  finder.begin((target, position) => text.copy(target, 0, position));
  t.is(finder.find(text.subarray(offset - 5, offset + 50), offset - 5, offset).field, 'items[8000].token');
  finder.begin();
  t.is(finder.find(text.subarray(offset - 5, offset + 50), offset - 5, offset).field, null);
});

type Steps = (string | number)[];

/** Every string value of a document with its path. */
function strings(value: unknown, steps: Steps = []): { value: string; steps: Steps }[] {
  if (typeof value === 'string') return [{ value, steps }];
  if (Array.isArray(value)) return value.flatMap((item, index) => strings(item, [...steps, index]));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, item]) => strings(item, [...steps, key]));
  return [];
}

/** A document in which every string value is a number of its own. */
function numbered(value: unknown, next: { n: number }): unknown {
  if (typeof value === 'string') return `@${next.n++}@`;
  if (Array.isArray(value)) return value.map((item) => numbered(item, next));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, numbered(item, next)]));
}

test('the path of a string value at its offset is the path by which it was put in', (t) => {
  const depths = fc.jsonValue({ maxDepth: 5 });
  fc.assert(
    fc.property(depths, fc.constantFrom(undefined, 1, '\t'), fc.boolean(), (value, indent, isSecond) => {
      const document = { root: numbered(value, { n: 0 }) };
      const json = JSON.stringify(document, null, indent);
      const text = Buffer.from(isSecond ? `${JSON.stringify({ first: [{}] }, null, indent)}\n${json}\n` : json);
      const finder = new StructureFinder();
      finder.begin();
      for (const { value: string, steps } of strings(document)) {
        t.is(finder.find(text, 0, text.lastIndexOf(`"${string}"`) + 1).field, fieldPath(steps));
      }
    }),
    { numRuns: 300 },
  );
});

const piece = fc.constantFrom(
  '{',
  '}',
  '[',
  ']',
  '"',
  '\\',
  ',',
  ':',
  '\n',
  '- ',
  '  ',
  'a: ',
  '|\n',
  '---\n',
  '{"a":',
  '\n{',
  '\t',
  '{{',
  'é',
  '2026-11-23T10:00:00Z stdout F ',
  "'",
  '#',
);
test('no bytes make it throw, wherever it is asked', (t) => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.array(piece, { maxLength: 120 }).map((parts) => Buffer.from(parts.join(''))),
  );
  fc.assert(
    fc.property(bytes, fc.array(fc.nat(400), { minLength: 1, maxLength: 6 }), fc.boolean(), (all, offsets, canRead) => {
      const finder = new StructureFinder();
      finder.begin(
        canRead ? (target, position) => Buffer.from(all).copy(target, 0, Math.min(position, all.length)) : undefined,
      );
      for (const offset of offsets) {
        const base = canRead ? Math.max(0, offset - 10) : 0;
        const { field, record } = finder.find(all.subarray(base, base + 60), base, offset);
        t.true(field === null || typeof field === 'string');
        t.true(record === null || typeof record['kind'] === 'string');
      }
    }),
    { numRuns: 2000 },
  );
});

for (const [name, line] of [
  ['text that is indented', '  word eyJ\n'],
  ['text with an opening far above', 'word {" eyJ\n'],
  ['items of a list', '- eyJ\n'],
] as const) {
  test(`many places in ${name} do not each look through all that stands before them`, (t) => {
    const text = Buffer.from(`{\n${line.repeat(40_000)}`);
    let read = 0;
    const finder = new StructureFinder();
    finder.begin((target, position) => {
      const count = text.copy(target, 0, position);
      read += count;
      return count;
    });
    for (let start = text.indexOf('eyJ'); start >= 0; start = text.indexOf('eyJ', start + 1)) {
      finder.find(text.subarray(start, start + 3), start, start);
    }
    // A page of 64 KiB now and then; each from the start would be half of 40,000 times the whole.
    t.true(read > 0 && read < 500 * text.length, `${read} bytes of ${text.length}`);
  });
}
