/** Bytes → the same bytes, tokens replaced. */
import type { RedactCounts, RedactOptions } from './redact-options.js';
import { RedactedFindings } from './redacted-findings.js';
import { ArchiveOpener } from './redaction/archive-opener.js';
import { createMarker } from './redaction/marker.js';
import { packedFormat } from './redaction/packed-format.js';
import { type Inlet, type Outlet, pump } from './redaction/pump.js';
import { Redactor } from './redaction/redactor.js';
import { spool } from './sources/spool.js';

const MAX_HOLD_MS = 200;

/** Nothing happened yet. */
export function noCounts(): RedactCounts {
  return { bytes: 0, replaced: {}, forced: 0, failed: 0 };
}

/** Moves bytes from `inlet` to `outlet` until the first ends, the second is closed or `signal` comes. */
export async function redact(inlet: Inlet, outlet: Outlet, options: RedactOptions = {}): Promise<RedactCounts> {
  const counts = options.counts ?? noCounts();
  const findings = new RedactedFindings(options);
  findings.start();
  const redactor = createRedactor(options, findings, counts);
  let isFirst = true;
  await pump(redactor, inlet, outlet, {
    maxHoldMs: options.maxHoldMs ?? MAX_HOLD_MS,
    onError: options.onError ?? 'mask',
    signal: options.signal,
    onFailed: () => counts.failed++,
    onTaken: (count) => {
      const format = isFirst ? packedFormat(redactor.input.subarray(0, count)) : undefined;
      if (format !== undefined) options.onPacked?.(format);
      isFirst = false;
      counts.bytes += count;
    },
  });
  findings.finish(counts.bytes, counts.failed);
  return counts;
}

/** Finds, judges, replaces and counts. */
export function createRedactor(options: RedactOptions, findings: RedactedFindings, counts: RedactCounts): Redactor {
  const origin = { kind: 'stdin' } as const;
  const opener = new ArchiveOpener(spool, (where, { token, segments, encodings, newlines, lineStart }) => {
    const column = (segments[0]?.start ?? 0) - (lineStart ?? 0) + 1;
    return findings.note(token, () => ({ origin: where, segments, encodings, line: newlines + 1, column }));
  });
  return new Redactor({
    judge: ({ token, segments, encodings }, place) =>
      findings.note(token, () => ({ origin, segments, encodings, ...place(segments[0]?.start ?? 0) })),
    open: async (embedded) => await opener.open(embedded),
    marker: createMarker(options.replacement),
    isSameLength: options.sameLength ?? false,
    countsLines: options.onEvent !== undefined,
    onForced: () => counts.forced++,
    onReplaced: (kind) => {
      counts.replaced[kind] = (counts.replaced[kind] ?? 0) + 1;
    },
  });
}
