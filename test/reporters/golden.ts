/** Golden files: what a reporter wrote once and a person looked at. `UPDATE_GOLDEN=1 npx ava` writes them anew. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import type { ScanEvent } from '../../src/model/event.js';
import { maskTokens } from '../../src/output/mask.js';
import { createReporter, type Format } from '../../src/reporters/create-reporter.js';
import { assets } from '../../src/reporters/html/assets.js';
import type { ReporterOptions } from '../../src/reporters/reporter.js';

const folder = join('test', 'reporters', 'golden');

/** Every piece of text a reporter writes for `events`, as it writes it. */
export async function pieces(
  format: Format,
  events: Iterable<ScanEvent>,
  options: Partial<ReporterOptions> = {},
): Promise<string[]> {
  const reporter = await createReporter(format, options);
  const written: string[] = [];
  for (const event of events) written.push(reporter.accept(event));
  return [...written, ...reporter.finish()].filter((text) => text !== '');
}

/** The report for `events` as a user gets it: masked piece by piece. */
export async function report(
  format: Format,
  events: Iterable<ScanEvent>,
  options: Partial<ReporterOptions> = {},
): Promise<string> {
  return (await pieces(format, events, options)).map((text) => maskTokens(text)).join('');
}

/** The page's own script and style are code with tests of their own, and change with every word of it. */
function withoutAssets(text: string): string {
  const { script, style, scriptHash, styleHash } = assets;
  return text
    .replace(script, () => 'SCRIPT')
    .replace(style, () => 'STYLE')
    .replace(scriptHash, 'SCRIPT-HASH')
    .replace(styleHash, 'STYLE-HASH');
}

/** Holds `text` against the golden file `name`. */
export function matchGolden(t: ExecutionContext, name: string, whole: string): void {
  const text = withoutAssets(whole);
  const path = join(folder, name);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, text);
  }
  t.is(text, readFileSync(path, 'utf8'), `differs from ${path}; look at it, then UPDATE_GOLDEN=1`);
}
