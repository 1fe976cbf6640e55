/** Memory stays flat: it does not grow with what comes out. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import { Budget } from '../../src/containers/budget.js';
import type { Container } from '../../src/containers/container.js';
import { recogniseContainer } from '../../src/containers/recognise-container.js';
import { text as bzip2Text } from './bzip2/fixtures.js';
import { spoolToMemory } from './harness.js';
import { text as lz4Text } from './lz4/fixtures.js';
import { sampleText } from './sample-text.js';
import { text as xzText } from './xz/fixtures.js';
import { text as zstdText } from './zstd/fixtures.js';
import { gnuTar } from './tar/fixtures.js';

const MEBIBYTE = 2 ** 20;
const plain = sampleText(400);

const parts: readonly (readonly [string, Buffer, number])[] = [
  ['gzip', gzipSync(plain.repeat(200)), plain.length * 200],
  ['zstd', zstdText, plain.length],
  ['lz4', lz4Text, plain.length],
  ['bzip2', bzip2Text, plain.length],
  ['xz', xzText, plain.length],
  ['tar', gnuTar, 711],
];

/** The garbage collector, so that what is measured is what is held. */
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function held(): number {
  // Buffers that one round finds are given back by the next.
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

for (const [id, part, contentBytes] of parts) {
  test.serial(`${id} holds no more after 24 MiB than after 4`, async (t) => {
    const container = recogniseContainer(part) as Container;
    t.is(container.id, id);
    const times = Math.ceil((24 * MEBIBYTE) / (id === 'tar' ? part.length : contentBytes));
    const chunks = async function* (): AsyncGenerator<Uint8Array> {
      for (let turn = 0; turn < times; turn += 1) yield part;
    };
    const marks: number[] = [];
    let bytes = 0;
    let next = 4 * MEBIBYTE;
    for await (const item of container.open({ chunks: chunks(), spool: spoolToMemory }, new Budget())) {
      if (item.kind !== 'entry') return t.fail(item.message);
      for await (const piece of item.read()) {
        bytes += piece.length;
        if (bytes * (id === 'tar' ? part.length / contentBytes : 1) < next) continue;
        marks.push(held());
        next += 4 * MEBIBYTE;
      }
    }
    t.is(bytes, times * contentBytes);
    t.true(marks.length >= 5);
    t.true(
      Math.max(...marks) - (marks[0] as number) < 2 * MEBIBYTE,
      marks.map((mark) => mark - (marks[0] as number)).join(' '),
    );
  });
}
