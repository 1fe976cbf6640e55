/** Fixed scans for the tests of reporters: what a real one says, and what a stranger would like it to say. */
import type { ScanEvent, Summary } from '../../src/model/event.js';
import type { Finding, Fingerprint, Sighting } from '../../src/model/finding.js';
import type { Origin } from '../../src/model/origin.js';
import type { Verdict } from '../../src/model/verdict.js';

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token as a stranger might put it into a path or a subject; never a real one. */
export const strayToken = `${part({ alg: 'RS256', kid: 'stray' })}.${part({
  iss: 'kubernetes/serviceaccount',
  sub: 'system:serviceaccount:ci:stray',
})}.${'Qw'.repeat(171)}`;

/** Text that attacks terminals, CI systems, spreadsheets, XML, HTML and JSON alike. */
export const hostileText =
  "\u001B]8;;http://evil\u0007x\u001B\\\u202Eexe\u200B\n::error::x ##vso[task.setvariable]y ##[group]z section_start:1:a\r\u0000\u009B31m</script><img src=x onerror=alert(1)>&amp;\"'`=cmd|'/c calc'!A1,\t{{}}[a](javascript:x)%0A\\u{41}\uD800\u2028";

export const fingerprint = (digit: string): Fingerprint => `sha256:${digit.repeat(64)}` as Fingerprint;

export const start: ScanEvent = {
  type: 'start',
  tool: { name: 'kubeleaks', version: '0.1.0' },
  run: {
    id: '0b5c7c8e-0000-4000-8000-000000000001',
    startedAt: '2026-11-23T20:00:00Z',
    options: { targets: ['logs', 'infra'], verify: false },
    detectors: ['kubernetes-legacy', 'kubernetes-bound', 'kubernetes-suspect'],
    labels: { team: 'platform' },
  },
};

export const summary: Summary = {
  bytes: 1_234_567_890,
  haystacks: 3412,
  objects: 0,
  findings: 5,
  sightings: 17,
  suppressed: 1,
  failures: 2,
  skipped: 3,
  seconds: 1.234,
  complete: false,
};

/** A legacy token that never expires; `changes` makes others of it. */
export function makeFinding(changes: Partial<Finding> = {}): Finding {
  return {
    fingerprint: fingerprint('1'),
    bodyFingerprint: fingerprint('a'),
    detector: 'kubernetes-legacy',
    title: 'Legacy service-account token of ci/deployer, never expires',
    severity: 'critical',
    proven: false,
    token: { redacted: 'eyJhbGciO…', length: 878, complete: true },
    header: { alg: 'RS256', kid: 'JHJehTTTZlsspKHT-GaJxK7Kd1NQgZJu3fyK6K_QDYU', typ: null },
    identity: {
      namespace: 'ci',
      serviceAccount: 'deployer',
      serviceAccountUid: '1b9ab2a5-6f90-4546-b72c-d9000e5dead1',
      boundTo: { kind: 'Secret', name: 'deployer-token-7x4kq', uid: null },
      node: null,
    },
    issuer: { url: 'kubernetes/serviceaccount', provider: null, cluster: {} },
    audiences: [],
    tokenId: null,
    lifetime: { state: 'never-expires', issuedAt: null, notBefore: null, expiresAt: null, warnAfter: null },
    unknownClaims: {},
    doubts: [],
    verdict: null,
    verdicts: [],
    impact: null,
    remedy: [
      {
        action: 'Look at the Secret that holds it, and who uses it.',
        command: 'kubectl --context CONTEXT -n ci get secret deployer-token-7x4kq -o yaml',
        destructive: false,
      },
      {
        action: 'Delete the Secret: the token dies with it within ten seconds.',
        command: 'kubectl --context CONTEXT -n ci delete secret deployer-token-7x4kq',
        destructive: true,
      },
    ],
    histories: [],
    suppression: null,
    ...changes,
  };
}

/** A sighting of 878 bytes at `start`. */
export function makeSighting(origin: Origin, at: number, changes: Partial<Sighting> = {}): Sighting {
  return {
    id: `s${at}`,
    origin,
    span: { start: at, end: at + 878 },
    segments: [{ start: at, end: at + 878 }],
    line: 1 + Math.floor(at / 100),
    column: 1 + (at % 100),
    encodings: [],
    complete: true,
    field: null,
    record: null,
    allowedBy: null,
    ...changes,
  };
}

