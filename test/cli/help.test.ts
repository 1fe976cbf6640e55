import test from 'ava';
import { commands } from '../../src/cli/commands.js';
import { nameOf } from '../../src/cli/flag.js';
import { commandHelp, overview } from '../../src/cli/help.js';

const widest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));

test('the overview names every command, in 80 columns', (t) => {
  const text = overview(commands);
  for (const { name, summary } of commands)
    t.regex(text, new RegExp(`^  ${name} +${summary.replace(/[()]/g, '\\$&')}$`, 'm'));
  t.true(widest(text) <= 80);
});

for (const { name, load } of commands) {
  test(`the help of ${name} names each of its flags once, in 80 columns`, async (t) => {
    const command = await load();
    const text = commandHelp(name, command, 80);
    for (const flag of command.flags) {
      t.is(text.match(new RegExp(`^  (-\\w, |    )${nameOf(flag)}( |\\[|$)`, 'gm'))?.length, 1, nameOf(flag));
    }
    t.true(widest(text) <= 80, text);
  });

  test(`no two flags of ${name} share a name or a letter`, async (t) => {
    const { flags } = await load();
    const names = flags.flatMap((flag) => [nameOf(flag), ...(flag.short === undefined ? [] : [flag.short])]);
    t.is(new Set(names).size, names.length);
  });
}

test('a flag means the same in every command', async (t) => {
  const means = new Map<string, string>();
  for (const { name, load } of commands) {
    for (const { key, short, value, takes } of (await load()).flags) {
      const meaning = `${short} ${value} ${takes}`;
      t.is(means.get(key) ?? meaning, meaning, `--${key} of ${name}`);
      means.set(key, meaning);
    }
  }
});
