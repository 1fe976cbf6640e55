/** A finding with its token, as a scan would hand it to a verifier, made of the token's own claims. */
import { createHash } from 'node:crypto';
import type { BoundObject } from '../../src/model/claims.js';
import type { Finding, Fingerprint, HeldFinding } from '../../src/model/finding.js';
import { mask, Secret } from '../../src/model/secret.js';

interface Reference {
  readonly name: string;
  readonly uid: string;
}

interface Payload {
  readonly iss?: string;
  readonly aud?: string | readonly string[];
  readonly exp?: number;
  readonly nbf?: number;
  readonly iat?: number;
  readonly jti?: string;
  readonly 'kubernetes.io'?: { readonly [kind: string]: Reference | string | undefined };
  readonly [claim: string]: unknown;
}

const flat = 'kubernetes.io/serviceaccount/';

function timestamp(seconds: number | undefined): string | null {
  return seconds === undefined ? null : new Date(seconds * 1000).toISOString().replace('.000', '');
}

function fingerprint(text: string): Fingerprint {
  return `sha256:${createHash('sha256').update(text).digest('hex')}` as Fingerprint;
}

function boundTo(payload: Payload): BoundObject | null {
  const nested = payload['kubernetes.io'];
  if (nested === undefined) return { kind: 'Secret', name: String(payload[`${flat}secret.name`]), uid: null };
  const kinds = {
    secret: 'Secret',
    pod: 'Pod',
    validatingWebhookConfiguration: 'ValidatingWebhookConfiguration',
    node: 'Node',
  };
  for (const [key, kind] of Object.entries(kinds)) {
    const reference = nested[key];
    if (typeof reference === 'object') return { kind, name: reference.name, uid: reference.uid };
  }
  return null;
}

/** `fields` goes over what the token says. */
export function heldFinding(token: string, fields: Partial<Finding> = {}): HeldFinding {
  const [head = '', body = ''] = token.split('.');
  const decode = (part: string): Payload => JSON.parse(Buffer.from(part, 'base64url').toString()) as Payload;
  const header = decode(head);
  const payload = decode(body);
  const nested = payload['kubernetes.io'];
  const account = nested?.['serviceaccount'] as Reference | undefined;
  const node = nested?.['node'] as Reference | undefined;
  const finding: Finding = {
    fingerprint: fingerprint(token),
    bodyFingerprint: fingerprint(`${head}.${body}`),
    detector: nested === undefined ? 'kubernetes-legacy' : 'kubernetes-bound',
    title: 'A token of a test',
    severity: nested === undefined ? 'critical' : 'high',
    proven: false,
    token: { redacted: mask(token), length: token.length, complete: true },
    header: { alg: String(header['alg']), kid: typeof header['kid'] === 'string' ? header['kid'] : null, typ: null },
    identity: {
      namespace: String(nested?.['namespace'] ?? payload[`${flat}namespace`]),
      serviceAccount: account?.name ?? String(payload[`${flat}service-account.name`]),
      serviceAccountUid: account?.uid ?? String(payload[`${flat}service-account.uid`]),
      boundTo: boundTo(payload),
      node: node === undefined ? null : { name: node.name, uid: node.uid },
    },
    issuer: { url: payload.iss ?? null, provider: null, cluster: {} },
    audiences: payload.aud === undefined ? [] : [payload.aud].flat(),
    tokenId: payload.jti ?? null,
    lifetime: {
      state: payload.exp === undefined ? 'never-expires' : 'unexpired',
      issuedAt: timestamp(payload.iat),
      notBefore: timestamp(payload.nbf),
      expiresAt: timestamp(payload.exp),
      warnAfter: null,
    },
    unknownClaims: {},
    doubts: [],
    verdict: null,
    verdicts: [],
    impact: null,
    remedy: [],
    histories: [],
    suppression: null,
    ...fields,
  };
  return { finding, secret: new Secret(token) };
}