export const file = (text: string): Origin => ({ kind: 'file', path: { text } });

const gitBlob: Origin = {
  kind: 'git-object',
  repository: { path: { text: 'infra' }, remote: 'https://git.example/infra.git' },
  object: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  type: 'blob',
  paths: [],
  commits: [],
  reachable: null,
};

const commit = '9c1185a5c5e9fc54612808977ee8f548b2258d31';

const bound = makeFinding({
  fingerprint: fingerprint('2'),
  bodyFingerprint: fingerprint('b'),
  detector: 'kubernetes-bound',
  title: 'Token of default/web bound to Pod web-7d9f6c5b8-abcde, accepted for a year',
  severity: 'high',
  token: { redacted: 'eyJhbGciO…', length: 1210, complete: true },
  identity: {
    namespace: 'default',
    serviceAccount: 'web',
    serviceAccountUid: '2c0bb2a5-6f90-4546-b72c-d9000e5dead2',
    boundTo: { kind: 'Pod', name: 'web-7d9f6c5b8-abcde', uid: '3d0bb2a5-6f90-4546-b72c-d9000e5dead3' },
    node: { name: 'node-1', uid: '4e0bb2a5-6f90-4546-b72c-d9000e5dead4' },
  },
  issuer: {
    url: 'https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF',
    provider: 'eks',
    cluster: { region: 'eu-west-1', id: '0123456789ABCDEF0123456789ABCDEF' },
  },
  audiences: ['https://kubernetes.default.svc'],
  tokenId: '5f0bb2a5-6f90-4546-b72c-d9000e5dead5',
  lifetime: {
    state: 'unexpired',
    issuedAt: '2026-09-01T10:00:00Z',
    notBefore: '2026-09-01T10:00:00Z',
    expiresAt: '2027-09-01T10:00:00Z',
    warnAfter: '2026-09-01T11:00:07Z',
  },
  unknownClaims: { attestations: { admissionReviewAPIGroups: ['apps'] } },
  remedy: [],
});

const expired = makeFinding({
  fingerprint: fingerprint('3'),
  bodyFingerprint: fingerprint('c'),
  detector: 'kubernetes-bound',
  title: 'Token of vault/agent for vault, expired',
  severity: 'low',
  identity: { namespace: 'vault', serviceAccount: 'agent', serviceAccountUid: null, boundTo: null, node: null },
  audiences: ['vault'],
  lifetime: {
    state: 'expired',
    issuedAt: '2024-01-01T00:00:00Z',
    notBefore: '2024-01-01T00:00:00Z',
    expiresAt: '2024-01-01T01:00:00Z',
    warnAfter: null,
  },
  remedy: [],
});

const suspect = makeFinding({
  fingerprint: fingerprint('4'),
  bodyFingerprint: fingerprint('d'),
  detector: 'kubernetes-suspect',
  title: 'Cut-off token of ci/deployer',
  severity: 'medium',
  token: { redacted: 'eyJhbGciO…', length: 610, complete: false },
  doubts: ['The signature is cut: 86 characters where RS256 makes at least 342.'],
  remedy: [],
});

const allowed = makeFinding({
  fingerprint: fingerprint('5'),
  bodyFingerprint: fingerprint('e'),
  title: 'Legacy service-account token of docs/example, never expires',
  suppression: { kind: 'ignore', reason: 'made up for the manual', by: 'ann', until: '2027-01-01' },
});

const live: Verdict = {
  cluster: { name: 'prod', server: 'https://10.0.0.1:6443', kubeSystemUid: '6a0bb2a5-6f90-4546-b72c-d9000e5dead6' },
  result: 'live',
  reason: 'the API server accepts it',
  by: 'token-review',
  at: '2026-11-23T20:00:03Z',
};

