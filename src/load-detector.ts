/** A path on the command line → a detector of the user's own. It is code, and trusted like the command itself. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { detectors } from '../detectors/index.js';
import type { Detector } from './model/detector.js';
import { UsageError } from './model/usage-error.js';

/** Ids look like those of the built-in detectors, so that `--only` can name them and reports sort them. */
const ID = /^[a-z][a-z0-9-]{0,63}$/;

const reasons: { readonly [code: string]: string } = {
  ERR_MODULE_NOT_FOUND: 'there is no such file, or it imports one that is missing',
  ERR_UNKNOWN_FILE_EXTENSION: 'a file that ends in .js or .mjs is needed',
  ERR_UNSUPPORTED_DIR_IMPORT: 'it is a folder',
  ERR_INVALID_FILE_URL_PATH: 'it is no path of a file',
};

/**
 * Runs the ES module at `path` and takes its export `detector`, or its default export. Throws `UsageError`
 * `detector-unusable` when it cannot be loaded or has another shape, without a word of its own errors.
 */
export async function loadDetector(path: string): Promise<Detector> {
  const refuse = (reason: string): UsageError =>
    new UsageError('detector-unusable', `cannot use the detector ${path}: ${reason}`);
  let loaded: { readonly [name: string]: unknown };
  try {
    loaded = (await import(pathToFileURL(resolve(path)).href)) as typeof loaded;
  } catch (error) {
    const { name, code } = error instanceof Error ? (error as NodeJS.ErrnoException) : { name: 'no error', code: '' };
    if (name === 'SyntaxError') throw refuse('it is not valid JavaScript');
    throw refuse(reasons[code ?? ''] ?? `it failed while it was loaded (${name})`);
  }
  const given = loaded['detector'] ?? loaded['default'];
  const wanting = wantOf(given);
  if (wanting !== undefined) throw refuse(wanting);
  return given as Detector;
}

/** What is missing for a detector, or undefined. */
function wantOf(given: unknown): string | undefined {
  if (typeof given !== 'object' || given === null) return 'it has to export an object named detector';
  const { id, title, meaning, references, recognise } = given as { readonly [key in keyof Detector]: unknown };
  if (typeof id !== 'string' || !ID.test(id)) return 'its id has to be small letters, digits and -, a letter first';
  if (detectors.some((builtIn) => builtIn.id === id)) return `its id is taken by a built-in detector: ${id}`;
  if (typeof title !== 'string' || typeof meaning !== 'string') return 'its title and its meaning have to be texts';
  if (!Array.isArray(references) || !references.every((reference) => typeof reference === 'string')) {
    return 'its references have to be a list of texts';
  }
  return typeof recognise === 'function' ? undefined : 'it needs a function recognise(jwt)';
}
