import { gzipSync } from 'node:zlib';
import test from 'ava';
import fc from 'fast-check';
import { containerMagicBytes, containers, recogniseContainer } from '../../src/containers/recognise-container.js';
import { gnuTar } from './tar/fixtures.js';

const samples: { readonly [id: string]: readonly Buffer[] } = {
  gzip: [gzipSync('x')],
  zip: [Buffer.from(`504b0304${'00'.repeat(30)}`, 'hex')],
  tar: [Buffer.from(gnuTar.subarray(0, containerMagicBytes))],
  zstd: [Buffer.from(`28b52ffd${'00'.repeat(8)}`, 'hex')],
  xz: [Buffer.from('fd377a585a000004', 'hex')],
  bzip2: [Buffer.from('425a6839314159265359', 'hex')],
  lz4: [Buffer.from('04224d18604082', 'hex')],
  ar: [Buffer.from('!<arch>\n')],
};

test('a format is told by its first bytes, whatever follows', (t) => {
  t.is(recogniseContainer(gzipSync('x'))?.id, 'gzip');
  t.is(recogniseContainer(gnuTar.subarray(0, containerMagicBytes))?.id, 'tar');
  t.is(recogniseContainer(Buffer.from('eyJhbGciOiJSUzI1NiJ9')), undefined);
  t.is(recogniseContainer(new Uint8Array(0)), undefined);
});

test('a unit that names its first bytes matches nothing that starts otherwise', (t) => {
  const heads = containers.flatMap(({ id }) => samples[id] ?? []);
  t.is(heads.length, containers.length);
  for (const head of heads) {
    const [by, ...more] = containers.filter((container) => container.matches(head));
    t.deepEqual([recogniseContainer(head), more.length], [by, 0]);
    t.not(by, undefined);
  }
  fc.assert(
    fc.property(fc.constantFrom(...heads), fc.nat(255), (head, first) => {
      const changed = Buffer.from(head);
      changed[0] = first;
      t.is(
        recogniseContainer(changed),
        containers.find((container) => container.matches(changed)),
      );
    }),
  );
});

test('no two units bear the same id', (t) => {
  t.is(new Set(containers.map(({ id }) => id)).size, containers.length);
});
