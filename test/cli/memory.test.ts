import test from 'ava';
import { mintShape } from '../helpers/mint.js';
import { runCli } from '../helpers/run-cli.js';

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
