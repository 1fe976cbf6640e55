import { Ajv } from 'ajv';
import test from 'ava';
import { emptyScan, fullScan, hostileScan, start } from './events.js';
import { report } from './golden.js';

const text = { type: 'string', minLength: 1 };
const time = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$' };
const vendor = { type: 'object', required: ['name'], properties: { name: text } };
const program = {
  type: 'object',
  required: ['id', 'name', 'version', 'vendor'],
  properties: { id: text, name: text, version: text, vendor },
};
const plain = {
  type: 'object',
  required: ['type', 'value'],
  properties: { type: { const: 'text' }, value: { type: 'string' } },
};
const list = {
  type: 'object',
  required: ['type', 'items'],
  properties: { type: { const: 'list' }, items: { type: 'array', items: plain } },
};

/** What version 15.0.7 of GitLab's schema for secret detection asks for, as far as this reporter goes; closed. */
const schema = {
  type: 'object',
  required: ['scan', 'version', 'vulnerabilities'],
  additionalProperties: false,
  properties: {
    version: { type: 'string', pattern: '^[0-9]+\\.[0-9]+\\.[0-9]+$' },
    scan: {
      type: 'object',
      required: ['analyzer', 'end_time', 'scanner', 'start_time', 'status', 'type'],
      additionalProperties: false,
      properties: {
        analyzer: program,
        scanner: program,
        start_time: time,
        end_time: time,
        status: { enum: ['success', 'failure'] },
        type: { const: 'secret_detection' },
        messages: {
          type: 'array',
          items: {
            type: 'object',
            required: ['level', 'value'],
            properties: { level: { enum: ['info', 'warn', 'fatal'] }, value: text },
          },
        },
      },
    },
    vulnerabilities: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'identifiers', 'location'],
        additionalProperties: false,
        properties: {
          id: { type: 'string', pattern: '^[\\da-f]{8}-[\\da-f]{4}-8[\\da-f]{3}-[89ab][\\da-f]{3}-[\\da-f]{12}$' },
          category: { const: 'secret_detection' },
          name: { type: 'string', maxLength: 255 },
          description: { type: 'string', maxLength: 1_048_576 },
          severity: { enum: ['Info', 'Unknown', 'Low', 'Medium', 'High', 'Critical'] },
          solution: { type: 'string', maxLength: 7000 },
          identifiers: {
            type: 'array',
            minItems: 1,
            items: {
              type: 'object',
              required: ['type', 'name', 'value'],
              properties: {
                type: text,
                name: text,
                value: text,
                url: { type: 'string', pattern: '^(https?|ftp)://.+' },
              },
            },
          },
          location: {
            type: 'object',
            required: ['commit'],
            additionalProperties: false,
            properties: {
              file: text,
              start_line: { type: 'number', minimum: 1 },
              end_line: { type: 'number', minimum: 1 },
              commit: {
                type: 'object',
                required: ['sha'],
                properties: {
                  sha: text,
                  author: { type: 'string' },
                  date: { type: 'string' },
                  message: { type: 'string' },
                },
              },
            },
          },
          details: {
            type: 'object',
            additionalProperties: { allOf: [{ required: ['name'] }, { oneOf: [plain, list] }] },
          },
        },
      },
    },
  },
};

const ajv = new Ajv({ strict: false, allErrors: true });
const validate = ajv.compile(schema);

for (const [name, events] of Object.entries({ emptyScan, fullScan, hostileScan, start: [start], nothing: [] })) {
  test(`the report of ${name} is what GitLab asks for`, async (t) => {
    t.true(validate(JSON.parse(await report('gitlab', events))), ajv.errorsText(validate.errors).slice(0, 500));
  });
}

test('every vulnerability names a commit, the one that is known or zeros', async (t) => {
  const { vulnerabilities } = JSON.parse(await report('gitlab', fullScan));
  const commits = vulnerabilities.map(({ location }: { location: { commit: { sha: string } } }) => location.commit.sha);
  t.deepEqual(commits, ['0000000', '9c1185a5c5e9fc54612808977ee8f548b2258d31', '0000000', '0000000']);
});

test('a suppressed token is left out', async (t) => {
  t.false((await report('gitlab', fullScan)).includes('docs/example'));
});

test('a description makes no link, image, mention or markup of a stranger', async (t) => {
  const { vulnerabilities } = JSON.parse(await report('gitlab', hostileScan));
  t.notRegex(vulnerabilities[0].description, /(?<!\\)[[\]<>!@*_`#]/);
});
