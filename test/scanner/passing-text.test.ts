import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { scan } from '../../src/index.js';
import { type ReadStream, searchStream } from '../../src/scanner/stream-search.js';
import { spool } from '../../src/sources/spool.js';
import { makeZip } from '../containers/zip/make-zip.js';
import { mintShape } from '../helpers/mint.js';

const token = mintShape({ kind: 'legacy', seed: 'passing' });

/** An archive that does not fit into a window once it is text, with the token at its very end. */
const archiveOf = (bytes: number): Buffer =>
  gzipSync(Buffer.concat([randomBytes(bytes), Buffer.from(`\ntoken: ${token}\n`)]), { level: 1 });
const archive = archiveOf(700_000);

function hexDump(bytes: Buffer): string {
  const lines = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = bytes.subarray(at, at + 16);
    const digits = row.toString('hex').replace(/../g, '$& ');
    lines.push(
      `${at.toString(16).padStart(8, '0')}: ${digits.padEnd(48)} ${row.toString('latin1').replace(/[^ -~]/g, '.')}\n`,
    );
  }
  return lines.join('');
}

const wrapped = (text: string, by: string): string => text.replace(/.{76}/g, `$&${by}`);
const base64 = archive.toString('base64');

const texts: Readonly<Record<string, string>> = {
  'base64 at 76 columns, indented': `release: |\n      ${wrapped(base64, '\n      ')}\nkind: Secret\n`,
  'base64 behind the prefix of a log': `app-1  | data: ${wrapped(base64, '\napp-1  | ')}\napp-1  | done\n`,
  'base64 of base64': `release: ${Buffer.from(base64).toString('base64')}\n`,
  'base64 put together in code': `const release = "${wrapped(base64, '" +\n  "')}";\n`,
  'hex put together in code': `release := "${wrapped(archive.toString('hex'), '" +\n\t"')}"\n`,
  'a hex dump': `body:\n${hexDump(archiveOf(200_000))}end\n`,
};

/** Bytes as they come through a pipe, never more than `most` at once. */
function piped(bytes: Buffer, most: number): ReadStream {
  let position = 0;
  return async (target, offset, length) => {
    const piece = bytes.subarray(position, position + Math.min(most, length));
    target.set(piece, offset);
    position += piece.length;
    return piece.length;
  };
}

async function streamed(bytes: Buffer, most: number): Promise<readonly string[]> {
  const told = [];
  for await (const item of searchStream({ kind: 'stdin' }, piped(bytes, most), spool)) {
    if (item.kind === 'sighted') told.push(item.token === token ? 'the token' : 'another');
    if (item.kind === 'failed') told.push(item.failure.code);
  }
  return told;
}

async function scanned(t: ExecutionContext, bytes: Buffer): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'kubeleaks-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'file'), bytes);
  const told = [];
  for await (const event of scan([{ kind: 'path', path: join(folder, 'file') }])) {
    if (event.type === 'sighting') told.push('the token');
    if (event.type === 'failure') told.push(event.failure.code);
  }
  return told;
}

for (const [title, text] of Object.entries(texts)) {
  test(`an archive is read to its end from a file, a pipe, gzip and zip: ${title}`, async (t) => {
    const bytes = Buffer.from(text, 'latin1');
    t.deepEqual(await scanned(t, bytes), ['the token'], 'file');
    t.deepEqual(await streamed(bytes, 1 << 20), ['the token'], 'pipe');
    t.deepEqual(await streamed(bytes, 4093), ['the token'], 'small writes');
    t.deepEqual(await scanned(t, gzipSync(bytes, { level: 1 })), ['the token'], 'gzip');
    t.deepEqual(await scanned(t, makeZip([{ name: 'values.yaml', content: bytes }])), ['the token'], 'zip');
  });
}

test('archives in a text that passes are told before the text ends', async (t) => {
  const line = Buffer.from(
    `release: ${gzipSync(`token: ${token}\n`).toString('base64')}\n${'nothing\n'.repeat(40_000)}`,
  );
  const told: string[] = [];
  const seen: number[] = [];
  const bytes = piped(Buffer.concat([line, line]), 300_000);
  const read: ReadStream = (...room) => {
    seen.push(told.length);
    return bytes(...room);
  };
  for await (const item of searchStream({ kind: 'stdin' }, read, spool))
    if (item.kind === 'sighted') told.push(item.token);
  t.true(seen.includes(1), `${seen}`);
  t.is(told.length, 2);
});

test('what only looks like an archive hides none that follows it, and a text of such starts is told once', async (t) => {
  const junk = `H4sI${randomBytes(60).toString('base64')}\n`.repeat(3000);
  const text = Buffer.from(`${junk}release: ${wrapped(base64, '\n')}\nend\n${junk}`);
  const told = await streamed(text, 65_536);
  t.true(told.includes('the token'));
  t.true(told.filter((code) => code === 'embedded-too-many').length <= 1);
});
