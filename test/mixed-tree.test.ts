import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { scan } from '../src/index.js';
import type { Sighting } from '../src/model/finding.js';
import type { Origin } from '../src/model/origin.js';
import type { Span } from '../src/model/span.js';
import { makeZip } from './containers/zip/make-zip.js';
import { contexts, kinds, tokenOf } from './contexts/contexts.js';
import { helmRelease, releaseContent } from './contexts/helm-release.js';
import { lookAlikes } from './contexts/look-alikes.js';
import { segmentsOf } from './contexts/marked-text.js';
import { runCli } from './helpers/run-cli.js';
import { tempFolder } from './helpers/temp-folder.js';

/** A file of the tree, and what has to be told of it. */
interface Planted {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** One line as of `line`; null when nothing stands there. */
  readonly told: string | null;
}

interface Report {
  readonly findings: readonly { readonly token: { readonly raw: string }; readonly sightings: readonly Sighting[] }[];
  readonly summary: { readonly findings: number; readonly complete: boolean };
}

/** A sighting in one line: where, which token, all of it or not, wrapped in what, at which bytes. */
function line(
  place: string,
  token: string,
  sighting: { readonly complete: boolean; readonly encodings: readonly string[]; readonly segments: readonly Span[] },
): string {
  const { complete, encodings, segments } = sighting;
  const fingerprint = createHash('sha256').update(token).digest('hex').slice(0, 16);
  const bytes = segments.map(({ start, end }) => `${start}-${end}`).join(',');
  return `${place}: ${fingerprint} ${complete ? 'whole' : 'cut'} [${encodings.join(' ')}] ${bytes}`;
}

const slug = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');

/** Ways to put a file into a container, and what its place is then called. */
const containers: readonly ((
  name: string,
  bytes: Uint8Array,
) => { name: string; bytes: Uint8Array; entries: string })[] = [
  (name, bytes) => ({ name, bytes, entries: '' }),
  (name, bytes) => ({ name: `${name}.gz`, bytes: gzipSync(bytes), entries: ` > ${name}` }),
  (name, bytes) => ({ name, bytes, entries: '' }),
  (name, content) => ({
    name: `${name}.zip`,
    bytes: makeZip([
      { name: 'README', content: 'nothing' },
      { name: `in/${name}`, content },
    ]),
    entries: ` > in/${name}`,
  }),
  (name, content) => ({
    name: `${name}.zip.gz`,
    bytes: gzipSync(makeZip([{ name, content, isStored: true }])),
    entries: ` > ${name}.zip > ${name}`,
  }),
];

/** Every context with a token of every kind, each token in one file alone. */
function leaks(): readonly Planted[] {
  return contexts.flatMap(({ name, write, encodings, left }, row) =>
    Object.keys(kinds).map((kind, column) => {
      const token = tokenOf(kind, name);
      const text = write(token);
      const put = containers[(row + column) % containers.length] ?? containers[0];
      if (put === undefined) throw new Error('no containers');
      const file = put(`${slug(name)}.txt`, text.bytes);
      const path = `${slug(kind)}/${file.name}`;
      const there = left?.(token) ?? token;
      const sighting = { complete: there === token, encodings, segments: segmentsOf(text) };
      return { path, bytes: file.bytes, told: line(`${path}${file.entries}`, there, sighting) };
    }),
  );
}

/** Of a Helm release, the place is one inside the gzip, inside the text. */
function releases(): readonly Planted[] {
  return Object.keys(kinds).map((kind) => {
    const token = tokenOf(kind, 'Helm release');
    const path = `${slug(kind)}/helm-release.yaml`;
    const sighting = { complete: true, encodings: [], segments: segmentsOf(releaseContent(token)) };
    return { path, bytes: helmRelease(token).bytes, told: line(`${path} > embedded > content`, token, sighting) };
  });
}

function planted(): readonly Planted[] {
  const safe = Object.entries(lookAlikes).flatMap(([name, content]) => [
    { path: `safe/${slug(name)}.txt`, bytes: Buffer.from(content as Uint8Array), told: null },
    { path: `safe/${slug(name)}.txt.gz`, bytes: gzipSync(content), told: null },
  ]);
  return [...leaks(), ...releases(), ...safe];
}

async function plant(t: ExecutionContext, files: readonly Planted[]): Promise<string> {
  const folder = await tempFolder(t);
  for (const { path, bytes } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  return folder;
}

/** Where a sighting is, from the file inwards. */
function placeOf(origin: Origin, folder: string): string {
  switch (origin.kind) {
    case 'file':
      return origin.path.text.slice(folder.length + 1);
    case 'archive-entry':
      return `${placeOf(origin.archive, folder)} > ${origin.path.text}`;
    case 'embedded':
      return `${placeOf(origin.in, folder)} > embedded`;
    case 'git-object':
    case 'stdin':
      throw new Error(`a folder holds no ${origin.kind}`);
    default:
      return origin satisfies never;
  }
}

/** What was told and should not be, and what should be told and was not. */
function differences(told: readonly string[], files: readonly Planted[]): readonly string[] {
  const expected = files.flatMap((file) => (file.told === null ? [] : [file.told]));
  const missed = expected.filter((one) => !told.includes(one)).map((one) => `missed: ${one}`);
  const wrong = told.filter((one) => !expected.includes(one)).map((one) => `wrong: ${one}`);
  const twice = told.filter((one, index) => told.indexOf(one) !== index).map((one) => `twice: ${one}`);
  return [...missed, ...wrong, ...twice].toSorted();
}

test('of a tree of every context and every kind, all is found where it stands, and nothing else', async (t) => {
  const files = planted();
  const folder = await plant(t, files);
  const tokens = new Map<string, string>();
  const told: string[] = [];
  for await (const event of scan([{ kind: 'path', path: folder }], { reveal: true })) {
    if (event.type === 'finding') tokens.set(event.finding.fingerprint, event.finding.token.raw ?? '');
    if (event.type === 'sighting')
      told.push(line(placeOf(event.sighting.origin, folder), tokens.get(event.fingerprint) ?? '', event.sighting));
    t.false(event.type === 'failure' || event.type === 'skipped', JSON.stringify(event).slice(0, 300));
  }
  t.true(told.length > 400);
  t.deepEqual(differences(told, files), []);
});

test('of the same tree the command tells the same', async (t) => {
  const files = planted();
  const folder = await plant(t, files);
  const { code, stdout } = await runCli(['dir', folder, '-f', 'json', '--reveal']);
  t.is(code, 1);
  const report = JSON.parse(stdout) as Report;
  const told = report.findings.flatMap(({ token, sightings }) =>
    sightings.map((sighting) => line(placeOf(sighting.origin, folder), token.raw, sighting)),
  );
  t.deepEqual(differences(told, files), []);
  t.is(report.summary.findings, told.length);
  t.true(report.summary.complete);
});
