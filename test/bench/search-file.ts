/**
 * `node build/test/bench/search-file.js FILE [SHELF]`: searches one file in one thread, and prints how many tokens it
 * found. SHELF is `every` (or nothing): every form; `house`: plain text and base64 alone, while the kernel carries the
 * anchors of all; `bare`: these two alone, and their anchors.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import type { Encoding } from '../../src/encodings/encoding.js';
import { encodings } from '../../src/encodings/index.js';
import { createKernel } from '../../src/kernel/create-kernel.js';
import { Searcher } from '../../src/scanner/searcher.js';

const first = new Set(['plain', 'base64']);

/** Its anchors are looked for, and nothing comes of them. */
function mute(encoding: Encoding): Encoding {
  return { ...encoding, unwrap: () => undefined };
}

const shelves: { readonly [name: string]: readonly Encoding[] } = {
  every: encodings,
  house: encodings.map((encoding) => (first.has(encoding.id) ? encoding : mute(encoding))),
  bare: encodings.filter(({ id }) => first.has(id)),
};

const [path = '', name = 'every'] = process.argv.slice(2);
const shelf = shelves[name];
if (path === '' || shelf === undefined) {
  process.stderr.write(`usage: search-file.js FILE [${Object.keys(shelves).join('|')}]\n`);
  process.exit(2);
}
const file = openSync(path, 'r');
const tokens = new Set<string>();
new Searcher(shelf, createKernel).search(
  { canSeek: true, read: (target, offset, length, position) => readSync(file, target, offset, length, position) },
  { found: ({ token }) => tokens.add(token), embedded: () => {} },
);
closeSync(file);
process.stdout.write(`${tokens.size}\n`);
