/** A repository of 100 commits: what a scan of history costs where there is little of it. */
import { cached } from '../corpus/cache.js';
import { writeHistory } from '../corpus/history.js';
import { node } from '../contenders.js';
import { gitItself, kubeleaksGit } from '../history-contenders.js';
import { packBytes } from '../pack-bytes.js';
import type { Scene } from '../scene.js';

const commits = 100;

/** See the file's head. */
export const smallHistory: Scene = {
  id: 'small-history',
  title: 'a repository of 100 commits',
  repeat: 11,
  async prepare(stage) {
    const path = await cached(stage.corpora, `history-${commits}.git`, (to) => writeHistory(to, { commits, seed: 5 }));
    const whole = kubeleaksGit(stage, path, false);
    return [
      {
        title: `${commits} commits`,
        bytes: packBytes(path),
        contenders: [whole, ...gitItself(path), node],
        goals: [{ contender: whole.name, plusMs: 300 }],
        leaks: 1,
      },
    ];
  },
};