/** A scan with one finding of each kind, a verdict, a history, failures and skipped places. */
export const fullScan: readonly ScanEvent[] = [
  start,
  { type: 'progress', bytes: 1, haystacks: 1, totalBytes: null },
  { type: 'finding', finding: suspect },
  {
    type: 'sighting',
    fingerprint: suspect.fingerprint,
    sighting: makeSighting({ kind: 'stdin' }, 40, { complete: false, line: null, column: null }),
  },
  { type: 'finding', finding: bound },
  { type: 'sighting', fingerprint: bound.fingerprint, sighting: makeSighting(gitBlob, 4100) },
  {
    type: 'sighting',
    fingerprint: bound.fingerprint,
    sighting: makeSighting(
      {
        kind: 'archive-entry',
        archive: { kind: 'archive-entry', archive: file('backup/etc.tar.gz'), path: { text: 'etc.tar' } },
        path: { text: 'etc/secret.yaml' },
      },
      312,
      { encodings: ['base64', 'utf16'], field: 'items[3].data.token' },
    ),
  },
  { type: 'finding', finding: expired },
  { type: 'sighting', fingerprint: expired.fingerprint, sighting: makeSighting(file('logs/b.log'), 1040) },
  { type: 'finding', finding: makeFinding() },
  ...Array.from(
    { length: 12 },
    (_, index): ScanEvent => ({
      type: 'sighting',
      fingerprint: fingerprint('1'),
      sighting: makeSighting(file(`logs/app.${String(11 - index).padStart(2, '0')}.log`), 100 * index + 6),
    }),
  ),
  { type: 'finding', finding: allowed },
  {
    type: 'sighting',
    fingerprint: allowed.fingerprint,
    sighting: makeSighting({ kind: 'embedded', in: file('docs/manual.md'), segments: [{ start: 900, end: 2000 }] }, 7, {
      allowedBy: 'kubeleaks:allow',
    }),
  },
  {
    type: 'attribution',
    repository: null,
    object: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
    paths: [{ text: 'deploy/web.yaml' }],
    commits: [commit],
    reachable: true,
  },
  {
    type: 'history',
    fingerprint: bound.fingerprint,
    history: {
      repository: { text: 'infra' },
      state: 'removed',
      introducedBy: commit,
      introducedAt: '2026-09-02T08:00:00Z',
      refs: ['refs/heads/main', 'refs/tags/v1'],
      removedBy: ['1111111111111111111111111111111111111111'],
      commits: 3,
      blobs: 1,
      partial: false,
    },
  },
  {
    type: 'commit',
    id: commit,
    authorName: 'Ann',
    authorEmail: 'ann@example.com',
    date: '2026-09-02T08:00:00Z',
    subject: 'Deploy the web',
  },
  {
    type: 'commit',
    id: '2222222222222222222222222222222222222222',
    authorName: 'Bob',
    authorEmail: null,
    date: '2026-09-02T08:00:00Z',
    subject: 'Nobody names this one',
  },
  { type: 'verdict', fingerprint: bound.fingerprint, verdict: live },
  {
    type: 'verdict',
    fingerprint: bound.fingerprint,
    verdict: { ...live, cluster: { ...live.cluster, name: 'staging' }, result: 'not-this-cluster', reason: null },
  },
  { type: 'severity', fingerprint: bound.fingerprint, severity: 'critical', proven: true },
  {
    type: 'transmission',
    transmission: {
      fingerprint: bound.fingerprint,
      cluster: 'prod',
      server: 'https://10.0.0.1:6443',
      what: 'TokenReview',
      auditId: '7b0bb2a5-6f90-4546-b72c-d9000e5dead7',
      at: '2026-11-23T20:00:03Z',
      status: '201',
    },
  },
  {
    type: 'failure',
    failure: {
      origin: file('logs/locked.log'),
      code: 'unreadable',
      message: 'permission denied; read it as a user who may, or leave it out',
    },
  },
  { type: 'failure', failure: { origin: null, code: 'too-many-findings', message: 'more than 100,000 tokens' } },
  { type: 'skipped', skipped: { origin: file('/dev/sda'), code: 'device', message: 'a device is not read' } },
  { type: 'skipped', skipped: { origin: file('run/a.sock'), code: 'socket', message: 'a socket is not read' } },
  { type: 'skipped', skipped: { origin: file('run/b.sock'), code: 'socket', message: 'a socket is not read' } },
  { type: 'summary', summary },
];

