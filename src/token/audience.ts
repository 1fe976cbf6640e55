/** Who takes a token: its audiences, sorted into the API server and others. */

/** A party outside the API server that takes tokens. */
export interface RelyingParty {
  /** Stable word for programs: `aws`, `azure`, `vault`… */
  readonly id: string;
  /** Name for people. */
  readonly name: string;
  /**
   * `signature`: it looks at signature and expiry alone, so a token lives on there after its pod or account is gone.
   * `token-review`: it asks the API server each time.
   */
  readonly judgesBy: 'signature' | 'token-review';
}

/** A party that takes a token, and the audience by which it does. */
export interface Acceptor extends RelyingParty {
  readonly audience: string;
}

/** Who takes a token with these audiences. */
export interface AudienceReading {
  /** `api-server` as soon as one audience is the API server's; `external` when all are known parties; else `unknown`. */
  readonly kind: 'api-server' | 'external' | 'unknown';
  /** Known parties outside the API server. */
  readonly acceptors: readonly Acceptor[];
  /** Audiences that are neither. */
  readonly unknown: readonly string[];
}

const parties: readonly (readonly [test: RegExp, party: RelyingParty])[] = [
  [/^sts\.amazonaws\.com(?:\.cn)?$/, { id: 'aws', name: 'AWS IAM roles for service accounts', judgesBy: 'signature' }],
  [/^pods\.eks\.amazonaws\.com$/, { id: 'eks-pod-identity', name: 'EKS Pod Identity', judgesBy: 'signature' }],
  [/^[a-z0-9.:-]+\.svc\.id\.goog$/, { id: 'google', name: 'Google workload identity', judgesBy: 'signature' }],
  [/^api:\/\/AzureADTokenExchange$/, { id: 'azure', name: 'Azure workload identity', judgesBy: 'signature' }],
  [/^sts\.aliyuncs\.com$/, { id: 'alibaba', name: 'Alibaba Cloud RAM roles', judgesBy: 'signature' }],
  [/^vault$/, { id: 'vault', name: 'Vault', judgesBy: 'signature' }],
  [/^conjur$/, { id: 'conjur', name: 'Conjur', judgesBy: 'signature' }],
  [/^https:\/\/api\.openai\.com\/v1$/, { id: 'openai', name: 'the OpenAI API', judgesBy: 'signature' }],
  [/^istio-ca$/, { id: 'istio', name: "Istio's certificate authority", judgesBy: 'token-review' }],
  [/^system:konnectivity-server$/, { id: 'konnectivity', name: 'the konnectivity server', judgesBy: 'token-review' }],
];

/** Longer audiences are nobody's. */
const LONGEST_AUDIENCE = 1024;

/** `k3s` and `unknown` are what k3s and RKE1 call their own API servers. */
const apiServers: ReadonlySet<string> = new Set([
  'https://kubernetes.default.svc',
  'https://kubernetes.default.svc.cluster.local',
  'k3s',
  'unknown',
]);

/**
 * Sorts audiences. No audience at all means the API server (legacy tokens), and so does the issuer's own name, which
 * is what `--api-audiences` defaults to.
 */
export function readAudiences(audiences: readonly string[], issuer: string | null): AudienceReading {
  const acceptors: Acceptor[] = [];
  const unknown: string[] = [];
  let isForApiServer = audiences.length === 0;
  for (const audience of audiences) {
    const party = audience.length > LONGEST_AUDIENCE ? undefined : parties.find(([test]) => test.test(audience))?.[1];
    if (apiServers.has(audience) || audience === issuer) isForApiServer = true;
    else if (party === undefined) unknown.push(audience);
    else acceptors.push({ audience, ...party });
  }
  if (isForApiServer) return { kind: 'api-server', acceptors, unknown };
  return { kind: unknown.length === 0 ? 'external' : 'unknown', acceptors, unknown };
}

/**
 * True when someone may take the token although the API server no longer does: a party that looks at the signature
 * alone, or one we do not know.
 */
export function outlivesRevocation(reading: AudienceReading): boolean {
  return reading.unknown.length > 0 || reading.acceptors.some((acceptor) => acceptor.judgesBy === 'signature');
}
