import test from 'ava';
import { parseConfig } from '../../src/config/parse-config.js';
import { UsageError } from '../../src/model/usage-error.js';

const vocabulary = { formats: ['human', 'json'], detectors: ['kubernetes-legacy', 'kubernetes-bound'] };
const parse = (text: string) => parseConfig(text, 'c.yaml', vocabulary);

const refuses = test.macro({
  exec(t, text: string, ...messages: string[]) {
    const error = t.throws(() => parse(text), { instanceOf: UsageError, code: 'config-invalid' });
    t.deepEqual(error?.message.split('\n'), messages);
  },
  title: (title) => `a configuration is refused with its place: ${title}`,
});

test('every key of a whole configuration comes back', (t) => {
  const config = parse(`
$schema: https://example.com/config.schema.json
format: json
output: report.json
only: [kubernetes-bound]
minSeverity: medium
failOn: unexpired
jobs: 4
ignores:
  - fingerprint: sha256:0123456789ab
    reason: a test token
    by: ana
    until: 2027-01-31
baseline: known.json
labels: {team: platform, zone: "7"}
allow: [/srv/objects]
clusters:
  - {name: prod, issuer: https://kubernetes.default.svc, context: prod-admin}
  - {name: old, jwks: keys/old.json}
`);
  t.like(config, {
    format: 'json',
    output: 'report.json',
    only: ['kubernetes-bound'],
    minSeverity: 'medium',
    failOn: 'unexpired',
    jobs: 4,
    ignores: [{ fingerprint: 'sha256:0123456789ab', reason: 'a test token', by: 'ana', until: '2027-01-31' }],
    baseline: 'known.json',
    labels: { team: 'platform', zone: '7' },
    allow: ['/srv/objects'],
    clusters: [
      { name: 'prod', context: 'prod-admin' },
      { name: 'old', jwks: 'keys/old.json' },
    ],
  });
});

for (const text of ['', '\n', '# nothing yet\n', '{}', '\uFEFFjobs: 2']) {
  test(`a configuration may be ${JSON.stringify(text)}`, (t) => {
    t.notThrows(() => parse(text));
  });
}

