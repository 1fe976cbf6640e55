/** `human`: for a person at a terminal; grouped by token, or one token after the other while a stream flows. */
import type { Severity } from '../model/severity.js';
import { cardText } from './human/card.js';
import { LiveReporter } from './human/live.js';
import { createStyler } from './human/styler.js';
import { summaryText } from './human/summary-text.js';
import { suppressedText } from './human/suppressed-text.js';
import { bufferedReporter } from './report/buffered-reporter.js';
import type { Reporter, ReporterOptions } from './reporter.js';

/** Places of one token that a person wants to read; all are counted. */
export const LISTED_PLACES = 10;

/**
 * Makes a reporter for people. Buffered, it writes at the end: the most severe token first, suppressed ones shortly,
 * then a summary. With `live` each token is written when its first place is known.
 */
export function createHumanReporter(options: ReporterOptions): Reporter {
  const listed = options.maxSightings ?? LISTED_PLACES;
  const style = createStyler(options.color);
  if (options.live) return new LiveReporter({ style, listed, width: options.width, detail: options.detail });
  return bufferedReporter(listed, function* (report) {
    const { run, findings, commits } = report;
    const context = { style, width: options.width, now: run.startedAt, detail: options.detail, commits };
    const bySeverity = new Map<Severity, number>();
    const suppressed: string[] = [];
    for (const reported of findings) {
      const { severity, suppression } = reported.finding;
      if (suppression === null) {
        bySeverity.set(severity, (bySeverity.get(severity) ?? 0) + 1);
        yield `${cardText(reported, context)}\n`;
      } else suppressed.push(suppressedText(reported.finding, options.width));
    }
    yield* suppressed;
    if (suppressed.length > 0) yield '\n';
    yield summaryText({ ...report, bySeverity }, context);
  });
}
