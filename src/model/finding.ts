/** A finding is one distinct token; a sighting is one place where it stands. The shapes are the report contract's. */
import type { Identity, Issuer, Lifetime } from './claims.js';
import type { Impact } from './impact.js';
import type { JsonObject } from './json.js';
import type { Origin } from './origin.js';
import type { PathText } from './path-text.js';
import type { Remedy } from './remedy.js';
import type { Secret } from './secret.js';
import type { Severity } from './severity.js';
import type { Span } from './span.js';
import type { Verdict } from './verdict.js';

/** `sha256:` and 64 hex digits: SHA-256 over the token's ASCII text. */
export type Fingerprint = string & { readonly __brand: 'Fingerprint' };

/**
 * Why a finding does not count: all its sightings were allowed, a baseline or an ignore entry names it, it is
 * `preexisting`: what is staged or in a range holds it where the version before held it, too; or a `filter` of the
 * history leaves out every place of it.
 */
export interface Suppression {
  readonly kind: 'baseline' | 'ignore' | 'inline' | 'preexisting' | 'filter';
  readonly reason: string | null;
  readonly by: string | null;
  readonly until: string | null;
}

/** A repository's story of one token. */
export interface History {
  readonly repository: PathText;
  readonly state: 'present' | 'removed' | 'unreachable' | 'unknown';
  readonly introducedBy: string | null;
  readonly introducedAt: string | null;
  readonly refs: readonly string[];
  readonly removedBy: readonly string[];
  readonly commits: number;
  readonly blobs: number;
  readonly partial: boolean;
}

/** One distinct token, however many places hold it. */
export interface Finding {
  readonly fingerprint: Fingerprint;
  /** The same hash over `header.payload`: ties a truncated copy to its whole. */
  readonly bodyFingerprint: Fingerprint;
  readonly detector: string;
  readonly title: string;
  readonly severity: Severity;
  /** True only when a trusted key verified the signature. */
  readonly proven: boolean;
  readonly token: {
    readonly redacted: string;
    readonly length: number;
    readonly complete: boolean;
    /** Only with `--reveal`. */
    readonly raw?: string;
  };
  readonly header: {
    readonly alg: string | null;
    readonly kid: string | null;
    readonly typ: string | null;
  };
  readonly identity: Identity;
  readonly issuer: Issuer;
  readonly audiences: readonly string[];
  readonly tokenId: string | null;
  readonly lifetime: Lifetime;
  readonly unknownClaims: JsonObject;
  /** What is off about a suspect; empty for the others. */
  readonly doubts: readonly string[];
  readonly verdict: Verdict | null;
  readonly verdicts: readonly Verdict[];
  /** What its holder could do, as the cluster says; only with `--impact`. */
  readonly impact: Impact | null;
  readonly remedy: readonly Remedy[];
  readonly histories: readonly History[];
  readonly suppression: Suppression | null;
}

/** One place where a token stands. Line and column start at 1 and count bytes; null where they mean nothing. */
export interface Sighting {
  readonly id: string;
  readonly origin: Origin;
  readonly span: Span;
  readonly segments: readonly Span[];
  readonly line: number | null;
  readonly column: number | null;
  /** Outermost first; plain text is empty. */
  readonly encodings: readonly string[];
  readonly complete: boolean;
  /** Path inside a structured document, as `items[3].data.token`. */
  readonly field: string | null;
  readonly record: JsonObject | null;
  /** The word of an inline allow comment that covers it, or null. */
  readonly allowedBy: string | null;
}

/** A finding on its way through the main thread, with the clear token at hand for verifiers. */
export interface HeldFinding {
  readonly finding: Finding;
  readonly secret: Secret;
}
