import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { runCli, type CliOptions } from './run-cli.js';
import { tempFolder } from './temp-folder.js';

/** Code that runs inside the command, as somebody's detector. */
const refuses = test.macro(async (t, code: string, options: CliOptions, message: RegExp) => {
  const cwd = await tempFolder(t);
  await writeFile(join(cwd, 'detector.mjs'), code);
  await t.throwsAsync(runCli(['dir', '--detector', './detector.mjs', '.'], { cwd, ...options }), { message });
});

const connect = "import { connect } from 'node:net'; try { connect(9, '127.0.0.1'); } catch {}";
test(
  'a command that tries to connect fails the test, though it swallows the error',
  refuses,
  connect,
  {},
  /was stopped: network: a test tried to reach 127\.0\.0\.1/,
);
test(
  'a warning of Node fails the test',
  refuses,
  "process.emitWarning('careful');",
  {},
  /was stopped: \(node:\d+\) Warning: careful/,
);
test('a command that does not end fails the test', refuses, 'for (;;) {}', { timeoutMs: 2000 }, /did not end in time/);

test('streams and exit code come back as they are', async (t) => {
  const cwd = await tempFolder(t);
  const { stdout, stderr, code, signal } = await runCli(['dir', '--no-such-flag'], { cwd });
  t.deepEqual([stdout, code, signal], ['', 2, null]);
  t.regex(stderr, /--no-such-flag/);
});
