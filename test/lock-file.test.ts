/** `npm ci` takes the lock file on every platform, and runs nothing of what it installs. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { root } from './helpers/root.js';

interface Entry {
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, Entry>>;
};
const entries = Object.entries(lock.packages);

test("every platform's variant of a package is in the lock file, or npm ci refuses it", (t) => {
  const missing = entries.flatMap(([place, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !isInstalled(place, name))
      .map(([name, range]) => `${place} wants ${name}@${range}: pin it to a version that exists for every platform`),
  );
  t.deepEqual(missing, []);
});

/** npm looks inside the package, then in every folder above it. */
function isInstalled(place: string, name: string): boolean {
  const folders = place
    .split('/node_modules/')
    .map((_, index, parts) => parts.slice(0, index + 1).join('/node_modules/'));
  return ['', ...folders].some((folder) => `${folder === '' ? '' : `${folder}/`}node_modules/${name}` in lock.packages);
}

test('no package runs a script when it is installed', (t) => {
  t.deepEqual(
    entries.filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([place]) => place),
    [],
  );
});

test('the lock file names no registry', (t) => {
  t.deepEqual(
    entries.filter(([, { resolved }]) => resolved?.includes('://') === true).map(([place]) => place),
    [],
  );
});