/** A scan that found nothing and missed nothing. */
export const emptyScan: readonly ScanEvent[] = [
  start,
  {
    type: 'summary',
    summary: { ...summary, findings: 0, sightings: 0, suppressed: 0, failures: 0, skipped: 0, complete: true },
  },
];

const evil = `${hostileText}${strayToken}`;

/** A scan in which every text of a stranger is hostile and holds a token. */
export const hostileScan: readonly ScanEvent[] = [
  {
    ...start,
    run: { ...start.run, options: { targets: [evil] }, detectors: [evil], labels: { [evil]: evil } },
  },
  {
    type: 'finding',
    finding: makeFinding({
      detector: hostileText,
      title: evil,
      header: { alg: evil, kid: evil, typ: evil },
      identity: {
        namespace: evil,
        serviceAccount: evil,
        serviceAccountUid: evil,
        boundTo: { kind: evil, name: evil, uid: evil },
        node: { name: evil, uid: evil },
      },
      issuer: { url: evil, provider: evil, cluster: { [evil]: evil } },
      audiences: [evil, hostileText],
      tokenId: evil,
      unknownClaims: { [evil]: [evil], __proto__: evil },
      doubts: [evil],
      impact: {
        cluster: evil,
        subject: evil,
        state: 'partial',
        at: '2026-11-20T10:00:00Z',
        rights: [
          {
            id: evil,
            namespace: evil,
            meaning: evil,
            binding: {
              kind: 'RoleBinding',
              name: evil,
              namespace: evil,
              uid: evil,
              role: { kind: evil, name: evil },
              via: { kind: 'Group', name: evil },
            },
          },
        ],
        bindings: [],
      },
      remedy: [{ action: evil, command: evil, destructive: true }],
    }),
  },
  {
    type: 'sighting',
    fingerprint: fingerprint('1'),
    sighting: makeSighting(
      { kind: 'archive-entry', archive: file(evil), path: { text: evil, bytes: Buffer.from(evil).toString('base64') } },
      0,
      { encodings: [evil], field: evil, record: { [evil]: evil }, allowedBy: evil },
    ),
  },
  {
    type: 'sighting',
    fingerprint: fingerprint('1'),
    sighting: makeSighting({ ...gitBlob, repository: { path: { text: evil }, remote: evil } }, 0),
  },
  {
    type: 'attribution',
    repository: null,
    object: gitBlob.object,
    paths: [{ text: evil }],
    commits: [commit],
    reachable: false,
  },
  {
    type: 'history',
    fingerprint: fingerprint('1'),
    history: {
      repository: { text: evil },
      state: 'present',
      introducedBy: commit,
      introducedAt: '2026-09-02T08:00:00Z',
      refs: [evil],
      removedBy: [evil],
      commits: 1,
      blobs: 1,
      partial: true,
    },
  },
  { type: 'commit', id: commit, authorName: evil, authorEmail: evil, date: '2026-09-02T08:00:00Z', subject: evil },
  {
    type: 'verdict',
    fingerprint: fingerprint('1'),
    verdict: {
      cluster: { name: evil, server: evil, kubeSystemUid: evil },
      result: 'unknown',
      reason: evil,
      by: evil,
      at: '2026-09-02T08:00:00Z',
    },
  },
  {
    type: 'finding',
    finding: makeFinding({
      fingerprint: fingerprint('2'),
      title: evil,
      suppression: { kind: 'baseline', reason: evil, by: evil, until: evil },
    }),
  },
  { type: 'sighting', fingerprint: fingerprint('2'), sighting: makeSighting(file(evil), 0) },
  { type: 'failure', failure: { origin: file(evil), code: evil, message: evil } },
  { type: 'skipped', skipped: { origin: file(evil), code: evil, message: evil } },
  {
    type: 'transmission',
    transmission: {
      fingerprint: fingerprint('1'),
      cluster: evil,
      server: evil,
      what: evil,
      auditId: evil,
      at: '2026-09-02T08:00:00Z',
      status: evil,
    },
  },
  {
    type: 'summary',
    summary: { ...summary, findings: 2, sightings: 3, suppressed: 1, failures: 1, skipped: 1, complete: true },
  },
];
