/** A JWT as it was read, without trusting it. */
import type { JsonObject } from './json.js';

/**
 * What is known of a signature from its length alone. `complete`: as long as the algorithm asks, or as a key of some
 * size makes it. `truncated`: of a length that the algorithm never makes. `absent`: there is none.
 */
export type SignatureState = 'complete' | 'truncated' | 'absent';

/** Decoded header and payload of a compact JWS (RFC 7515 §7.1), and the shape of its signature. */
export interface Jwt {
  readonly header: JsonObject;
  readonly payload: JsonObject;
  readonly signature: {
    /** Characters after the second dot. */
    readonly length: number;
    readonly state: SignatureState;
  };
  /** False when the payload itself was cut and only a prefix of its claims could be read. */
  readonly payloadComplete: boolean;
  /** Keys that stood twice in header or payload; the last one counts, as in Go and JavaScript. */
  readonly duplicateKeys: readonly string[];
}
