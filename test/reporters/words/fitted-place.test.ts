import test from 'ava';
import fc from 'fast-check';
import { fittedPlace } from '../../../src/reporters/words/fitted-place.js';
import { mintToken } from '../../helpers/mint.js';

test('a place that fits stays as it is, made safe', (t) => {
  t.is(fittedPlace('logs/app.log:12:40'), 'logs/app.log:12:40');
  t.is(fittedPlace('a\u001B[2Jb:1:1'), 'a\\u{1b}[2Jb:1:1');
});

test('of a long place the front, the file name and the line stay', (t) => {
  const shown = fittedPlace(`/srv/builds/${'deep/'.repeat(100)}application.log:1234:56`);
  t.true(shown.startsWith('/srv/builds/deep/'), shown);
  t.true(shown.endsWith('/deep/application.log:1234:56'), shown);
  t.true(shown.includes('…'));
  t.true(shown.length <= 200);
});

test('wherever a token stands in a long place, nothing of its signature is shown', (t) => {
  const token = mintToken();
  const signature = token.slice(token.lastIndexOf('.') + 1);
  const wrapped = Buffer.from(token).toString('base64');
  const pieces = (text: string, size: number): string[] =>
    Array.from({ length: Math.floor(text.length / size) }, (_, index) => text.slice(index * size, (index + 1) * size));
  const name = fc.stringMatching(/^[a-z /]{0,220}$/);
  fc.assert(
    fc.property(name, name, fc.constantFrom(token, wrapped), (before, after, held) => {
      const shown = fittedPlace(`${before}/${held}/${after}:1:2`);
      const bare = held === token ? signature : wrapped.slice(Math.ceil(wrapped.length / 2));
      t.false(
        pieces(bare, 12).some((piece) => shown.includes(piece)),
        shown,
      );
    }),
  );
});

test('no escape and no surrogate pair is cut in two', (t) => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('\u202E', '\u0007', '😀', 'a', ' ::', '##['), { minLength: 100 }), (parts) => {
      const shown = fittedPlace(parts.join(''));
      t.true(shown.length <= 200);
      t.regex(shown, /^(?:\\u\{[\da-f]+\}|[^\\{}\p{Cc}\p{Cf}\p{Cs}])*$/u, shown);
      t.notRegex(shown, /(?:^|\s)::|##\[/);
    }),
  );
});
