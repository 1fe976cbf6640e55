/** Reports of what a filter meets, written beside the stream that passes. */
import { formats, type ScanEvent, UsageError } from '../index.js';
import { misfit } from './flag.js';
import { openReports, type Reports } from './reports.js';
import type { Shell } from './shell.js';

/** Events come while bytes flow, and are written in the order they came. */
export class SideReports {
  readonly #reports: Reports;
  #writing: Promise<void> = Promise.resolve();

  constructor(reports: Reports) {
    this.#reports = reports;
  }

  accept(event: ScanEvent): void {
    this.#writing = this.#writing.then(() => this.#reports.accept(event));
    // Told by `finish`.
    this.#writing.catch(() => {});
  }

  /** Files get their names. */
  async finish(): Promise<void> {
    await this.#writing;
    await this.#reports.finish();
  }

  /** Leaves no file behind. */
  async abandon(): Promise<void> {
    await this.#reports.abandon();
  }
}

/** Opens what `--also` asks for; undefined when it asks for nothing. Throws `UsageError` for what cannot be written. */
export async function openSideReports(
  pairs: readonly (readonly [string, string])[],
  shell: Shell,
): Promise<SideReports | undefined> {
  if (pairs.length === 0) return undefined;
  const requests = pairs.map(([name, file]) => {
    const format = formats.find((candidate) => candidate === name);
    if (format === undefined) throw misfit('--also', `one of ${formats.join(', ')} is needed before the =`, name);
    if (file === '-') throw new UsageError('flag-conflict', '--also needs a file: standard output is for the stream');
    return { format, file };
  });
  const style = { reveal: false, color: false, maxSightings: null, live: false, detail: false };
  return new SideReports(await openReports(requests, style, shell, () => {}));
}
