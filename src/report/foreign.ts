/** Which other tool wrote a JSON file that is no report of ours: people mix up files more often than formats. */
import type { Members } from './part.js';

const known: readonly (readonly [key: string, what: string])[] = [
  ['runs', 'a SARIF log'],
  ['vulnerabilities', "a report for GitLab's dashboard"],
  ['SourceMetadata', 'a report of trufflehog'],
  ['RuleID', 'a report of gitleaks'],
  ['apiVersion', 'a Kubernetes manifest'],
];

/** `it is a SARIF log, no report of kubeleaks; …`. `members` are those of the first object; null when it is none. */
export function foreign(members: Members | null): string {
  const what = known.find(([key]) => members !== null && key in members)?.[1];
  const said = what === undefined ? 'it is no report of kubeleaks' : `it is ${what}, no report of kubeleaks`;
  return `${said}; one made with -f json or -f jsonl is needed (kubeleaks dir looks for tokens in any text)`;
}
