import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { inspect, scan, type ScanEvent } from '../../src/index.js';
import { makeZip } from '../containers/zip/make-zip.js';
import { mintShape } from '../helpers/mint.js';

const token = mintShape({ kind: 'legacy', seed: 'behind' });
const other = mintShape({ kind: 'unbound', seed: 'launch script' });

const jar = makeZip([
  { name: 'META-INF/MANIFEST.MF', content: 'Main-Class: app.Main\n' },
  { name: 'application.yaml', content: `token: ${token}\n` },
]);

/** The archive behind `start`; `isAdjusted`: its offsets count from the start of the file, as `zip -A` makes them. */
function behind(start: string, isAdjusted: boolean): Buffer {
  const stub = Buffer.from(start, 'latin1');
  if (!isAdjusted) return Buffer.concat([stub, jar]);
  const moved = Buffer.from(jar);
  const end = moved.length - 22;
  const directory = moved.readUInt32LE(end + 16);
  moved.writeUInt32LE(directory + stub.length, end + 16);
  for (let at = directory; at < end; at += 46 + moved.readUInt16LE(at + 28)) {
    moved.writeUInt32LE(moved.readUInt32LE(at + 42) + stub.length, at + 42);
  }
  return Buffer.concat([stub, moved]);
}

async function told(events: AsyncGenerator<ScanEvent>): Promise<readonly string[]> {
  const found = [];
  for await (const event of events) {
    if (event.type === 'failure') found.push(event.failure.code);
    if (event.type === 'skipped') found.push(`skipped ${event.skipped.code}`);
    if (event.type !== 'sighting') continue;
    const { origin } = event.sighting;
    found.push(origin.kind === 'archive-entry' ? origin.path.text : 'the start');
  }
  return found.sort();
}

function scanned(t: ExecutionContext, content: Uint8Array): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'kubeleaks-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'file'), content);
  return told(scan([{ kind: 'path', path: join(folder, 'file') }]));
}

const script = `#!/bin/sh\nexport TOKEN=${other}\nexec java -jar "$0" "$@"\n`;

for (const isAdjusted of [false, true]) {
  const offsets = isAdjusted ? 'offsets from the start of the file' : 'offsets of its own';
  test(`a jar behind a launch script is opened, and the script is searched: ${offsets}`, async (t) => {
    const file = behind(script, isAdjusted);
    t.deepEqual(await scanned(t, file), ['application.yaml', 'the start'], 'file');
    t.deepEqual(await told(inspect(file)), ['application.yaml', 'the start'], 'stream');
    t.deepEqual(await scanned(t, gzipSync(file)), ['application.yaml', 'file'], 'gzip');
  });

  test(`an archive behind a large program is opened: ${offsets}`, async (t) => {
    for (const size of [200_000, 17 << 20]) {
      const file = behind(`\x7fELF${'PK\x03\x04 is not enough. '.repeat(20)}${'\0'.repeat(size)}`, isAdjusted);
      t.deepEqual(await scanned(t, file), ['application.yaml'], `${size} in a file`);
      t.deepEqual(await told(inspect(file)), ['application.yaml'], `${size} in a stream`);
    }
  });
}

test('a program that only holds the start of an entry is no failure, and nothing is skipped', async (t) => {
  const file = Buffer.concat([Buffer.from(`MZ${'\0'.repeat(100)}`), jar.subarray(0, 60), Buffer.alloc(5000)]);
  t.deepEqual(await scanned(t, file), []);
  t.deepEqual(await told(inspect(file)), []);
});
