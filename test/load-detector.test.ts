import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { loadDetector } from '../src/load-detector.js';
import { UsageError } from '../src/model/usage-error.js';

const words = "title: 'T', meaning: 'M', references: [], recognise: () => undefined";

const loads = test.macro({
  async exec(t, name: string, code: string | null, expected: string | RegExp) {
    const folder = await mkdtemp(join(tmpdir(), 'kubeleaks-detector-'));
    t.teardown(() => rm(folder, { recursive: true }));
    const path = join(folder, name);
    if (code === null) await mkdir(path);
    else if (code !== '') await writeFile(path, code);
    if (typeof expected === 'string') return t.is((await loadDetector(path)).id, expected);
    const error = await t.throwsAsync(loadDetector(path), { instanceOf: UsageError, code: 'detector-unusable' });
    return t.regex(error?.message ?? '', expected);
  },
  title: (title) => `a user's detector: ${title}`,
});

test('by name', loads, 'a.mjs', `export const detector = { id: 'mine', ${words} };`, 'mine');
test('by default', loads, 'a.mjs', `export default { id: 'mine-2', ${words} };`, 'mine-2');
test('absent', loads, 'a.mjs', '', /there is no such file/);
test('a folder', loads, 'a', null, /it is a folder$/);
test('no JavaScript', loads, 'a.mjs', 'export const = 1', /it is not valid JavaScript$/);
test('another language', loads, 'a.ts', 'export const detector = 1', /\.js or \.mjs/);
test(
  'one that fails, without its words',
  loads,
  'a.mjs',
  "throw new RangeError('eyJ')",
  /it failed while it was loaded \(RangeError\)$/,
);
test('one that throws no error', loads, 'a.mjs', "throw 'eyJ'", /it failed while it was loaded \(no error\)$/);
test('nothing exported', loads, 'a.mjs', 'export const other = 1', /has to export an object named detector$/);
test('a bad id', loads, 'a.mjs', `export const detector = { id: 'A b', ${words} }`, /its id has to be small letters/);
test(
  'a taken id',
  loads,
  'a.mjs',
  `export const detector = { id: 'kubernetes-bound', ${words} }`,
  /taken by a built-in/,
);
test(
  'no function',
  loads,
  'a.mjs',
  "export default { id: 'a', title: '', meaning: '', references: [] }",
  /recognise\(jwt\)$/,
);
