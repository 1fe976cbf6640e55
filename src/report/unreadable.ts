/** Why a file is no report that can be used: what is wrong, and what to do. */
import { UsageError } from '../model/usage-error.js';

/** A `UsageError` `report-unreadable` that says what `file` is. */
export function unreadable(file: string, reason: string): UsageError {
  return new UsageError('report-unreadable', `cannot use ${file}: ${reason}`);
}
