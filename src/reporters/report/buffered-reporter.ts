/** A reporter that hears everything before it writes. */
import type { Reporter } from '../reporter.js';
import { ReportBuilder } from './report-builder.js';
import type { Report } from './report.js';

/**
 * Collects the events and hands the finished report to `write`, which gives the text piece by piece. Of each finding
 * `maxSightings` places are kept (null: 100); all are counted.
 */
export function bufferedReporter(maxSightings: number | null, write: (report: Report) => Iterable<string>): Reporter {
  const builder = new ReportBuilder(maxSightings);
  return {
    accept(event) {
      builder.accept(event);
      return '';
    },
    finish: () => write(builder.build()),
  };
}
