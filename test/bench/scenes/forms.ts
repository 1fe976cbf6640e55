/** What every form costs where none is: the 3 GB log, searched for all of them, and for plain text and base64 alone. */
import { join } from 'node:path';
import { root } from '../../helpers/root.js';
import { cached, writePieces } from '../corpus/cache.js';
import { makeLog } from '../corpus/log.js';
import type { Contender, Scene } from '../scene.js';

function search(name: string, path: string, shelf: string): Contender {
  const args = [join(root, 'build', 'test', 'bench', 'search-file.js'), path, shelf];
  return { name, command: process.execPath, args, codes: [0], found: Number };
}

/** See the file's head. */
export const forms: Scene = {
  id: 'forms',
  title: 'one 3 GB log, one thread, every form or the first two',
  repeat: 7,
  async prepare(stage) {
    const bytes = Math.round(3e9 * stage.scale);
    const recipe = { bytes, seed: 1, leaks: 20, bytesPerForeignToken: 4 << 20 };
    const path = await cached(stage.corpora, `log-${bytes}.log`, (to) => writePieces(to, makeLog(recipe)));
    const house = 'plain and base64, anchors of all';
    return [
      {
        title: 'the search alone, without reports',
        bytes,
        contenders: [
          search('every form', path, 'every'),
          search(house, path, 'house'),
          search('plain and base64 alone', path, 'bare'),
        ],
        goals: [{ contender: 'every form', comparedTo: house, ratio: 1.15 }],
      },
    ];
  },
};
