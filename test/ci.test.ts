/** `.ci/run` tells what ava said, whatever ava said. */
import { execFile } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import test from 'ava';
import { root } from './helpers/root.js';
import { tempFolder } from './helpers/temp-folder.js';

const dash = '  \u001B[90m─\u001B[39m';

/** Runs `.ci/run` with an `npm` that prints `lines` and ends with `code`. */
const tells = test.macro<[title: string, lines: readonly string[], code: number, expected: readonly [string, number]]>({
  async exec(t, _title, lines, code, expected) {
    const folder = await tempFolder(t);
    await writeFile(join(folder, 'out'), lines.join('\n'));
    await writeFile(join(folder, 'npm'), `#!/bin/sh\n[ "$*" = cit ] || exit 9\ncat '${folder}/out'\nexit ${code}\n`);
    await chmod(join(folder, 'npm'), 0o755);
    const env = { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}` };
    const [out, exit] = await new Promise<[string, number]>((resolve) => {
      const child = execFile('bash', [join(root, '.ci', 'run')], { env, cwd: folder }, (_error, stdout) => {
        resolve([stdout, child.exitCode ?? -1]);
      });
    });
    t.deepEqual([out.trimEnd().split('\n').at(-1), exit], expected);
  },
  title: (_given, title) => title,
});

test(tells, 'a good run is told with its count', ['  ✔ a', dash, '', '  \u001B[32m12 tests passed\u001B[39m', ''], 0, [
  '12 passed, 0 failed',
  0,
]);
test(tells, 'one test is a test', ['  ✔ a', dash, '', '  1 test passed'], 0, ['1 passed, 0 failed', 0]);
test(
  tells,
  'of a bad run the ticks are counted',
  ['  ✔ a', '  ✔ b', '  ✘ [fail]: c', dash, '', '  7 tests passed', '', dash, '', '  1 test failed', ''],
  1,
  ['2 passed, 1 failed', 1],
);
test(
  tells,
  'hooks, exceptions, rejections and time-outs are failures',
  [
    '  ✔ a',
    dash,
    '  2 hooks failed',
    '  1 test failed',
    '  1 uncaught exception',
    '  3 unhandled rejections',
    '  4 tests remained pending after a timeout',
  ],
  1,
  ['1 passed, 11 failed', 1],
);
test(
  tells,
  'passed tests beside an exception are told',
  ['  ✔ a', dash, '  5 tests passed', '  1 uncaught exception'],
  1,
  ['5 passed, 1 failed', 1],
);
test(tells, 'an install that fails is a failure', ['npm error code E404'], 1, ['0 passed, 1 failed', 1]);
test(tells, 'a failure that ava does not count is a failure', ['  ✔ a', dash, '  5 tests passed'], 3, [
  '5 passed, 1 failed',
  3,
]);
test(tells, 'a run without a test is a failure', [dash, ''], 0, ['0 passed, 1 failed', 1]);
test(tells, 'a run that never closed is a failure', ['  5 tests passed'], 0, ['5 passed, 1 failed', 1]);
test(
  tells,
  'what a test prints is not taken for the closing lines',
  ['  3 tests failed', '  ✔ a', dash, '  1 test passed'],
  0,
  ['1 passed, 0 failed', 0],
);
