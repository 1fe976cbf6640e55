/** A 3 GB log of a cluster, with some hundred JWTs of others and twenty leaked tokens. */
import { cached, writePieces } from '../corpus/cache.js';
import { makeLog } from '../corpus/log.js';
import { kubeleaksDir, reading, ripgrep } from '../contenders.js';
import type { Scene } from '../scene.js';

/** See the file's head. */
export const log: Scene = {
  id: 'log',
  title: 'one 3 GB log',
  repeat: 5,
  async prepare(stage) {
    const bytes = Math.round(3e9 * stage.scale);
    const recipe = { bytes, seed: 1, leaks: 20, bytesPerForeignToken: 4 << 20 };
    const path = await cached(stage.corpora, `log-${bytes}.log`, (to) => writePieces(to, makeLog(recipe)));
    return [
      {
        title: 'one log',
        bytes,
        contenders: [kubeleaksDir(stage, path), ...ripgrep(stage, path), ...reading(path)],
        goals: [{ contender: 'kubeleaks', comparedTo: 'ripgrep', ratio: 0.5 }],
        memoryLimit: 200e6,
        leaks: recipe.leaks,
      },
    ];
  },
};
