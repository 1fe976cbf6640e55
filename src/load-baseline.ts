/** A path → the tokens of an earlier report. */
import { readUserFile } from './config/user-file.js';
import { UsageError } from './model/usage-error.js';
import { type Baseline, readBaseline } from './triage/baseline.js';

/** A report of a hundred thousand findings with a hundred places each is about that long. */
const MOST_BYTES = 512 * 1024 * 1024 - 32;

/** Reads the JSON report at `path`. Throws `UsageError`: `file-unreadable` or `baseline-unreadable`. */
export async function loadBaseline(path: string): Promise<Baseline> {
  const text = (await readUserFile(path, { what: 'the baseline', mostBytes: MOST_BYTES })) ?? '';
  return readBaseline(parsed(text, path));
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch {
    // The parser's message quotes the text.
    const message = `cannot use the baseline ${path}: it is not JSON; a file made with -f json is needed`;
    throw new UsageError('baseline-unreadable', message);
  }
}
