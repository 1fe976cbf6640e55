/** A file of 200 lines on standard input: what a pre-commit hook or a pipe in a shell waits for. */
import { cached, writePieces } from '../corpus/cache.js';
import { logLine } from '../corpus/log-line.js';
import { Random } from '../corpus/random.js';
import { leakedToken } from '../corpus/tokens.js';
import { kubeleaksStdin, node } from '../contenders.js';
import type { Scene } from '../scene.js';

const lines = 200;

function text(): Buffer {
  const random = new Random(3);
  const all = Array.from({ length: lines }, (_, count) => logLine(random, count));
  all[120] = `token: ${leakedToken(random)}`;
  return Buffer.from(`${all.join('\n')}\n`);
}

/** See the file's head. */
export const small: Scene = {
  id: 'small',
  title: 'a file of 200 lines through stdin',
  repeat: 21,
  async prepare(stage) {
    const path = await cached(stage.corpora, `small-${lines}.log`, (to) => writePieces(to, [text()]));
    return [
      {
        title: `${lines} lines`,
        bytes: text().length,
        contenders: [kubeleaksStdin(stage, path), node],
        goals: [{ contender: 'kubeleaks', comparedTo: node.name, ratio: 2.5 }],
        leaks: 1,
      },
    ];
  },
};
