/** What an earlier report is read as: one part after the other, so that its length does not matter. */

/** Members of a JSON object out of a report; nothing of it is checked yet. Without a prototype. */
export type Members = { readonly [key: string]: unknown };

/**
 * One part, as it stood in the file. A document (`-f json`) tells the places of a finding before the finding itself,
 * with no fingerprint; events (`-f jsonl`) tell them after it, with one.
 */
export type ReportPart =
  | { readonly kind: 'finding'; readonly value: Members }
  | { readonly kind: 'sighting'; readonly fingerprint: unknown; readonly value: unknown }
  | { readonly kind: 'failure' | 'skipped' | 'transmission'; readonly value: unknown }
  | { readonly kind: 'commit'; readonly id: string; readonly value: unknown }
  | { readonly kind: 'run' | 'summary'; readonly value: unknown }
  | { readonly kind: 'tool'; readonly value: unknown }
  /** An event that says more of what came before. */
  | { readonly kind: 'event'; readonly type: string; readonly value: Members };
