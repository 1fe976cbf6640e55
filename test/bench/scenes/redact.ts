/** A filter in a pipe: how much slower a pipe gets, and how long a line takes to pass. */
import { join } from 'node:path';
import { root } from '../../helpers/root.js';
import { cached, writePieces } from '../corpus/cache.js';
import { makeLog } from '../corpus/log.js';
import type { Contender, Scene, Stage } from '../scene.js';

/** The shape of any JWT, as people replace it. */
const PATTERN = 's/eyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]+/REDACTED/g';

/** Lines sent for the latency, one a millisecond. */
const LINES = 10_000;

/** `cat LOG | FILTER | cat > /dev/null`. */
function pipe(name: string, path: string, filter: readonly string[]): Contender {
  const script = 'log=$1; shift; cat "$log" | "$@" | cat > /dev/null';
  return { name, command: 'sh', args: ['-c', script, 'sh', path, ...filter], codes: [0], isDiscarded: true };
}

/** Sends lines through a filter at a steady pace, and tells in which time 99 of 100 came back. */
function paced(name: string, filter: readonly string[]): Contender {
  const args = [join(root, 'build', 'test', 'bench', 'latency.js'), String(LINES), ...filter];
  return { name, command: process.execPath, args, codes: [0], tells: Number };
}

/** See the file's head. */
export const redact: Scene = {
  id: 'redact',
  title: 'a filter in a pipe',
  repeat: 5,
  async prepare(stage: Stage) {
    if (process.platform === 'win32') return [];
    const bytes = Math.round(3e9 * stage.scale);
    const recipe = { bytes, seed: 1, leaks: 20, bytesPerForeignToken: 4 << 20 };
    const path = await cached(stage.corpora, `log-${bytes}.log`, (to) => writePieces(to, makeLog(recipe)));
    const filter = [process.execPath, stage.cli, 'redact'];
    return [
      {
        title: 'cat LOG | … | cat > /dev/null',
        bytes,
        contenders: [
          pipe('kubeleaks redact', path, filter),
          pipe('cat', path, ['cat']),
          pipe('sed -E', path, ['env', 'LC_ALL=C', 'sed', '-E', PATTERN]),
        ],
        goals: [
          { contender: 'kubeleaks redact', comparedTo: 'cat', ratio: 2 },
          { contender: 'kubeleaks redact', comparedTo: 'sed -E', ratio: 1 / 1.4 },
        ],
        memoryLimit: 200e6,
      },
      {
        title: 'a line, 99 of 100, at 1,000 lines a second',
        bytes: LINES * 120,
        contenders: [paced('kubeleaks redact', filter), paced('cat', ['cat'])],
        goals: [{ contender: 'kubeleaks redact', plusMs: 5 }],
      },
    ];
  },
};
