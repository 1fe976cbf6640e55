import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { commands } from '../../src/cli/commands.js';
import { nameOf } from '../../src/cli/flag.js';
import { root } from '../helpers/root.js';

const readme = await readFile(join(root, 'README.md'), 'utf8');

test('every command that the README tells to run exists', (t) => {
  const names = new Set(commands.map(({ name }) => name));
  const told = Array.from(readme.matchAll(/kubeleaks ([a-z]+)[ `\n]/g), ([, name = '']) => name);
  const inCode = told.filter(
    (name) => readme.includes(`\`kubeleaks ${name}`) || readme.includes(`npx kubeleaks ${name}`),
  );
  t.true(inCode.length > 3);
  t.deepEqual(
    inCode.filter((name) => !names.has(name)),
    [],
  );
});

test('every flag that the README names exists', async (t) => {
  const loaded = await Promise.all(commands.map(({ load }) => load()));
  const flags = new Set(loaded.flatMap((command) => command.flags.map(nameOf)));
  const code = Array.from(readme.matchAll(/`[^`]*`/g), ([text]) => text).filter((text) =>
    /^`(?:kubeleaks|-)/.test(text),
  );
  const told = code.flatMap((text) => text.match(/--[a-z][a-z-]*/g) ?? []);
  t.true(told.length > 5);
  t.deepEqual(
    told.filter((name) => !flags.has(name)),
    [],
  );
});
