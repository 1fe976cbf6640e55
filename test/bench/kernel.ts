/**
 * `node build/test/bench/kernel.js [--bytes MB] [--rounds N]`: how fast one thread searches, with the anchors of all
 * encodings. Each text is a file, read in pieces straight into the kernel's memory, as a scan does; the time of a
 * piece is the best of all rounds, because other programs only ever add to it. `read` is the reading alone, `find` the
 * search alone, `both` what a scan gets of them, `lines` the counting of line ends.
 */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { anchorWindows } from '../../src/encodings/anchor-windows.js';
import { encodings } from '../../src/encodings/index.js';
import type { Kernel } from '../../src/kernel/kernel.js';
import { createScalarKernel } from '../../src/kernel/scalar-kernel.js';
import { createKernel } from '../../src/kernel/create-kernel.js';
import { root } from '../helpers/root.js';
import { clusterLog } from './corpus/cluster-log.js';
import { codeText } from './corpus/code-text.js';
import { base64Text, hexDumpText } from './corpus/encoded-text.js';
import { makeLog } from './corpus/log.js';

const { values } = parseArgs({
  options: {
    bytes: { type: 'string', default: '32' },
    rounds: { type: 'string', default: '15' },
    only: { type: 'string' },
  },
});
const bytes = Number(values.bytes) << 20;
const rounds = Number(values.rounds);

/** As the scanner reads: a piece still lies in the second-level cache when it is searched. */
const pieceBytes = 256 << 10;

const texts: Readonly<Record<string, () => Buffer>> = {
  'log of a cluster': () => clusterLog(bytes, 2),
  'log with JWTs': () =>
    Buffer.concat(
      [...makeLog({ bytes, seed: 3, leaks: 2, bytesPerForeignToken: 1 << 20 })].map((piece) => Buffer.from(piece)),
    ),
  'source code': () => codeText(bytes, join(root, 'node_modules')),
  base64: () => base64Text(bytes, 2),
  'hexdump -C': () => hexDumpText(bytes, 2),
  'only "eyJ"': () => Buffer.alloc(bytes, 'eyJ'),
  'only "ZXlK"': () => Buffer.alloc(bytes, 'ZXlK'),
  'only "a"': () => Buffer.alloc(bytes, 'a'),
};

/** Nanoseconds for reading, searching and counting lines, the best time of each piece summed, and the hits. */
interface Times {
  readonly read: number;
  readonly find: number;
  readonly lines: number;
  readonly hits: number;
}

function clock(work: () => void): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start);
}

function measure(kernel: Kernel, file: number): Times {
  const pieces = bytes / pieceBytes;
  const best = Array.from({ length: 3 }, () => new Float64Array(pieces).fill(Number.POSITIVE_INFINITY));
  let hits = 0;
  for (let round = 0; round < rounds; round += 1) {
    hits = 0;
    for (let piece = 0; piece < pieces; piece += 1) {
      const times = [
        () => readSync(file, kernel.input, 0, pieceBytes, piece * pieceBytes),
        () => {
          for (let at = 0; at < pieceBytes; at = kernel.resumeAt) hits += kernel.find(at, pieceBytes, pieceBytes);
        },
        () => kernel.countNewlines(0, pieceBytes),
      ].map(clock);
      for (const [index, time] of times.entries()) {
        const row = best[index] as Float64Array;
        row[piece] = Math.min(row[piece] as number, time);
      }
    }
  }
  const [read = 0, find = 0, lines = 0] = best.map((row) => row.reduce((sum, time) => sum + time, 0));
  return { read, find, lines, hits };
}

const anchors = [...new Set(encodings.flatMap((encoding) => encoding.anchors.map(({ text }) => text)))];
const kernels = [createKernel(anchors, pieceBytes, anchorWindows), createScalarKernel(anchors, pieceBytes)];
const folder = mkdtempSync(join(tmpdir(), 'kubeleaks-kernel-'));
const rate = (time: number): string => (bytes / time).toFixed(2).padStart(7);
console.log(
  `${cpus()[0]?.model.trim() ?? 'unknown processor'}, node ${process.version}, ${anchors.length} anchors, ${values.bytes} MiB a text`,
);
console.log('| GB/s                   |    read |    find |    both |   lines | hits per MB |');
console.log('| --- | ---: | ---: | ---: | ---: | ---: |');
try {
  for (const [name, make] of Object.entries(texts)) {
    if (values.only !== undefined && !name.includes(values.only)) continue;
    const path = join(folder, 'text');
    writeFileSync(path, make());
    const file = openSync(path, 'r');
    for (const kernel of kernels) {
      const { read, find, lines, hits } = measure(kernel, file);
      const rates = [read, find, read + find, lines].map(rate).join(' | ');
      console.log(
        `| ${`${name}, ${kernel.name}`.padEnd(22)} | ${rates} | ${((hits * 1e6) / bytes).toFixed(2).padStart(11)} |`,
      );
    }
    closeSync(file);
  }
} finally {
  rmSync(folder, { recursive: true });
}
