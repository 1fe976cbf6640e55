/** The histories of the repositories that `--repo` names: against git's own printing, and against the floor. */
import { basename, dirname } from 'node:path';
import { floor, gitItself, kubeleaksGit, otherScanners } from '../history-contenders.js';
import { packBytes } from '../pack-bytes.js';
import type { Race, Scene } from '../scene.js';

/** See the file's head. */
export const history: Scene = {
  id: 'history',
  title: 'the history of repositories',
  repeat: 3,
  prepare: (stage) =>
    Promise.resolve(
      stage.repositories.map((path): Race => {
        const [whole, alone] = [kubeleaksGit(stage, path, false), kubeleaksGit(stage, path, true)];
        const [low, [catFile, log]] = [floor(path), gitItself(path)];
        const others = [catFile, log].filter((contender) => contender !== undefined);
        return {
          title: basename(path) === '.git' ? basename(dirname(path)) : basename(path, '.git'),
          bytes: packBytes(path),
          contenders: [whole, alone, low, ...others, ...otherScanners(stage, path)],
          goals: [
            { contender: alone.name, comparedTo: low.name, ratio: 1.3, plusMs: 300 },
            { contender: alone.name, comparedTo: 'git cat-file', ratio: 1 / 8 },
            { contender: whole.name, comparedTo: 'git cat-file', ratio: 1 / 5 },
            { contender: whole.name, comparedTo: 'git log -p', ratio: 1 / 30 },
          ],
          memoryLimit: 400e6,
        };
      }),
    ),
};
