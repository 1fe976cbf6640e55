/** The judges: what the system's own tools pack must come out as it went in. Whoever lacks a tool runs the fixtures alone. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { Container } from '../../src/containers/container.js';
import { recogniseContainer } from '../../src/containers/recognise-container.js';
import { codes, contentOf, openAll } from './harness.js';
import { sampleText } from './sample-text.js';

function run(
  tool: string,
  args: readonly string[],
  options: { readonly input?: Uint8Array; readonly cwd?: string } = {},
): Buffer {
  return execFileSync(tool, args, { ...options, maxBuffer: 2 ** 28, stdio: ['pipe', 'pipe', 'ignore'] });
}

/** False, and told in a plain line, where the tool is not there. */
function isThere(t: ExecutionContext, tool: string): boolean {
  try {
    run('sh', ['-c', `command -v ${tool}`]);
    return true;
  } catch {
    t.log(`skipped: ${tool} is not installed`);
    t.pass();
    return false;
  }
}

/** Text, noise, repeats of both near and far, runs and nothing. */
const contents = [
  Buffer.alloc(0),
  Buffer.from('x'),
  randomBytes(100_000),
  Buffer.from(sampleText(60_000)),
  Buffer.alloc(700_000, 'ab'),
  Buffer.concat([
    randomBytes(150_000),
    Buffer.from(sampleText(20_000)),
    Buffer.alloc(90_000),
    Buffer.from(sampleText(20_000)),
  ]),
];

const compressors: readonly (readonly [string, readonly string[]])[] = [
  ['gzip', ['-c', '-1']],
  ['gzip', ['-c', '-9']],
  ['bzip2', ['-c', '-1']],
  ['bzip2', ['-c', '-9']],
  ['xz', ['-c', '-0']],
  ['xz', ['-c', '-9e']],
  ['xz', ['-c', '-T2', '--block-size=100000', '-Ccrc32']],
  ['xz', ['-c', '--lzma2=lc=1,lp=3,pb=4']],
  ['zstd', ['-q', '-c', '-1']],
  ['zstd', ['-q', '-c', '-19']],
  ['zstd', ['-q', '-c', '--ultra', '-22', '--long=27']],
  ['zstd', ['-q', '-c', '--fast=7', '--no-check']],
  ['lz4', ['-q', '-c', '-1']],
  ['lz4', ['-q', '-c', '-9', '-BX']],
  ['lz4', ['-q', '-c', '-B4', '-BD']],
];

for (const [tool, args] of compressors) {
  test(`what ${tool} ${args.join(' ')} packs comes out as it went in, alone and two in a row`, async (t) => {
    if (!isThere(t, tool)) return;
    const packed = contents.map((input) => run(tool, args, { input }));
    for (const [index, bytes] of packed.entries()) {
      const container = recogniseContainer(bytes);
      t.is(container?.id, tool);
      for (const row of [[index], [index, (index + 1) % packed.length]]) {
        const seen = await openAll(container as Container, Buffer.concat(row.map((at) => packed[at] as Buffer)), {
          cuts: [40_000, 70_001, 3],
        });
        t.deepEqual(codes(seen), []);
        t.true(contentOf(seen).equals(Buffer.concat(row.map((at) => contents[at] as Buffer))));
      }
    }
  });
}

const files = new Map<string, Buffer>([
  ['token.txt', Buffer.from('eyJhbGciOiJSUzI1NiJ9')],
  ['folder/a name with spaces and ümlaut', Buffer.from(sampleText(3000))],
  [`${'deep/'.repeat(30)}${'n'.repeat(120)}`, randomBytes(70_000)],
  ['empty', Buffer.alloc(0)],
  ['block', Buffer.alloc(512, 'b')],
]);

async function tree(t: ExecutionContext): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'kubeleaks-test-'));
  t.teardown(() => rm(root, { recursive: true, force: true }));
  for (const [name, content] of files) {
    await mkdir(dirname(join(root, 'in', name)), { recursive: true });
    await writeFile(join(root, 'in', name), content);
  }
  return root;
}

const archivers: readonly (readonly [string, string, (out: string) => readonly string[]])[] = [
  ['tar', 'GNU', (out) => ['--format=gnu', '-cf', out, '.']],
  ['tar', 'pax', (out) => ['--format=pax', '-cf', out, '.']],
  ['zip', 'plain', (out) => ['-qr', out, '.']],
  ['zip', 'stored, zip64', (out) => ['-qr0', '-fz', out, '.']],
];

for (const [tool, kind, args] of archivers) {
  test(`what ${tool} packs (${kind}) comes out as it went in`, async (t) => {
    if (!isThere(t, tool)) return;
    const root = await tree(t);
    const out = join(root, `out.${tool}`);
    run(tool, args(out), { cwd: join(root, 'in') });
    const bytes = await readFile(out);
    const container = recogniseContainer(bytes);
    t.is(container?.id, tool);
    for (const isFile of [false, true]) {
      const seen = await openAll(container as Container, bytes, { isFile, cuts: [5000, 77] });
      t.deepEqual(codes(seen), []);
      const found = new Map(
        seen.flatMap((item) => ('content' in item ? [[String(item.path).replace(/^\.\//, ''), item.content]] : [])),
      );
      t.deepEqual([...found.keys()].sort(), [...files.keys()].sort());
      for (const [name, content] of files) t.true(found.get(name)?.equals(content), name);
    }
  });
}
