/** How bad a finding is. */

/** Most severe first. */
export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;

/** One of `severities`. */
export type Severity = (typeof severities)[number];

/** Orders severities, most severe first: negative when `a` is worse than `b`. */
export function compareSeverity(a: Severity, b: Severity): number {
  return severities.indexOf(a) - severities.indexOf(b);
}
