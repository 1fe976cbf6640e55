/**
 * The user's configuration file, read and checked. It only presets what flags can say too, so whoever reads a command
 * line with `--config` at hand knows everything; flags win.
 */
import type { Severity } from '../model/severity.js';

/** What makes a scan fail: every token, those whose time is not over, or those not known to be dead. */
export const failOnValues = ['any', 'unexpired', 'live'] as const;

/** One of `failOnValues`. */
export type FailOn = (typeof failOnValues)[number];

/** More threads than this only cost memory on any machine of today. */
export const mostJobs = 256;

/** A token the user has judged: it is reported, but it does not count until `until`. */
export interface IgnoreSetting {
  /** `sha256:` and hex digits, at least the first twelve. */
  readonly fingerprint: string;
  readonly reason: string;
  readonly by?: string | undefined;
  /** RFC 3339 date or time; the entry stops working then. */
  readonly until?: string | undefined;
}

/** A cluster that the user names; at least one of `jwks` and `context` is there. */
export interface ClusterSetting {
  readonly name: string;
  /** The `iss` its tokens carry. */
  readonly issuer?: string | undefined;
  /** Absolute path of a file with the cluster's public keys. */
  readonly jwks?: string | undefined;
  /** A context of the user's kubeconfig. */
  readonly context?: string | undefined;
}

/** Everything is optional. Paths are absolute: relative ones are counted from the configuration file's folder. */
export interface Config {
  readonly format?: string | undefined;
  readonly output?: string | undefined;
  readonly only?: readonly string[] | undefined;
  readonly minSeverity?: Severity | undefined;
  readonly failOn?: FailOn | undefined;
  readonly jobs?: number | undefined;
  readonly ignores?: readonly IgnoreSetting[] | undefined;
  readonly baseline?: string | undefined;
  readonly labels?: { readonly [key: string]: string } | undefined;
  readonly allow?: readonly string[] | undefined;
  readonly clusters?: readonly ClusterSetting[] | undefined;
}

/** The words that are valid in a configuration but belong to other rooms. */
export interface Vocabulary {
  readonly formats: readonly string[];
  readonly detectors: readonly string[];
}
