import { spawnSync } from 'node:child_process';
import test, { type ExecutionContext } from 'ava';
import { commands } from '../../src/cli/commands.js';
import { nameOf } from '../../src/cli/flag.js';
import { runCli } from './run-cli.js';

async function script(t: ExecutionContext, shell: string): Promise<string> {
  const { code, stdout, stderr } = await runCli(t, ['completion', shell]);
  t.is(stderr, '');
  t.is(code, 0);
  return stdout;
}

for (const shell of ['bash', 'zsh', 'fish', 'powershell']) {
  test(`the script for ${shell} knows every command and every flag`, async (t) => {
    const text = await script(t, shell);
    for (const { name, load } of commands) {
      t.true(text.includes(name), name);
      for (const flag of (await load()).flags) {
        const word = shell === 'fish' ? `-l ${nameOf(flag).slice(2)}` : nameOf(flag);
        t.true(text.includes(word), word);
      }
    }
  });
}

const hasBash = spawnSync('bash', ['-c', 'exit 0']).status === 0;

const completes = test.macro({
  async exec(t, words: readonly string[], expected: readonly string[]) {
    if (!hasBash) return t.pass('there is no bash here');
    const text = await script(t, 'bash');
    const line = `COMP_WORDS=(kubeleaks "$@"); COMP_CWORD=$#; _kubeleaks 2>/dev/null; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout } = spawnSync('bash', ['-c', `${text}\n${line}`, 'bash', ...words], { encoding: 'utf8' });
    t.deepEqual(
      stdout.split('\n').filter((word) => word !== ''),
      expected,
    );
  },
  title: (_title, words: readonly string[]) => `bash completes: kubeleaks ${words.join(' ')}`,
});

test(completes, ['ins'], ['inspect']);
test(completes, ['--min'], ['--min-severity']);
test(completes, ['dir', '--max'], ['--max-sightings', '--max-findings', '--max-reviews']);
test(completes, ['-f', 'js'], ['json', 'jsonl']);
test(completes, ['dir', '--format', '=', 'hu'], ['human']);
test(completes, ['dir', '--fail-on', '=', ''], ['any', 'unexpired', 'live']);
test(completes, ['stdin', '--git'], []);
test(completes, ['dir', '--only', 'kubernetes-l'], ['kubernetes-legacy']);
test(completes, ['completion', ''], ['bash', 'zsh', 'fish', 'powershell']);
test(completes, ['dir', 'sc'], []);
test(completes, ['dir', '$(touch /tmp/never)'], []);
