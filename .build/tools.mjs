// Where the project and its tools stand.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const require = createRequire(import.meta.url);

/** A file of an installed package, also of one whose `exports` do not name it. */
export function packageFile(name, file) {
  for (const folder of require.resolve.paths(name) ?? []) {
    try {
      return join(dirname(require.resolve(join(folder, name, 'package.json'))), file);
    } catch {
      // Not in this folder; the next one up may have it.
    }
  }
  throw new Error(`${name} is not installed: run \`npm ci\` first`);
}
