import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { mintShape } from '../helpers/mint.js';
import { runCli } from '../helpers/run-cli.js';
import { temporaryFolder } from './run-cli.js';

test('places of one token are told and forgotten: 60,000 of them fit into a heap of 28 MB', async (t) => {
  const line = Buffer.from(`token=${mintShape({ kind: 'legacy', alg: 'ES256' })}\n`.repeat(1000));
  const stdin = (async function* () {
    for (let written = 0; written < 60; written += 1) yield line;
  })();
  const nodeFlags = ['--max-old-space-size=28'];
  const { code, signal } = await runCli(['stdin', '-f', 'jsonl', '-o', '/dev/null'], { stdin, nodeFlags });
  t.is(signal, null);
  t.is(code, 1);
});

/** Tokens of one body and 64 random-looking bytes each: as distinct to the scanner as any, and made in no time. */
function distinctTokens(count: number): string {
  const token = mintShape({ kind: 'legacy', alg: 'ES256' });
  const body = token.slice(0, token.lastIndexOf('.'));
  return Array.from({ length: count }, (_, index) => {
    const signature = Buffer.alloc(64, `${index}-${index * 7919}-`).toString('base64url');
    return `token=${body}.${signature}\n`;
  }).join('');
}

for (const jobs of ['1', '2']) {
  test(`of a told token two hashes stay: 5,000 distinct ones in a file fit into a heap of 28 MB, with ${jobs} jobs`, async (t) => {
    const path = join(await temporaryFolder(t), 'a.log');
    // Long enough that ranges of it are searched at the same time, and findings wait for the lines before them.
    writeFileSync(path, `${distinctTokens(2_000)}${'a line\n'.repeat(2_000_000)}${distinctTokens(5_000)}`);
    const nodeFlags = ['--max-old-space-size=28'];
    const { code, signal, stdout } = await runCli(['dir', path, '-j', jobs, '-f', 'jsonl'], { nodeFlags });
    t.is(signal, null);
    t.is(code, 1);
    const summary = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as { type: string; summary: object };
    t.like(summary, { type: 'summary', summary: { findings: 5_000, sightings: 7_000, complete: true } });
  });
}
