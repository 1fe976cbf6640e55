/** A tree of 20,000 small files that look like source code, with forty leaked tokens. */
import { cached } from '../corpus/cache.js';
import { measureTree, writeTree } from '../corpus/tree.js';
import { kubeleaksDir, node, ripgrep } from '../contenders.js';
import type { Scene } from '../scene.js';

/** See the file's head. */
export const tree: Scene = {
  id: 'tree',
  title: 'a tree of 20,000 small files',
  repeat: 9,
  async prepare(stage) {
    const files = Math.max(100, Math.round(20_000 * stage.scale));
    const recipe = { files, seed: 2, leaks: 40 };
    const path = await cached(stage.corpora, `tree-${files}`, (to) => writeTree(to, recipe));
    return [
      {
        title: `${files} files`,
        bytes: await measureTree(path),
        contenders: [kubeleaksDir(stage, path), ...ripgrep(stage, path), node],
        goals: [{ contender: 'kubeleaks', comparedTo: 'ripgrep', ratio: 1, plus: node.name }],
        memoryLimit: 200e6,
        leaks: recipe.leaks,
      },
    ];
  },
};
