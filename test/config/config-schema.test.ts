import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import test from 'ava';
import { parse } from 'yaml';
import { detectors } from '../../detectors/index.js';
import { parseConfig } from '../../src/config/parse-config.js';
import { formats } from '../../src/reporters/create-reporter.js';
import { root } from '../helpers/root.js';

const schema = JSON.parse(await readFile(join(root, 'dist/config.schema.json'), 'utf8')) as object;
const validate = new Ajv({ strict: true }).compile(schema);
const vocabulary = { formats, detectors: detectors.map(({ id }) => id) };

/** What the command takes and what editors take must be one thing. */
const agree = test.macro({
  exec(t, text: string, isValid: boolean) {
    t.is(validate(parse(text) ?? {}), isValid, JSON.stringify(validate.errors));
    if (isValid) t.notThrows(() => parseConfig(text, 'c.yaml', vocabulary));
    else t.throws(() => parseConfig(text, 'c.yaml', vocabulary));
  },
  title: (_title, text: string, isValid: boolean) =>
    `editors and the command ${isValid ? 'take' : 'refuse'}: ${JSON.stringify(text)}`,
});

for (const text of [
  '',
  'format: sarif',
  'only: [kubernetes-legacy]',
  'minSeverity: low\nfailOn: live\njobs: 8',
  'output: a\nbaseline: b\nallow: [c]',
  'labels: {team: x}',
  'ignores: [{fingerprint: "sha256:0123456789ab", reason: y, by: z, until: 2030-01-01}]',
  'clusters: [{name: a, context: b}, {name: c, issuer: d, jwks: e}]',
  '$schema: x',
]) {
  test(agree, text, true);
}

for (const text of [
  'formatt: json',
  'format: xml',
  'only: [aws]',
  'only: kubernetes-legacy',
  'minSeverity: deadly',
  'failOn: never',
  'jobs: 0',
  'jobs: 1.5',
  'jobs: 257',
  'labels: {team: 1}',
  'ignores: [{fingerprint: "sha256:0123456789ab"}]',
  'ignores: [{fingerprint: 0123, reason: x}]',
  'clusters: [{context: b}]',
  'clusters: [{name: a, context: b, server: c}]',
  'output: ""',
]) {
  test(agree, text, false);
}

test('every key has a description', (t) => {
  const { properties } = schema as { properties: { [key: string]: { description?: string } } };
  t.deepEqual(
    Object.keys(properties).filter((key) => properties[key]?.description === undefined),
    [],
  );
});
