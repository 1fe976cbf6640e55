/** Messages → what they are with tokens replaced, as rsyslog asks for them. */
import { createRedactor, noCounts } from './redact.js';
import type { RedactCounts, RedactOptions } from './redact-options.js';
import { RedactedFindings } from './redacted-findings.js';
import { answerMessages } from './redaction/answer-messages.js';
import type { Inlet, Outlet } from './redaction/pump.js';

/** Answers every message of `inlet` on `outlet` until the first ends, the second is closed or `signal` comes. */
export async function redactMessages(inlet: Inlet, outlet: Outlet, options: RedactOptions = {}): Promise<RedactCounts> {
  const counts = options.counts ?? noCounts();
  const findings = new RedactedFindings(options);
  findings.start();
  await answerMessages(createRedactor(options, findings, counts), inlet, outlet, {
    signal: options.signal,
    onFailed: () => counts.failed++,
    onTaken: (count) => {
      counts.bytes += count;
    },
  });
  findings.finish(counts.bytes, counts.failed);
  return counts;
}
