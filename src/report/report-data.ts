/** The shapes in an earlier report that are taken over: facts. Its severities, titles and commands are not among them. */
import * as v from 'valibot';
import type { BoundObject } from '../model/claims.js';
import type { CommitEvent, Summary, Transmission } from '../model/event.js';
import type { Failure } from '../model/failure.js';
import type { Fingerprint, History, Sighting, Suppression } from '../model/finding.js';
import type { Impact } from '../model/impact.js';
import type { JsonObject } from '../model/json.js';
import type { Origin } from '../model/origin.js';
import type { Verdict } from '../model/verdict.js';

const text = v.string();
const nullable = v.nullable(text);
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const time = v.pipe(text, v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/));
const noTime = v.nullable(time);
const fingerprint = v.pipe(
  text,
  v.regex(/^sha256:[0-9a-f]{64}$/),
  v.transform((digits) => digits as Fingerprint),
);
const json = v.custom<JsonObject>((value) => typeof value === 'object' && value !== null && !Array.isArray(value));
// Bytes that held a token were masked when they were written, so they need not be base64 any more.
const path = v.object({ text, bytes: v.exactOptional(text) });
const span = v.object({ start: count, end: count });
const named = v.object({ name: nullable, uid: nullable });
const bound: v.GenericSchema<unknown, BoundObject> = v.object({ kind: text, name: nullable, uid: nullable });
const kindAndName = v.object({ kind: text, name: text });
const someone = v.nullable(v.object({ name: text, uid: nullable }));

const repository = v.object({ path, remote: nullable });
const origin: v.GenericSchema<unknown, Origin> = v.lazy(() => origins);
const origins: v.GenericSchema<unknown, Origin> = v.variant('kind', [
  v.object({ kind: v.literal('stdin') }),
  v.object({ kind: v.literal('file'), path }),
  v.object({ kind: v.literal('archive-entry'), archive: origin, path }),
  v.object({
    kind: v.literal('git-object'),
    repository,
    object: text,
    type: v.picklist(['blob', 'commit', 'tag']),
    paths: v.array(path),
    commits: v.array(text),
    reachable: v.nullable(v.boolean()),
  }),
  v.object({ kind: v.literal('embedded'), in: origin, segments: v.array(span) }),
]);

const results = [
  'live',
  'live-elsewhere',
  'expired',
  'revoked',
  'suspended',
  'bad-signature',
  'genuine-unchecked',
  'not-this-cluster',
  'unknown',
] as const;

const verdict: v.GenericSchema<unknown, Verdict> = v.object({
  cluster: v.object({ name: nullable, server: nullable, kubeSystemUid: nullable }),
  result: v.picklist(results),
  reason: nullable,
  by: text,
  at: text,
  user: v.exactOptional(
    v.object({
      username: text,
      uid: nullable,
      groups: v.array(text),
      pod: someone,
      node: someone,
      credentialId: nullable,
    }),
  ),
  lastUsed: v.exactOptional(text),
  invalidSince: v.exactOptional(text),
  claimedBy: v.exactOptional(text),
});

const binding = v.object({
  kind: v.picklist(['ClusterRoleBinding', 'RoleBinding']),
  name: text,
  namespace: nullable,
  uid: nullable,
  role: kindAndName,
  via: kindAndName,
});

const impact: v.GenericSchema<unknown, Impact> = v.object({
  cluster: text,
  subject: text,
  state: v.picklist(['complete', 'partial', 'forbidden', 'unreachable']),
  rights: v.array(v.object({ id: text, namespace: nullable, meaning: text, binding: v.nullable(binding) })),
  bindings: v.nullable(v.array(binding)),
  at: text,
  claimedBy: v.exactOptional(text),
});

const history: v.GenericSchema<unknown, History> = v.object({
  repository: path,
  state: v.picklist(['present', 'removed', 'unreachable', 'unknown']),
  introducedBy: nullable,
  introducedAt: noTime,
  refs: v.array(text),
  removedBy: v.array(text),
  commits: count,
  blobs: count,
  partial: v.boolean(),
});

const suppression: v.GenericSchema<unknown, Suppression> = v.object({
  kind: v.picklist(['baseline', 'ignore', 'inline']),
  reason: nullable,
  by: nullable,
  until: nullable,
});

const finding = v.object({
  fingerprint,
  bodyFingerprint: fingerprint,
  detector: text,
  token: v.object({ redacted: text, length: count, complete: v.boolean() }),
  header: v.object({ alg: nullable, kid: nullable, typ: nullable }),
  identity: v.object({
    namespace: nullable,
    serviceAccount: nullable,
    serviceAccountUid: nullable,
    boundTo: v.nullable(bound),
    node: v.nullable(named),
  }),
  issuer: v.object({ url: nullable }),
  audiences: v.array(text),
  tokenId: nullable,
  lifetime: v.object({ issuedAt: noTime, notBefore: noTime, expiresAt: noTime, warnAfter: noTime }),
  unknownClaims: json,
  doubts: v.array(text),
  verdicts: v.array(verdict),
  impact: v.nullable(impact),
  histories: v.array(history),
  suppression: v.nullable(suppression),
  sightingsTotal: v.exactOptional(count),
});

const sighting: v.GenericSchema<unknown, Sighting> = v.object({
  id: text,
  origin,
  span,
  segments: v.array(span),
  line: v.nullable(count),
  column: v.nullable(count),
  encodings: v.array(text),
  complete: v.boolean(),
  field: nullable,
  record: v.nullable(json),
  allowedBy: nullable,
});

const place: v.GenericSchema<unknown, Failure> = v.object({ origin: v.nullable(origin), code: text, message: text });

const transmission: v.GenericSchema<unknown, Transmission> = v.object({
  fingerprint,
  cluster: text,
  server: text,
  what: text,
  auditId: text,
  at: text,
  status: text,
});

const commit: v.GenericSchema<unknown, Omit<CommitEvent, 'type' | 'id'>> = v.object({
  authorName: nullable,
  authorEmail: nullable,
  date: text,
  subject: text,
});

const summary: v.GenericSchema<unknown, Summary> = v.object({
  bytes: count,
  haystacks: count,
  objects: count,
  findings: count,
  sightings: count,
  suppressed: count,
  failures: count,
  skipped: count,
  seconds: v.pipe(v.number(), v.minValue(0)),
  complete: v.boolean(),
});

const run = v.object({
  id: text,
  startedAt: time,
  detectors: v.array(text),
  labels: v.record(text, text),
});

const attribution = v.object({
  repository: v.optional(v.nullable(path), null),
  object: text,
  paths: v.array(path),
  commits: v.array(text),
  reachable: v.boolean(),
});

/** A schema for each part; what is not named here is dropped. */
export const reportData = {
  finding,
  sighting,
  place,
  transmission,
  commit,
  summary,
  run,
  attribution,
  verdict,
  impact,
  history,
  suppression,
  fingerprint,
  count,
};

/** A finding's facts, as the report has them. */
export type FindingData = v.InferOutput<typeof finding>;
/** What the report says of its run. */
export type RunData = v.InferOutput<typeof run>;
