import test from 'ava';
import { contexts, kinds, tokenOf } from './contexts/contexts.js';
import { segmentsOf } from './contexts/marked-text.js';
import { searchText } from './helpers/search-text.js';

for (const { name, write, encodings, left } of contexts) {
  test(`a token of every kind is found where it stands, and nothing else: ${name}`, (t) => {
    for (const kind of Object.keys(kinds)) {
      const token = tokenOf(kind, name);
      const text = write(token);
      t.deepEqual(
        searchText(text.bytes).map((placed) => [placed.token, placed.segments, placed.encodings]),
        [[left?.(token) ?? token, segmentsOf(text), encodings]],
        kind,
      );
    }
  });
}

test('contexts are told apart by their letters and digits', (t) => {
  const names = contexts.map(({ name }) => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'));
  t.is(new Set(names).size, names.length);
});

/** What looks like a token and is none. */
const silent = [
  'eyJhbGciOiJSUzI1NiJ9',
  'eyJhbGciOiJSUzI1NiJ9.',
  'eyJhbGciOiJSUzI1NiJ9.eyJ',
  'eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9..',
  'sha256~0123456789abcdef0123456789abcdef0123456789a',
  'abcdef.0123456789abcdef',
  'exclude_editable=options.exclude_editable,eyJvcHRpb25z',
];

for (const text of silent) {
  test(`nothing whole is made of: ${text}`, (t) => {
    t.false(searchText(text).some((placed) => placed.token.split('.').length === 3 && !placed.token.endsWith('.')));
  });
}
