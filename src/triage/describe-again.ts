/** From the facts of an earlier report to a finding: severity, title and steps are computed anew, never taken over. */
import type { Finding } from '../model/finding.js';
import { worstVerdict } from '../model/worst-verdict.js';
import { issuerOf } from '../token/issuer.js';
import { lifetimeOf } from '../token/lifetime.js';
import { titleOf } from '../token/title-of.js';
import { remedyFor } from './remedy.js';
import { severityOf } from './severity.js';
import { isLive, type SuppressionOptions, suppressionOf } from './suppression.js';

/** The facts that a report told of a token. */
export interface ReportedFacts
  extends Pick<Finding, 'fingerprint' | 'bodyFingerprint' | 'detector' | 'token' | 'header' | 'identity'>,
    Pick<Finding, 'audiences' | 'tokenId' | 'unknownClaims' | 'doubts'> {
  readonly issuer: Pick<Finding['issuer'], 'url'>;
  readonly lifetime: Pick<Finding['lifetime'], 'issuedAt' | 'notBefore' | 'expiresAt' | 'warnAfter'>;
}

/** What a report claims beyond the token itself. */
export type ReportedClaims = Pick<Finding, 'verdicts' | 'impact' | 'histories' | 'suppression'>;

/**
 * The finding as it stands at `options.now`. No verdict of a report is proof: none lowers a severity or hides a token,
 * and no command that deletes is given for it. One that says the token lives raises it, so that nobody overlooks that.
 */
export function describeAgain(facts: ReportedFacts, claims: ReportedClaims, options: SuppressionOptions): Finding {
  const { now } = options;
  const times = {
    issuedAt: secondsOf(facts.lifetime.issuedAt),
    notBefore: secondsOf(facts.lifetime.notBefore),
    expiresAt: secondsOf(facts.lifetime.expiresAt),
    warnAfter: secondsOf(facts.lifetime.warnAfter),
  };
  const { identity, audiences, doubts, issuer } = facts;
  const verdict = worstVerdict(claims.verdicts);
  const known = {
    fingerprint: facts.fingerprint,
    bodyFingerprint: facts.bodyFingerprint,
    detector: facts.detector,
    title: titleOf(facts.detector, { identity, audiences, doubts, times, issuer: issuer.url }),
    token: { redacted: facts.token.redacted, length: facts.token.length, complete: facts.token.complete },
    header: facts.header,
    identity,
    issuer: issuerOf(issuer.url),
    audiences,
    tokenId: facts.tokenId,
    lifetime: lifetimeOf(times, now),
    unknownClaims: facts.unknownClaims,
    doubts,
  };
  const asked = { ...known, verdict: null };
  return {
    ...known,
    severity: severityOf(asked, isLive({ verdict }) ? verdict : null),
    proven: false,
    verdict,
    verdicts: claims.verdicts,
    impact: claims.impact,
    remedy: remedyFor(asked, { proven: false, now }),
    histories: claims.histories,
    suppression: suppressionOf({ ...known, verdict }, options) ?? standing(claims.suppression, verdict, now),
  };
}

/** A suppression of the report, while it lasts. */
function standing(suppression: Finding['suppression'], verdict: Finding['verdict'], now: Date): Finding['suppression'] {
  if (suppression === null || isLive({ verdict })) return null;
  const end = suppression.until === null ? Number.NaN : Date.parse(suppression.until);
  return end <= now.getTime() ? null : suppression;
}

function secondsOf(time: string | null): number | null {
  return time === null ? null : Date.parse(time) / 1000;
}
