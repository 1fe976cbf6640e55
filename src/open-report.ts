/** A path → what an earlier report says. */
import { textPieces, userFilePieces } from './config/user-file.js';
import type { EarlierReport } from './report/earlier-report.js';
import { readReport } from './report/read-report.js';
import { readStdin } from './sources/stdin.js';

/**
 * Reads the report at `path`, or on standard input when that is `-`, which messages call `what`; of each token
 * `mostSightings` places are kept. Throws `UsageError`: `file-unreadable` or `report-unreadable`.
 */
export async function openReport(path: string, what: string, mostSightings: number): Promise<EarlierReport> {
  const isOnce = path === '-';
  const name = `${what} ${isOnce ? 'on standard input' : path}`;
  const pieces = (): AsyncGenerator<string> =>
    isOnce ? textPieces((chunk) => readStdin(chunk, 0, chunk.length), name) : userFilePieces(path, what);
  return await readReport({ name, isOnce, pieces }, mostSightings);
}
