import { readFileSync, readdirSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import test from 'ava';
import { detectors, recognise } from '../../detectors/index.js';
import type { Span } from '../../src/model/span.js';
import { readJwt } from '../../src/token/read-jwt.js';
import { root } from '../helpers/root.js';
import { formSamples } from '../helpers/samples/forms.js';
import { leakSamples, manifestSamples } from '../helpers/samples/leaks.js';
import { logSamples } from '../helpers/samples/logs.js';
import { safeSamples } from '../helpers/samples/safes.js';
import { searchText } from '../helpers/search-text.js';

/** Every distinct token that stands in the owned part of `bytes`, as detector and token. */
function tokensIn(bytes: Uint8Array, owned?: Span): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { token } of searchText(bytes, owned)) {
    const jwt = readJwt(token);
    const recognition = jwt === undefined ? undefined : recognise(jwt, detectors);
    if (recognition !== undefined) found.add(`${recognition.detector.id} ${token}`);
  }
  return found;
}

function samplesOf(id: string, kind: 'leak' | 'safe'): readonly string[] {
  const folder = join(root, 'samples', id);
  return readdirSync(folder)
    .filter((name) => name.startsWith(`${kind}.`))
    .map((name) => join(folder, name));
}

test('every folder of samples belongs to a detector, or is one of those that are told here', (t) => {
  const folders = readdirSync(join(root, 'samples'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const others = new Set(['logs', 'manifests', 'archives', 'forms']);
  const known = new Set(detectors.map(({ id }) => id));
  for (const { name } of folders) t.true(known.has(name) || others.has(name), name);
});

for (const { id } of detectors) {
  test(`${id} has at least three samples that leak and three that are safe, and no others`, (t) => {
    const leaks = samplesOf(id, 'leak');
    const safes = samplesOf(id, 'safe');
    t.true(leaks.length >= 3 && safes.length >= 3);
    t.is(readdirSync(join(root, 'samples', id)).length, leaks.length + safes.length);
  });

  for (const file of samplesOf(id, 'leak')) {
    test(`${id}: ${basename(file)} leaks one token, which no other detector claims, wherever the file is cut`, (t) => {
      const bytes = readFileSync(file);
      const [only, ...others] = tokensIn(bytes);
      t.is(only?.split(' ')[0], id);
      t.deepEqual(others, []);
      const jwt = readJwt(only?.split(' ')[1] ?? '');
      t.is(detectors.filter((detector) => jwt !== undefined && detector.recognise(jwt) !== undefined).length, 1);
      for (let cut = 0; cut <= bytes.length; cut += 1) {
        const halves = [tokensIn(bytes, { start: 0, end: cut }), tokensIn(bytes, { start: cut, end: bytes.length })];
        const all = new Set(halves.flatMap((half) => [...half]));
        if (all.size !== 1 || !all.has(only ?? ''))
          t.fail(`cut at ${cut}: ${[...all].map((one) => one.slice(0, 40)).join(', ')}`);
      }
    });
  }

  for (const file of samplesOf(id, 'safe')) {
    test(`${id}: ${basename(file)} holds no token of any detector`, (t) => {
      t.deepEqual([...tokensIn(readFileSync(file))], []);
    });
  }
}

const byText = (a: string, b: string): number => (a < b ? -1 : 1);

const holds = test.macro({
  exec: (t, path: string, expected: readonly string[]) => {
    const ids = [...tokensIn(readFileSync(join(root, 'samples', path)))].map((found) => found.split(' ')[0] ?? '');
    t.deepEqual(ids.toSorted(byText), [...expected]);
  },
  title: (_, path: string) => `samples/${path} holds the tokens that were put there`,
});
test(holds, 'logs/kubelet.log', ['kubernetes-bound', 'kubernetes-legacy']);
test(holds, 'logs/web.docker.log', ['kubernetes-bound']);
test(holds, 'logs/web.cri.log', ['kubernetes-bound', 'kubernetes-bound']);
test(holds, 'logs/audit.log', ['kubernetes-bound']);
test(holds, 'manifests/secret.yaml', ['kubernetes-legacy']);
test(holds, 'manifests/kubeconfig.yaml', ['kubernetes-bound']);
test(holds, 'manifests/argocd-cluster.yaml', ['kubernetes-bound']);

test('the samples are the ones that their generator writes, keys and signatures aside', (t) => {
  const made = new Map([...leakSamples(), ...safeSamples(), ...logSamples(), ...manifestSamples(), ...formSamples()]);
  const written = readdirSync(join(root, 'samples'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'README.md')
    .map((entry) => relative(join(root, 'samples'), join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !path.startsWith('archives/'));
  t.deepEqual(written.toSorted(byText), [...made.keys()].toSorted(byText));
  for (const [path, content] of made) {
    const claims = (bytes: Uint8Array): readonly string[] =>
      [...tokensIn(bytes)].map((found) => found.split(/[ .]/)[2] ?? '').toSorted(byText);
    t.deepEqual(claims(readFileSync(join(root, 'samples', path))), claims(Buffer.from(content as Uint8Array)), path);
  }
});
