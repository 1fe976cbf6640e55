/** Who issued a token, as far as its `iss` claim tells. The claim is free text: nothing here is proof. */
import type { Issuer } from '../model/claims.js';

/**
 * What one provider's issuers look like. The named groups of `pattern` become facts about the cluster. Patterns are
 * anchored, and what repeats ends at a character that it cannot hold, so matching takes linear time.
 */
interface Provider {
  readonly name: string;
  readonly pattern: RegExp;
}

/** Longer issuers are no provider's. */
const LONGEST_ISSUER = 1024;

/** First match counts. Where several rows share a name, the provider has several kinds of issuer. */
const providers: readonly Provider[] = [
  // Amazon EKS: commercial, GovCloud, China, the ISO partitions, then dual-stack endpoints.
  {
    name: 'eks',
    pattern:
      /^https:\/\/oidc\.eks\.(?<region>[a-z0-9-]+)\.(?:amazonaws\.com|amazonaws\.com\.cn|c2s\.ic\.gov|sc2s\.sgov\.gov)\/id\/(?<id>[0-9A-F]{32})$/,
  },
  {
    name: 'eks',
    pattern:
      /^https:\/\/oidc-eks\.(?<region>[a-z0-9-]+)\.api\.(?:aws|amazonwebservices\.com\.cn)\/id\/(?<id>[0-9A-F]{32})$/,
  },
  {
    name: 'gke',
    pattern:
      /^https:\/\/container\.googleapis\.com\/v1\/projects\/(?<project>[a-z0-9.:-]+)\/locations\/(?<location>[a-z0-9-]+)\/clusters\/(?<cluster>[a-z0-9-]+)$/,
  },
  {
    name: 'aks',
    pattern:
      /^https:\/\/(?<region>[a-z0-9-]+)\.oic\.prod-aks\.azure\.com\/(?<tenant>[0-9a-f-]{36})\/(?<id>[0-9a-f-]{36})\/?$/,
  },
  {
    name: 'azure-arc',
    pattern:
      /^https:\/\/(?<geography>[a-z0-9-]+)\.oic\.prod-arc\.azure\.com\/(?<tenant>[0-9a-f-]{36})\/(?<id>[0-9a-f-]{36})\/?$/,
  },
  // OpenShift on AWS with STS: classic, then hosted control planes and managed OIDC (the second is GovCloud's).
  { name: 'rosa', pattern: /^https:\/\/rh-oidc\.s3\.us-east-1\.amazonaws\.com\/(?<id>[A-Za-z0-9-]+)$/ },
  { name: 'rosa', pattern: /^https:\/\/oidc\.op1\.(?:openshiftapps|openshiftusgov)\.com\/(?<id>[A-Za-z0-9-]+)$/ },
  // Upstream's default ends in .cluster.local; OpenShift's does not. Anyone may set it, as everything here.
  { name: 'openshift', pattern: /^https:\/\/kubernetes\.default\.svc$/ },
  {
    name: 'oke',
    pattern:
      /^https:\/\/objectstorage\.(?<region>[a-z0-9-]+)\.oraclecloud\.com\/n\/(?<namespace>[A-Za-z0-9_-]+)\/b\/oidc\/o\/(?<id>[A-Za-z0-9-]+)$/,
  },
  {
    name: 'oke',
    pattern:
      /^https:\/\/(?<namespace>[A-Za-z0-9_-]+)\.objectstorage\.(?<region>[a-z0-9-]+)\.oci\.customer-oci\.com\/n\/[A-Za-z0-9_-]+\/b\/oidc\/o\/(?<id>[A-Za-z0-9-]+)$/,
  },
  {
    name: 'ack',
    pattern: /^https:\/\/oidc-ack-[a-z0-9-]+\.oss-(?<region>[a-z0-9-]+)\.aliyuncs\.com\/(?<id>[a-z0-9]+)$/,
  },
  {
    name: 'gardener',
    pattern:
      /^https:\/\/discovery\.ingress\.(?<garden>[a-z0-9.-]+)\/projects\/(?<project>[a-z0-9-]+)\/shoots\/(?<shoot>[a-z0-9-]+)\/issuer$/,
  },
  { name: 'kamaji', pattern: /^https:\/\/localhost:6443$/ },
  { name: 'talos', pattern: /^https:\/\/(?<endpoint>[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\]):6443$/ },
  { name: 'k3s', pattern: /^k3s$/ },
  { name: 'rke', pattern: /^rke$/ },
  // Issuers that people host themselves (IRSA on their own, HyperShift): only the place of the keys is known.
  {
    name: 'self-hosted',
    pattern:
      /^https:\/\/(?<bucket>[a-z0-9-]+)\.s3(?:\.dualstack)?(?:[.-][a-z]{2}(?:-[a-z]+)+-[0-9]+)?\.amazonaws\.com(?:\.cn)?(?:\/[\w./-]*)?$/,
  },
  {
    name: 'self-hosted',
    pattern:
      /^https:\/\/s3(?:\.dualstack)?(?:[.-][a-z]{2}(?:-[a-z]+)+-[0-9]+)?\.amazonaws\.com(?:\.cn)?\/(?<bucket>[a-z0-9.-]+)(?:\/[\w./-]*)?$/,
  },
  { name: 'self-hosted', pattern: /^https:\/\/storage\.googleapis\.com\/(?<bucket>[a-z0-9._-]+)(?:\/[\w./-]*)?$/ },
  {
    name: 'self-hosted',
    pattern: /^https:\/\/(?<account>[a-z0-9]+)\.blob\.core\.windows\.net\/(?<container>[a-z0-9$-]+)(?:\/[\w./-]*)?$/,
  },
  {
    name: 'self-hosted',
    pattern: /^https:\/\/raw\.githubusercontent\.com\/(?<owner>[A-Za-z0-9-]+)\/(?<repository>[\w.-]+)(?:\/[\w./-]*)?$/,
  },
];

/**
 * Names the provider behind an issuer and what its URL says about the cluster. The strings that every self-managed
 * cluster shares (`kubernetes/serviceaccount`, `https://kubernetes.default.svc.cluster.local`) name none.
 */
export function issuerOf(iss: string | null): Issuer {
  if (iss !== null && iss.length <= LONGEST_ISSUER) {
    for (const { name, pattern } of providers) {
      const match = pattern.exec(iss);
      if (match !== null) return { url: iss, provider: name, cluster: { ...match.groups } };
    }
  }
  return { url: iss, provider: null, cluster: {} };
}
