import test from 'ava';
import { emptyScan, file, fingerprint, fullScan, hostileScan, makeFinding, makeSighting } from './events.js';
import { report } from './golden.js';

interface Command {
  name: string;
  properties: Map<string, string>;
  message: string;
}

const read = (text: string): string => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');

/** Reads a line as the runner of GitHub Actions does. */
function parse(line: string): Command {
  const [, name = '', pairs = '', message = ''] = /^::(\w+) ([^]*?)::([^]*)$/.exec(line) ?? [];
  const properties = pairs.split(',').map((pair) => {
    const [key = '', ...value] = pair.split('=');
    return [key, read(value.join('=').replaceAll('%3A', ':').replaceAll('%2C', ','))] as const;
  });
  return { name, properties: new Map(properties), message: read(message) };
}

const commandsOf = (text: string): Command[] => text.split('\n').slice(0, -1).map(parse);

test('every line is one of our commands, whatever a stranger wrote', async (t) => {
  for (const events of [fullScan, hostileScan, emptyScan]) {
    for (const { name, properties } of commandsOf(await report('github', events))) {
      t.regex(name, /^(?:error|warning|notice)$/);
      for (const key of properties.keys()) t.regex(key, /^(?:file|line|title)$/);
    }
  }
});

test('no message holds a command for another CI system', async (t) => {
  t.notRegex(await report('github', hostileScan), /##\w*\[|section_start:|[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/);
});

test('severities become errors, warnings and notices, the most severe first', async (t) => {
  const names = commandsOf(await report('github', fullScan)).map(({ name }) => name);
  t.deepEqual(names, ['error', 'error', 'warning', 'notice', 'warning', 'warning', 'warning']);
});

test('an annotation stands on the file and line of the place, whatever the path is', async (t) => {
  const path = './a,b: 100%\nline.log';
  const [command] = commandsOf(
    await report('github', [
      { type: 'finding', finding: makeFinding() },
      { type: 'sighting', fingerprint: fingerprint('1'), sighting: makeSighting(file(path), 200) },
    ]),
  );
  t.is(command?.properties.get('file'), 'a,b: 100%\nline.log');
  t.is(command?.properties.get('line'), '3');
});

test('the last line tells how it ended', async (t) => {
  t.is(commandsOf(await report('github', emptyScan)).at(-1)?.message, 'Tokens: 0 (suppressed: 0), places: 0.');
  t.regex(commandsOf(await report('github', fullScan)).at(-1)?.message ?? '', /failures: 2, INCOMPLETE/);
});
