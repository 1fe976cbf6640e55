import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { type Walked, walk } from '../../src/sources/walk.js';
import { GitIgnore } from '../../src/sources/gitignore.js';

function folder(t: ExecutionContext): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'kubeleaks-')));
  t.teardown(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function told(root: string, walked: Iterable<Walked>): readonly string[] {
  return [...walked].flatMap((item) => {
    if (item.kind === 'files')
      return item.paths.map(
        (path) =>
          `file ${Buffer.from(path)
            .toString('latin1')
            .slice(root.length + 1)}`,
      );
    const { code, origin } = item.kind === 'failed' ? item.failure : item.skipped;
    return [`${code} ${origin?.kind === 'file' ? origin.path.text.slice(root.length + 1) : ''}`];
  });
}

test('files of a folder come first, then what lies below, each in the order of names, hidden ones too', (t) => {
  const root = folder(t);
  for (const path of ['b/c', 'b/.git/objects', 'a']) mkdirSync(join(root, path), { recursive: true });
  for (const path of ['b/c/2', 'b/1', 'a/.env', 'z', 'b/.git/config']) writeFileSync(join(root, path), '');
  t.deepEqual(told(root, walk(root, { allow: [] })), [
    'file z',
    'file a/.env',
    'file b/1',
    'file b/.git/config',
    'file b/c/2',
  ]);
});

test('files of a large folder come in pieces of at most 64, each once and in the order of names', (t) => {
  const root = folder(t);
  const names = Array.from({ length: 150 }, (_, index) => `${index}`);
  for (const name of names) writeFileSync(join(root, name), '');
  const walked = [...walk(root, { allow: [] })];
  t.deepEqual(
    walked.map((item) => (item.kind === 'files' ? item.paths.length : item.kind)),
    [64, 64, 22],
  );
  t.deepEqual(
    told(root, walked),
    names.sort().map((name) => `file ${name}`),
  );
});

test('a link inside is passed over, one that leads outside is told, an allowed one is opened, circles end', (t) => {
  const root = folder(t);
  const outside = folder(t);
  writeFileSync(join(root, 'real'), '');
  writeFileSync(join(outside, 'secret'), '');
  symlinkSync('real', join(root, 'alias'));
  symlinkSync('.', join(root, 'circle'));
  symlinkSync('nowhere', join(root, 'dangling'));
  symlinkSync(join(outside, 'secret'), join(root, 'out'));
  t.deepEqual(told(root, walk(root, { allow: [] })), ['dangling-link dangling', 'outside-target out', 'file real']);
  const allowed = [...walk(root, { allow: [outside] })];
  t.true(allowed.some((item) => item.kind === 'files' && item.paths.includes(join(outside, 'secret'))));
});

test('a folder that is gone when its turn comes is a failure, and the walk goes on', (t) => {
  const root = folder(t);
  for (const path of ['a', 'b', 'c']) {
    mkdirSync(join(root, path));
    writeFileSync(join(root, path, '1'), '');
  }
  const walked = walk(root, { allow: [] });
  const first = walked.next().value as Walked;
  rmSync(join(root, 'b'), { recursive: true });
  t.deepEqual(told(root, [first, ...walked]), ['file a/1', 'not-found b', 'file c/1']);
});

test('a pipe is told, not waited for', (t) => {
  const root = folder(t);
  execFileSync('mkfifo', [join(root, 'pipe')]);
  t.deepEqual(told(root, walk(root, { allow: [] })), ['special-file pipe']);
});

test('mounted tokens are passed over, unless their folder is named', (t) => {
  const root = folder(t);
  const mounted = join(root, 'var/run/secrets/kubernetes.io/serviceaccount');
  mkdirSync(mounted, { recursive: true });
  writeFileSync(join(mounted, 'token'), '');
  t.deepEqual(told(root, walk(root, { allow: [] })), ['mounted-token var/run/secrets/kubernetes.io/serviceaccount']);
  t.deepEqual(told(mounted, walk(mounted, { allow: [] })), ['file token']);
});

test('names that are not UTF-8 are walked by their bytes', (t) => {
  const root = folder(t);
  const name = Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0x66, 0xff, 0x6f])]);
  writeFileSync(name, '');
  const [item] = [...walk(root, { allow: [] })];
  const [path = ''] = item?.kind === 'files' ? item.paths : [];
  t.true(typeof path !== 'string' && Buffer.from(path).equals(name));
});

test('gitignore rules of every folder count, the deepest last', (t) => {
  const root = folder(t);
  mkdirSync(join(root, 'a/b'), { recursive: true });
  writeFileSync(join(root, '.gitignore'), '*.log\nbuild/\n');
  writeFileSync(join(root, 'a/.gitignore'), '!keep.log\n');
  const rules = new GitIgnore(root);
  t.true(rules.isIgnored(join(root, 'x.log'), false));
  t.true(rules.isIgnored(join(root, 'a/b/x.log'), false));
  t.false(rules.isIgnored(join(root, 'a/keep.log'), false));
  t.true(rules.isIgnored(join(root, 'a/build'), true));
  t.false(rules.isIgnored(join(root, 'a/build'), false));
});
