/** A path → the tokens of an earlier report. */
import { userFilePieces } from './config/user-file.js';
import { detached } from './report/detached.js';
import type { Members, ReportPart } from './report/part.js';
import { readParts } from './report/read-parts.js';
import { type Baseline, readBaseline } from './triage/baseline.js';

/**
 * Reads the report (`-f json` or `-f jsonl`) at `path`; only fingerprints of it are kept, however long it is. Throws
 * `UsageError`: `file-unreadable` or `report-unreadable`.
 */
export async function loadBaseline(path: string): Promise<Baseline> {
  const what = 'the baseline';
  const findings: unknown[] = [];
  let run: unknown;
  const take = (part: ReportPart): void => {
    if (part.kind === 'finding') findings.push(detached(tokenOf(part.value)));
    else if (part.kind === 'run') run = part.value;
  };
  for await (const parts of readParts({ name: `${what} ${path}`, pieces: () => userFilePieces(path, what) }))
    for (const part of parts) take(part);
  return readBaseline({ schema: 'kubeleaks/report/1', findings, run });
}

/** What a baseline compares by. */
function tokenOf({ fingerprint, bodyFingerprint, token }: Members): Members {
  const isCut = typeof token === 'object' && token !== null && 'complete' in token && token.complete === false;
  return { fingerprint, bodyFingerprint, token: { complete: !isCut } };
}
