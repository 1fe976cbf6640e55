import test from 'ava';
import fc from 'fast-check';
import { mintShape } from '../helpers/mint.js';
import { searchText } from '../helpers/search-text.js';

const tokens = (['legacy', 'pod-bound', 'eks'] as const).map((kind) => mintShape({ kind, seed: kind }));

const code = (character: string): number => character.charCodeAt(0);
const hex = (character: string, digits: number): string => code(character).toString(16).padStart(digits, '0');
const escape: { readonly [name: string]: (character: string) => string } = {
  JSON: (character) => `\\u${hex(character, 4)}`,
  'JSON, upper case': (character) => `\\u${hex(character, 4).toUpperCase()}`,
  'JSON in JSON': (character) => `\\\\u${hex(character, 4)}`,
  'HTML decimal': (character) => `&#${code(character)};`,
  'HTML hexadecimal': (character) => `&#x${hex(character, 2)};`,
};

for (const [name, write] of Object.entries(escape)) {
  test(`any characters of a token may be escaped: ${name}`, (t) => {
    fc.assert(
      fc.property(
        fc.constantFrom(...tokens),
        fc.array(fc.nat(899), { minLength: 1, maxLength: 40 }),
        (token, places) => {
          const text = [...token]
            .map((character, index) => (places.includes(index) ? write(character) : character))
            .join('');
          const found = searchText(`{"token":"${text}"}`).filter((placed) => placed.token === token);
          t.is(found.length, 1);
          t.deepEqual(found[0]?.segments, [{ start: 10, end: 10 + text.length }]);
        },
      ),
      { numRuns: 100 },
    );
  });

  test(`a token that is escaped throughout is found: ${name}`, (t) => {
    for (const token of tokens) {
      t.true(searchText([...token].map(write).join('')).some((placed) => placed.token === token));
    }
  });
}

test('the dots of a token may be percent-encoded, once or twice, or named', (t) => {
  for (const token of tokens) {
    for (const dot of ['%2E', '%2e', '%252E', '&period;']) {
      t.true(
        searchText(`?token=${token.replaceAll('.', dot)}&x=1`).some((placed) => placed.token === token),
        dot,
      );
    }
  }
});

test('escapes next to a token leave it as it is', (t) => {
  for (const token of tokens) {
    const found = searchText(`\\u003ctoken\\u003e${token}\\u003c/token\\u003e &#39;${token}&#39;`);
    t.deepEqual(
      found.map((placed) => placed.token),
      [token, token],
    );
  }
});
