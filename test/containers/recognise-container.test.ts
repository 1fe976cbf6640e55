import { gzipSync } from 'node:zlib';
import test from 'ava';
import { containerMagicBytes, containers, recogniseContainer } from '../../src/containers/recognise-container.js';
import { gnuTar } from './tar/fixtures.js';

test('a format is told by its first bytes, whatever follows', (t) => {
  t.is(recogniseContainer(gzipSync('x'))?.id, 'gzip');
  t.is(recogniseContainer(gnuTar.subarray(0, containerMagicBytes))?.id, 'tar');
  t.is(recogniseContainer(Buffer.from('eyJhbGciOiJSUzI1NiJ9')), undefined);
  t.is(recogniseContainer(new Uint8Array(0)), undefined);
});

test('no two units bear the same id', (t) => {
  t.is(new Set(containers.map(({ id }) => id)).size, containers.length);
});
