import { PassThrough } from 'node:stream';
import test from 'ava';
import { askUnseen, UnseenLine } from '../../src/cli/ask-unseen.js';
import type { Shell } from '../../src/cli/shell.js';

const reads = test.macro({
  exec(t, chunks: readonly string[], state: UnseenLine['state'], text?: string) {
    const line = new UnseenLine();
    for (const chunk of chunks) line.take(chunk);
    t.is(line.state, state);
    if (text !== undefined) t.is(line.text, text);
  },
  title: (title) => `an unseen line: ${title}`,
});

test('typed letters wait for Enter', reads, ['e', 'y', 'J'], 'open', 'eyJ');
test('Enter ends it', reads, ['eyJ', '\r'], 'entered', 'eyJ');
test('a line feed ends it', reads, ['eyJ\n'], 'entered', 'eyJ');
test('Backspace takes a letter back', reads, ['eyx', '\u007F', 'J\r'], 'entered', 'eyJ');
test('Ctrl-U takes all back', reads, ['abc\u0015eyJ\r'], 'entered', 'eyJ');
test('Ctrl-C gives it up', reads, ['eyJ\u0003'], 'given-up');
test('Ctrl-D on nothing gives it up', reads, ['\u0004'], 'given-up');
test('Ctrl-D after a text ends it', reads, ['eyJ\u0004'], 'entered', 'eyJ');
test('a line break inside a paste does not end it', reads, ['\u001B[200~eyJ\nabc\n\u001B[201~'], 'open', 'eyJ\nabc\n');
test('Enter after a paste ends it', reads, ['\u001B[200~eyJ\nabc\u001B[201~', '\r'], 'entered', 'eyJ\nabc');
test(
  'the marks of a paste may come in pieces',
  reads,
  ['\u001B[20', '0~eyJ\r', 'a\u001B', '[201~\r'],
  'entered',
  'eyJ\na',
);
test('a paste without marks is one text', reads, ['eyJ\nabc\n'], 'entered', 'eyJ\nabc');
test('arrow keys write nothing', reads, ['e\u001B[D\u001BOCyJ\r'], 'entered', 'eyJ');
test('what comes after Enter is not read', reads, ['eyJ\r', 'more'], 'entered', 'eyJ');

test('the terminal shows nothing from before the question appears until after the answer', async (t) => {
  const told: string[] = [];
  const stdin = Object.assign(new PassThrough(), {
    setRawMode: (isRaw: boolean) => told.push(isRaw ? 'unseen' : 'seen'),
  });
  const stderr = {
    write(text: string) {
      told.push(text);
      // The fastest of all answers.
      if (text.startsWith('Token: ')) stdin.write('eyJ\r');
    },
  };
  t.is(await askUnseen('Token: ', { stdin, stderr } as unknown as Shell), 'eyJ');
  t.deepEqual(told, ['unseen', 'Token: \u001B[?2004h', 'seen', '\u001B[?2004l\n']);
});
