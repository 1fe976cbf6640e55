import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import test from 'ava';
import { severities } from '../src/model/severity.js';
import { root } from './helpers/root.js';
import { runCli } from './helpers/run-cli.js';

interface Report {
  readonly findings: readonly { readonly fingerprint: string; readonly severity: (typeof severities)[number] }[];
  readonly summary: { readonly findings: number; readonly sightings: number; readonly complete: boolean };
}

const samples = join(root, 'samples');

function fingerprints({ findings }: Report): readonly string[] {
  return findings.map(({ fingerprint }) => fingerprint);
}

test('the JSON report of the samples keeps to the published schema, and is sorted', async (t) => {
  const { code, stdout } = await runCli(['dir', samples, '-f', 'json']);
  t.is(code, 1);
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  const report: unknown = JSON.parse(stdout);
  const validate = ajv.compile(JSON.parse(readFileSync(join(root, 'dist/report.schema.json'), 'utf8')));
  t.true(validate(report), ajv.errorsText(validate.errors).slice(0, 600));
  const { findings, summary } = report as Report;
  t.true(findings.length > 20 && summary.findings === findings.length && summary.complete);
  const ranks = findings.map(({ severity, fingerprint }) => `${severities.indexOf(severity)} ${fingerprint}`);
  t.deepEqual(ranks, ranks.toSorted());
});

test('the logs of the samples hold the same tokens through a pipe as in their folder', async (t) => {
  const logs = join(samples, 'logs');
  const stdin = Buffer.concat(readdirSync(logs).map((name) => readFileSync(join(logs, name))));
  const piped = JSON.parse((await runCli(['stdin', '-f', 'json'], { stdin })).stdout) as Report;
  const inFolder = JSON.parse((await runCli(['dir', logs, '-f', 'json'])).stdout) as Report;
  t.true(fingerprints(inFolder).length > 0);
  t.deepEqual(fingerprints(piped), fingerprints(inFolder));
});
