/** A finding in the exact keys and key order of the report contract, whatever order the event had. */
import type { Finding } from '../../model/finding.js';

/** The members of a finding; `token.raw` only when the event has it. */
export function findingMembers(finding: Finding): Finding {
  const { token, header, identity, issuer, lifetime } = finding;
  const { boundTo, node } = identity;
  return {
    fingerprint: finding.fingerprint,
    bodyFingerprint: finding.bodyFingerprint,
    detector: finding.detector,
    title: finding.title,
    severity: finding.severity,
    proven: finding.proven,
    token: {
      redacted: token.redacted,
      length: token.length,
      complete: token.complete,
      ...(token.raw === undefined ? {} : { raw: token.raw }),
    },
    header: { alg: header.alg, kid: header.kid, typ: header.typ },
    identity: {
      namespace: identity.namespace,
      serviceAccount: identity.serviceAccount,
      serviceAccountUid: identity.serviceAccountUid,
      boundTo: boundTo && { kind: boundTo.kind, name: boundTo.name, uid: boundTo.uid },
      node: node && { name: node.name, uid: node.uid },
    },
    issuer: { url: issuer.url, provider: issuer.provider, cluster: issuer.cluster },
    audiences: finding.audiences,
    tokenId: finding.tokenId,
    lifetime: {
      state: lifetime.state,
      issuedAt: lifetime.issuedAt,
      notBefore: lifetime.notBefore,
      expiresAt: lifetime.expiresAt,
      warnAfter: lifetime.warnAfter,
    },
    unknownClaims: finding.unknownClaims,
    doubts: finding.doubts,
    verdict: finding.verdict,
    verdicts: finding.verdicts,
    impact: finding.impact,
    remedy: finding.remedy,
    histories: finding.histories,
    suppression: finding.suppression,
  };
}