test(
  'unknown key',
  refuses,
  'jobs: 2\nformatt: json\n',
  'c.yaml:2:1: the key formatt is unknown; known are format, output, only, minSeverity, failOn, jobs, ignores, ' +
    'baseline, labels, allow, clusters',
);
test(
  'unknown key of an entry',
  refuses,
  'clusters:\n  - name: a\n    context: b\n    server: c\n',
  'c.yaml:4:5: the key clusters[0].server is unknown',
);
test('unknown format', refuses, 'format: xml', 'c.yaml:1:9: format: one of human, json is needed');
test(
  'unknown detector in a list',
  refuses,
  'only:\n  - kubernetes-bound\n  - aws\n',
  'c.yaml:3:5: only[1]: one of kubernetes-legacy, kubernetes-bound is needed',
);
test('text for a number', refuses, 'jobs: many', 'c.yaml:1:7: jobs: a whole number from 1 to 256 is needed');
test('number out of bounds', refuses, 'jobs: 0', 'c.yaml:1:7: jobs: a whole number from 1 to 256 is needed');
test('fraction', refuses, 'jobs: 1.5', 'c.yaml:1:7: jobs: a whole number from 1 to 256 is needed');
test(
  'label that is a number',
  refuses,
  'labels:\n  zone: 7',
  'c.yaml:2:9: labels.zone: a text is needed; put it in quotes',
);
test('list for a map', refuses, '- jobs: 1', 'c.yaml:1:1: keys with values are needed, as "jobs: 4"');
test(
  'list for an entry',
  refuses,
  'clusters:\n  - [a, b]',
  'c.yaml:2:5: clusters[0].name is missing',
  'c.yaml:2:5: clusters[0]: an entry with name, and jwks or context, is needed',
);
test(
  'list for labels',
  refuses,
  'labels: [a]',
  'c.yaml:1:10: labels.0: a label is named with letters, digits, _ . / -, a letter first',
);
test('text for a map', refuses, 'hello', 'c.yaml:1:1: keys with values are needed, as "jobs: 4"');
test(
  'value that is missing',
  refuses,
  'jobs:\nformat: json',
  'c.yaml:1:6: jobs: a whole number from 1 to 256 is needed',
);
test(
  'entry without reason',
  refuses,
  'ignores:\n  - fingerprint: sha256:0123456789ab',
  'c.yaml:2:5: ignores[0].reason is missing',
);
test(
  'fingerprint that is too short',
  refuses,
  'ignores: [{fingerprint: abc, reason: x}]',
  'c.yaml:1:25: ignores[0].fingerprint: a fingerprint is needed: sha256: and 12 to 64 hex digits',
);
test(
  'day that no year has',
  refuses,
  'ignores: [{fingerprint: 0123456789ab, reason: x, until: 2027-02-30}]',
  'c.yaml:1:57: ignores[0].until: there is no such day',
);
test(
  'day that does not exist',
  refuses,
  'ignores: [{fingerprint: 0123456789ab, reason: x, until: 2027-13-01}]',
  'c.yaml:1:57: ignores[0].until: there is no such day',
);
test(
  'cluster that nothing can check',
  refuses,
  'clusters:\n  - name: a\n    issuer: b\n',
  'c.yaml:2:5: clusters[0]: jwks (a file with public keys) or context (of your kubeconfig) is missing',
);
test(
  'several mistakes',
  refuses,
  'jobs: x\nfailOn: never\n',
  'c.yaml:1:7: jobs: a whole number from 1 to 256 is needed',
  'c.yaml:2:9: failOn: one of any, unexpired, live is needed',
);
test('key twice', refuses, 'jobs: 1\njobs: 2\n', 'c.yaml:2:1: this key stands twice; keep one');
test(
  'open quote',
  refuses,
  'format: "json\n',
  'c.yaml:2:1: a character is missing here: a closing quote or bracket, a comma, a colon or a space after a colon',
);
test('tab', refuses, 'labels:\n\ta: b\n', 'c.yaml:2:1: tabs cannot indent YAML; use spaces');
test(
  'two documents',
  refuses,
  'jobs: 1\n---\njobs: 2\n',
  'c.yaml:2:1: one document is needed; take out the line "---"',
);
test('tag', refuses, 'output: !!js/function "x"', 'c.yaml:1:9: tags like !this are not used here; take it out');
test(
  'deep nesting',
  refuses,
  `only: ${'['.repeat(50_000)}`,
  'c.yaml:1:1: the file nests too deep; the settings need three levels',
);
test(
  'aliases of aliases',
  refuses,
  [
    'a: &a [x, x, x, x, x, x, x, x, x, x]',
    ...'bcdefgh'.split('').map((name, index) => {
      const before = 'abcdefg'[index];
      return `${name}: &${name} [${Array(10).fill(`*${before}`).join(', ')}]`;
    }),
  ].join('\n'),
  'c.yaml:1:1: the file has too many aliases; write the values out',
);

test('a mistake behind an alias is told where the text stands', (t) => {
  const error = t.throws(() => parse('only: &names [aws]\nclusters: *names\n'));
  t.regex(error?.message ?? '', /^c\.yaml:1:15: only\[0\]: /);
});

test('no message quotes what the file says', (t) => {
  const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzeXN0ZW0ifQ.c2lnbmF0dXJl';
  for (const text of [
    `format: ${token}`,
    `jobs: ${token}`,
    `jobs: "${token}`,
    `only: [${token}, !x ${token}]`,
    token,
  ]) {
    const error = t.throws(() => parse(text));
    t.false(error?.message.includes('eyJ'), error?.message);
  }
});

test('a thousand mistakes are told as twenty and a count', (t) => {
  const error = t.throws(() => parse(`only: [${Array(1000).fill('x').join(', ')}]`));
  t.is(error?.message.split('\n').length, 21);
  t.true(error?.message.endsWith('… and 980 more'));
});
