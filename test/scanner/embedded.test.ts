import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { inspect, scan, type ScanEvent } from '../../src/index.js';
import { mintShape } from '../helpers/mint.js';
import { root } from '../helpers/root.js';

const token = mintShape({ kind: 'legacy', seed: 'embedded' });

function file(t: ExecutionContext, content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'kubeleaks-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'file'), content);
  return join(folder, 'file');
}

async function sightings(
  events: AsyncGenerator<ScanEvent>,
): Promise<readonly Extract<ScanEvent, { type: 'sighting' }>[]> {
  const found = [];
  for await (const event of events) if (event.type === 'sighting') found.push(event);
  return found;
}

/** Text that gzip cannot shorten, with the token at its end. */
const release = (bytes: number): string => `${randomBytes(bytes).toString('hex')}\ntoken: ${token}\n`;
const base64 = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64');

test('a Helm release is opened: base64 of base64 of gzip', async (t) => {
  for (const before of ['', 'a', 'ab']) {
    const text = `data:\n  release: ${base64(before + base64(gzipSync(release(500))))}\nkind: Secret\n`;
    const [event, ...others] = await sightings(scan([{ kind: 'path', path: file(t, text) }]));
    t.is(others.length, 0);
    t.is(event?.sighting.origin.kind, 'archive-entry');
    const origin = event?.sighting.origin;
    t.is(origin?.kind === 'archive-entry' ? origin.archive.kind : '', 'embedded');
    t.is(event?.sighting.line, 2);
  }
});

for (const name of ['kubelet.log.gz', 'kubelet.log.bz2', 'kubelet.log.xz', 'kubelet.log.zst', 'service.jar']) {
  test(`base64 of ${name} holds what it holds, at any alignment and in two layers`, async (t) => {
    const path = join(root, 'samples/archives', `leak.${name}`);
    const archive = readFileSync(path);
    const tokens = (found: Awaited<ReturnType<typeof sightings>>) => [...new Set(found.map((one) => one.fingerprint))];
    const within = tokens(await sightings(scan([{ kind: 'path', path }])));
    t.not(within.length, 0);
    for (const before of ['', '!', '!!']) {
      for (const text of [base64(Buffer.concat([Buffer.from(before), archive])), base64(before + base64(archive))]) {
        t.deepEqual(tokens(await sightings(inspect(`archive: ${text}\n`))), within, text.slice(0, 40));
      }
    }
  });
}

test('an archive in text is read to its end, however far it runs past a window', async (t) => {
  const once = `release: ${base64(gzipSync(release(2_000_000)))}\n`;
  t.is((await sightings(scan([{ kind: 'path', path: file(t, once) }]))).length, 1);
  const wrapped = base64(base64(gzipSync(release(400_000)))).replace(/.{76}/g, '$&\n      ');
  t.is((await sightings(scan([{ kind: 'path', path: file(t, `release: |\n      ${wrapped}\n`) }]))).length, 1);
});

test('a short archive in text is opened in a stream, and hex is read as well', async (t) => {
  t.is((await sightings(inspect(`x ${base64(gzipSync(release(500)))}`))).length, 1);
  t.is((await sightings(inspect(`x ${gzipSync(release(500)).toString('hex')} y`))).length, 1);
});

async function told(content: string): Promise<readonly string[]> {
  const codes = [];
  for await (const event of inspect(content)) {
    if (event.type === 'failure') codes.push(event.failure.code);
    if (event.type === 'skipped') codes.push(`skipped ${event.skipped.code}`);
  }
  return codes;
}

test('text that looks like an archive by chance is no failure; an archive that breaks off is one', async (t) => {
  const chance = Buffer.concat([Buffer.from('1f8b0800', 'hex'), Buffer.alloc(300, 0xff)]);
  t.deepEqual(await told(`signature: ${base64(chance)}\n`), ['skipped embedded-doubtful']);
  const archive = gzipSync(release(5000));
  t.deepEqual(await told(`release: ${base64(archive.subarray(0, 4000))}\n`), ['archive-truncated']);
  t.deepEqual(await told(`release: ${base64(archive)}\n`), []);
});

test('a magic that repeats itself, on each line or in a dump, is opened only where the text breaks off in it', async (t) => {
  const hex = Array.from({ length: 400 }, () => '1f 8b 08 '.repeat(5)).join('\n');
  for (const text of ['H4sI\n'.repeat(2000), hex]) {
    const types = [];
    for await (const event of scan([{ kind: 'path', path: file(t, text) }])) types.push(event.type);
    t.true(types.filter((type) => type === 'skipped' || type === 'failure').length <= 2, types.join(' '));
  }
});

test('a token in an archive of few bytes makes what follows it a failure', async (t) => {
  const archive = gzipSync(`token: ${token}\n`, { level: 0 });
  t.deepEqual(await told(`x: ${base64(archive.subarray(0, -4))}\n`), ['archive-truncated']);
});

test('every archive in one text is opened, however many there are', async (t) => {
  const releases = Array.from({ length: 300 }, (_, index) => {
    const own = mintShape({ kind: 'unbound', seed: `release-${index}` });
    return { own, line: `  release: ${base64(base64(gzipSync(`token: ${own}\n`)))}\n` };
  });
  const events: ScanEvent[] = [];
  const path = file(t, releases.map(({ line }) => line).join('data:\n'));
  for await (const event of scan([{ kind: 'path', path }])) events.push(event);
  t.is(events.filter(({ type }) => type === 'finding').length, 300);
  t.deepEqual(
    events.filter(({ type }) => type === 'failure'),
    [],
  );
});
