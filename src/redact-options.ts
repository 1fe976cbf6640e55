/** What a redaction takes from its caller, and what it counts. */
import type { Detector } from './model/detector.js';
import type { ScanEvent } from './model/event.js';

/** How to redact; everything may be left out. */
export interface RedactOptions {
  /**
   * What stands in the place of a token; `{kind}`, `{namespace}`, `{serviceaccount}` and `{hash}` stand for their
   * values. `KUBELEAKS.{kind}.{namespace}.{serviceaccount}.{hash}` when absent.
   */
  readonly replacement?: string;
  /** Markers take just the place of their tokens. Default false: only where a shift would break the encoding. */
  readonly sameLength?: boolean;
  /** Replace every JWT, whoever issued it. */
  readonly allJwt?: boolean;
  /** The user's own detectors, asked after the built-in ones. */
  readonly extraDetectors?: readonly Detector[];
  /** Milliseconds that bytes may be held for a token that is not whole: 200; 0 for no limit. */
  readonly maxHoldMs?: number;
  /** What happens to the bytes at hand when the search itself fails: masked (default), passed, or the end. */
  readonly onError?: 'mask' | 'pass' | 'stop';
  /** Is told once when the input starts as an archive or a compressed file does: what is packed in it passes as it is. */
  readonly onPacked?: (format: string) => void;
  /** Ends the flow; what is held leaves, masked. */
  readonly signal?: AbortSignal;
  /** Is told what was found, as a scan tells it: first `start`, last `summary`. */
  readonly onEvent?: (event: ScanEvent) => void;
  /** Counted into while bytes flow, for whoever wants to look. */
  readonly counts?: RedactCounts;
}

/** What happened so far. */
export interface RedactCounts {
  /** Bytes that came in. */
  bytes: number;
  /** Replacements by the kind of their marker. */
  readonly replaced: { [kind: string]: number };
  /** Times that something was masked because it was held too long. */
  forced: number;
  /** Times that the search failed. */
  failed: number;
}
