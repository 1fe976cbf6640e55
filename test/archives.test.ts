import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { scan, type ScanEvent } from '../src/index.js';
import type { Origin } from '../src/model/origin.js';
import { root } from './helpers/root.js';

const archives = join(root, 'samples', 'archives');

/** Where the tokens stand: the entries from the outside in, and the line. */
const expected: { readonly [file: string]: readonly string[] } = {
  'leak.kubelet.log.gz': ['leak.kubelet.log:121', 'leak.kubelet.log:161', 'leak.kubelet.log:42'],
  'leak.kubelet.log.zst': ['leak.kubelet.log:121', 'leak.kubelet.log:161', 'leak.kubelet.log:42'],
  'leak.kubelet.log.bz2': ['leak.kubelet.log:121', 'leak.kubelet.log:42'],
  'leak.kubelet.log.xz': ['leak.kubelet.log:121', 'leak.kubelet.log:42'],
  'leak.kubelet.log.lz4': ['leak.kubelet.log:121', 'leak.kubelet.log:42'],
  'leak.backup.tar.gz': ['leak.backup.tar > backup/home/.kube/config:15', 'leak.backup.tar > backup/srv/app.env:3'],
  'leak.service.jar': ['BOOT-INF/classes/secret.yaml:5'],
  'leak.agent.deb': ['data.tar.xz > data.tar > ./etc/agent/kubeconfig:15'],
  'leak.image.tar': ['blobs/sha256/* > root/.kube/config:15'],
};

/** The names of the entries around a place, from the outside in; digests are not told. */
function entriesOf(origin: Origin): string[] {
  if (origin.kind !== 'archive-entry') return [];
  return [...entriesOf(origin.archive), origin.path.text.replace(/[0-9a-f]{64}/, '*')];
}

async function scanned(path: string): Promise<readonly ScanEvent[]> {
  const events: ScanEvent[] = [];
  for await (const event of scan([{ kind: 'path', path }], { now: () => new Date('2026-11-23T12:00:00Z') }))
    events.push(event);
  return events;
}

test('every sample of an archive has its places told here', (t) => {
  t.deepEqual(readdirSync(archives).sort(), Object.keys(expected).sort());
});

for (const [file, places] of Object.entries(expected)) {
  for (const isNamed of [true, false]) {
    test(`${file} is opened ${isNamed ? 'under its name' : 'without its name'}, and its tokens are found where they stand`, async (t) => {
      const folder = mkdtempSync(join(tmpdir(), 'kubeleaks-'));
      t.teardown(() => rmSync(folder, { recursive: true, force: true }));
      const path = join(folder, isNamed ? file : 'attachment');
      copyFileSync(join(archives, file), path);
      const events = await scanned(path);
      const found = events.flatMap((event) =>
        event.type === 'sighting' ? [`${entriesOf(event.sighting.origin).join(' > ')}:${event.sighting.line}`] : [],
      );
      const nameless = (place: string): string => (isNamed ? place : place.replace(/^leak\.[^ :]+/, 'attachment'));
      t.deepEqual(found.sort(), places.map(nameless));
      t.deepEqual(
        events.filter(({ type }) => type === 'failure' || type === 'skipped'),
        [],
      );
    });
  }
}

test('nothing is left in the folder for temporary files, even of an archive that is broken', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'kubeleaks-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'broken.zip'), Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(500, 'x')]));
  const events = await scanned(folder);
  t.deepEqual(
    events.flatMap((event) => (event.type === 'failure' ? [event.failure.code] : [])),
    ['archive-truncated'],
  );
  t.deepEqual(readdirSync(folder), ['broken.zip']);
});

async function failuresOf(t: ExecutionContext, name: string, content: Uint8Array): Promise<Map<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'kubeleaks-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, name), content);
  const counts = new Map<string, number>();
  for (const event of await scanned(folder)) {
    if (event.type === 'failure') counts.set(event.failure.code, (counts.get(event.failure.code) ?? 0) + 1);
  }
  return counts;
}

test('containers that lie too deep in each other are told, and end', async (t) => {
  let nested: Uint8Array = Buffer.from('no token');
  for (let level = 0; level < 30; level += 1) nested = gzipSync(nested);
  t.deepEqual([...(await failuresOf(t, 'deep.gz', nested))], [['archive-too-deep', 1]]);
});
