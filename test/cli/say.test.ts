import test from 'ava';
import { harmless } from '../../src/cli/say.js';
import { mintToken } from '../helpers/mint.js';

test('a token in a message is masked, whole, cut or in base64', (t) => {
  const token = mintToken();
  const texts = [token, token.slice(0, -30), token.slice(0, 60), token.slice(0, token.indexOf('.') + 20)];
  for (const text of [...texts, ...texts.map((part) => Buffer.from(part).toString('base64'))]) {
    const message = harmless(`there is no command "${text}"`);
    t.false(message.includes(text), message);
    t.true(message.length < 60, message);
  }
});

test('escape sequences and commands of CI systems do not reach standard error', (t) => {
  t.is(harmless('a \u001B[31m b\n::error::x'), 'a \\u{1b}[31m b\n\\u{3a}:error::x');
});

test('an ordinary path is left as it is', (t) => {
  const path = '/home/ana/Bücher/eye.txt: eyJ-notes, ewe';
  t.is(harmless(path), path);
});
