import test from 'ava';
import fc from 'fast-check';
import { tokenize } from './tokenize.js';

const shows = test.macro<[source: string, expected: string]>({
  exec(t, source: string, expected: string) {
    t.is(
      tokenize(source)
        .map((token) => `${token.kind[0]}:${token.text}`)
        .join(' '),
      expected,
    );
  },
  title: (_given, source) => `tokens of ${source.replaceAll('\n', '⏎')}`,
});

test(shows, "a = 'it\\'s' // 'no'", "w:a p:= s:'it\\'s' c:// 'no'");
test(shows, '/** a */ b /* "c" */', 'c:/** a */ w:b c:/* "c" */');
test(shows, 'a / b / c', 'w:a p:/ w:b p:/ w:c');
test(shows, 'x = /[/"]\'/u.y', 'w:x p:= r:/[/"]\'/u p:. w:y');
test(shows, 'return /a"/', 'w:return r:/a"/');
test(shows, '`a${b({c: `d`})}e` / 2', 't:`a${ w:b p:( p:{ w:c p:: t:`d` p:} p:) t:}e` p:/ w:2');
test(shows, '`$x \\` ${1}`', 't:`$x \\` ${ w:1 t:}`');
test(shows, '#!/usr/bin/env node\n1_0', 'w:1_0');
test(shows, 'this.#a', 'w:this p:. w:#a');

test('lines count from 1 and go on after comments and templates', (t) => {
  const lines = tokenize('a /*\n*/ `\n\n` b\nc').map((token) => [token.text, token.line]);
  t.deepEqual(lines, [
    ['a', 1],
    ['/*\n*/', 1],
    ['`\n\n`', 2],
    ['b', 4],
    ['c', 5],
  ]);
});

test('nothing is lost: the tokens hold every character that is no white space', (t) => {
  const piece = fc.constantFrom('a', ' ', '\n', '/', '*', "'", '"', '{', '}', '(', ')', '\\', '=', 'é', '1', '$');
  const source = fc.array(piece).map((pieces) => pieces.join(''));
  const solid = (text: string): string => text.replaceAll(/\s/g, '');
  fc.assert(
    fc.property(
      source,
      (text) =>
        solid(
          tokenize(text)
            .map((token) => token.text)
            .join(''),
        ) === solid(text),
    ),
  );
  t.pass();
});

test('a template literal without an end is refused with its line', (t) => {
  t.throws(() => tokenize('a\n`b'), { message: 'line 2: a template literal without an end' });
});
