/** The reports of one scan: each a format and the place it goes to, all fed with the same events. */
import { createReporter, type Format, openOutput, type Output, type Reporter, type ScanEvent } from '../index.js';
import type { Shell } from './shell.js';

/** A report that is asked for; without a file it goes to standard output. */
export interface ReportRequest {
  readonly format: Format;
  readonly file: string | undefined;
}

/** How reports are to look. */
export interface ReportStyle {
  readonly reveal: boolean;
  /** Colours, where the output is a terminal. */
  readonly color: boolean;
  readonly maxSightings: number | null;
  /** Human reports print findings when they come. */
  readonly live: boolean;
  /** Human reports show the full card of each token. */
  readonly detail: boolean;
}

interface Report {
  readonly reporter: Reporter;
  readonly output: Output;
  readonly isOnTerminal: boolean;
}

/** Prose needs some columns; a narrower terminal wraps by itself. */
const NARROWEST = 40;

/** Open reports. Either `finish` or `abandon` ends them. */
export class Reports {
  readonly #reports: readonly Report[];
  /** Called before something is written to a terminal, which may show progress. */
  readonly #beforeTerminal: () => void;
  #isFinished = false;

  constructor(reports: readonly Report[], beforeTerminal: () => void) {
    this.#reports = reports;
    this.#beforeTerminal = beforeTerminal;
  }

  /** True when nobody reads any of them any more. */
  get isClosed(): boolean {
    return this.#reports.every(({ output }) => output.isClosed);
  }

  async accept(event: ScanEvent): Promise<void> {
    for (const report of this.#reports) await this.#write(report, report.reporter.accept(event));
  }

  /** Writes what is left; files get their names. Once: later calls do nothing. */
  async finish(): Promise<void> {
    if (this.#isFinished) return;
    this.#isFinished = true;
    for (const report of this.#reports) {
      for (const text of report.reporter.finish()) await this.#write(report, text);
      await report.output.finish();
    }
  }

  /** Leaves no file behind, and what stood under the names before. */
  async abandon(): Promise<void> {
    await Promise.all(this.#reports.map(({ output }) => output.abandon()));
  }

  async #write({ output, isOnTerminal }: Report, text: string): Promise<void> {
    if (text === '' || output.isClosed) return;
    if (isOnTerminal) this.#beforeTerminal();
    await output.write(text);
  }
}

/** Opens all outputs, or none: throws `UsageError` when one cannot be written. */
export async function openReports(
  requests: readonly ReportRequest[],
  style: ReportStyle,
  shell: Pick<Shell, 'stdout'>,
  beforeTerminal: () => void,
): Promise<Reports> {
  const { reveal, color, maxSightings, live, detail } = style;
  const opened: Report[] = [];
  try {
    for (const { format, file } of requests) {
      const isOnTerminal = file === undefined && shell.stdout.isTTY;
      // A terminal that does not know its width says 0.
      const width = isOnTerminal ? Math.max(NARROWEST, shell.stdout.columns || 80) : 80;
      const reporter = await createReporter(format, {
        color: color && file === undefined,
        width,
        maxSightings,
        live,
        detail,
      });
      const output = await openOutput(file ?? shell.stdout, { reveal });
      opened.push({ reporter, output, isOnTerminal });
    }
  } catch (error) {
    await Promise.all(opened.map(({ output }) => output.abandon()));
    throw error;
  }
  return new Reports(opened, beforeTerminal);
}
