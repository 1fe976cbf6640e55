/** What the HTML report hands to the script in its page. All texts are safe to show, but they are still text, not markup. */
import type { LifetimeState } from '../../model/claims.js';
import type { Severity } from '../../model/severity.js';
import type { VerdictResult } from '../../model/verdict.js';

/** A name and a text that belong together. */
export type Fact = readonly [name: string, text: string];

/** What to do, step by step. */
export interface PageStep {
  readonly action: string;
  readonly command: string | null;
}

/** A token's life in one repository. */
export interface PageStory {
  readonly repository: string;
  /** In order: how it came, how it went, what is true now. */
  readonly steps: readonly string[];
}

/** One token. Times are milliseconds since the epoch. */
export interface PageToken {
  readonly fingerprint: string;
  readonly severity: Severity;
  readonly title: string;
  /** `namespace/name`, for where the title is too long. */
  readonly account: string;
  readonly state: LifetimeState;
  readonly verdict: VerdictResult | null;
  /** True when only an earlier report says so. */
  readonly claimed: boolean;
  /** Why it does not count, or null. */
  readonly suppressed: string | null;
  readonly namespace: string;
  readonly cluster: string;
  /** When it was issued; null when it does not tell. */
  readonly issued: number | null;
  /** When it first came into a repository; null when that is not known. */
  readonly exposed: number | null;
  /** Null: never, or not told. */
  readonly expires: number | null;
  readonly facts: readonly Fact[];
  readonly stories: readonly PageStory[];
  readonly places: readonly string[];
  readonly placesTotal: number;
  readonly steps: readonly PageStep[];
}

/** All of it. */
export interface PageData {
  /** When the scan started. */
  readonly now: number;
  /** What matters first comes first. */
  readonly tokens: readonly PageToken[];
}
