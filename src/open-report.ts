/** A path → what an earlier report says. */
import { userFilePieces } from './config/user-file.js';
import type { EarlierReport } from './report/earlier-report.js';
import { readReport } from './report/read-report.js';

/**
 * Reads the report at `path`, which messages call `what`; of each token `mostSightings` places are kept. Throws
 * `UsageError`: `file-unreadable` or `report-unreadable`.
 */
export async function openReport(path: string, what: string, mostSightings: number): Promise<EarlierReport> {
  return await readReport({ name: `${what} ${path}`, pieces: () => userFilePieces(path, what) }, mostSightings);
}
