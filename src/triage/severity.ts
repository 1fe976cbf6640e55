/** How bad a finding is: the contract's table, before and after a verdict. */
import type { Finding } from '../model/finding.js';
import type { Severity } from '../model/severity.js';
import type { Verdict } from '../model/verdict.js';
import { outlivesRevocation, readAudiences } from '../token/audience.js';
import { isPiece } from './piece.js';

/** What of a finding decides its severity. */
export type SeverityFacts = Pick<Finding, 'lifetime' | 'audiences' | 'issuer' | 'doubts' | 'token' | 'header'>;

/**
 * The severity of a finding. Without a verdict, lifetime decides: an expired token is `low`, a suspect one `medium` when
 * it is a piece of something whole, else `info`. A verdict outweighs that, unless it says nothing (`genuine-unchecked`,
 * `not-this-cluster`, `unknown`).
 */
export function severityOf(facts: SeverityFacts, verdict: Verdict | null): Severity {
  const result = verdict?.result;
  switch (result) {
    case 'live':
    case 'live-elsewhere':
      return 'critical';
    case 'suspended':
      return 'high';
    case 'revoked':
      return staysUseful(facts) ? 'high' : 'low';
    case 'expired':
      return 'low';
    case 'bad-signature':
      return 'info';
    case 'genuine-unchecked':
    case 'not-this-cluster':
    case 'unknown':
    case undefined:
      return fromClaims(facts);
    default:
      return result satisfies never;
  }
}

function fromClaims(facts: SeverityFacts): Severity {
  const { lifetime, doubts } = facts;
  if (doubts.length > 0 && !isPiece(facts)) return 'info';
  if (lifetime.state === 'expired') return 'low';
  if (doubts.length > 0) return 'medium';
  // A token that is not valid yet will be.
  return lifetime.expiresAt === null ? 'critical' : 'high';
}

/** The API server refuses a revoked token, but who looks at signature and expiry alone does not. */
function staysUseful({ lifetime, audiences, issuer }: SeverityFacts): boolean {
  return lifetime.state !== 'expired' && outlivesRevocation(readAudiences(audiences, issuer.url));
}
