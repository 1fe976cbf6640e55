/** One file, tokens replaced where it lies. */
import { type InPlaceFile, openInPlaceFile } from './output/in-place-file.js';
import { noCounts, redact } from './redact.js';
import type { RedactCounts, RedactOptions } from './redact-options.js';
import { type ChangedLine, changedLines } from './redaction/changed-lines.js';
import type { Inlet, Outlet } from './redaction/pump.js';
import { scan } from './scan.js';

/** What to do with a file. */
export interface RedactFileOptions extends RedactOptions {
  /** Is told what would change, instead of a change. */
  readonly onChange?: (change: ChangedLine) => void;
}

/** What became of a file. */
export interface RedactedFile {
  readonly counts: RedactCounts;
  /** Tokens that cannot be replaced and are still in it: in what is packed in it, say. */
  readonly remaining: number;
}

/**
 * Replaces the tokens in a file. The new file is written aside and takes the name of the old one when it is whole; owner,
 * mode and extended attributes stay. Nothing is changed when there is nothing to replace, and when there is an `onChange`.
 * Throws `UsageError` for files that are not to be touched (see `output/in-place-file`).
 */
export async function redactFile(path: string, options: RedactFileOptions = {}): Promise<RedactedFile> {
  const counts = options.counts ?? noCounts();
  const file = await openInPlaceFile(path);
  try {
    await redact(inletOf(file), outletOf(file), { ...options, maxHoldMs: 0, onError: 'mask', counts });
    await file.settle();
    const isStopped = options.signal?.aborted === true;
    const remaining = isStopped ? 0 : await countTokens(file.temporary);
    if (options.onChange !== undefined)
      for await (const change of changedLines(file.chunks('before'), file.chunks('after'))) options.onChange(change);
    const isChanged = Object.keys(counts.replaced).length > 0;
    if (isChanged && options.onChange === undefined && !isStopped) await file.commit();
    return { counts, remaining };
  } finally {
    await file.abandon();
  }
}

function inletOf(file: InPlaceFile): Inlet {
  return {
    drain: () => -1,
    wait: async (target, offset, length) => await file.read(target, offset, length),
  };
}

function outletOf(file: InPlaceFile): Outlet {
  return {
    isClosed: false,
    write: async (pieces) => {
      await file.write(pieces);
    },
  };
}

/** Scans what was written: archives are opened, and nothing that was replaced is found again. */
async function countTokens(path: string): Promise<number> {
  let count = 0;
  for await (const event of scan([{ kind: 'files', path }], { jobs: 1 })) if (event.type === 'finding') count += 1;
  return count;
}
