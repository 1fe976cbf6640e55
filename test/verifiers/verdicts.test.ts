/** Every row of the table that tells what an API server's answer proves, against a server that answers as kube-apiserver. */
import test, { type ExecutionContext } from 'ava';
import type { VerifyMode } from '../../src/model/verify-mode.js';
import type { TokenKind } from '../helpers/claims.js';
import { contextOf, openScene, startServer } from '../helpers/api-server/examination.js';
import { giveLife, issuedAt, type Living } from '../helpers/api-server/living-token.js';
import { clusterKey, type ApiServer, type ServerSettings } from '../helpers/api-server/server.js';
import { FakeClock } from '../helpers/fake-clock.js';
import { heldFinding } from '../helpers/held-finding.js';
import type { MintRecipe } from '../helpers/mint.js';

interface Case {
  readonly recipe?: MintRecipe;
  /** What happens to the cluster after the token was issued. */
  readonly then?: (server: ApiServer, living: Living, clock: FakeClock) => void;
  readonly settings?: ServerSettings;
  readonly touchLegacy?: boolean;
}

/** The verdict of a mode, as `result reason by`. */
async function verdictOf(
  t: ExecutionContext,
  mode: VerifyMode,
  { recipe, then, settings, touchLegacy = true }: Case,
): Promise<{ words: string; sent: number }> {
  const clock = new FakeClock();
  const server = await startServer(t, clock, settings);
  const living = giveLife(server, recipe);
  const scene = await openScene(t, clock, { contexts: [contextOf('prod', server)], mode, touchLegacy });
  t.deepEqual(scene.failures, []);
  then?.(server, living, clock);
  const { verdicts, transmissions } = await scene.examiner.examine(heldFinding(living.token));
  t.is(verdicts.length, 1);
  const { result, reason, by } = verdicts[0] ?? { result: '', reason: '', by: '' };
  const carried = server.requests.filter(({ body }) => body.includes(living.token)).length;
  t.is(transmissions.length, carried);
  t.false(server.requests.some(({ path, headers }) => `${path}${JSON.stringify(headers)}`.includes(living.token)));
  return { words: `${result} ${reason ?? '-'} ${by}`, sent: carried };
}

const reviews = test.macro(async (t, setup: Case, words: string, sent: number) => {
  t.deepEqual(await verdictOf(t, 'review', setup), { words, sent });
});
const looksUp = test.macro(async (t, setup: Case, words: string) => {
  t.deepEqual(await verdictOf(t, 'lookup', setup), { words: `${words} lookup`, sent: 0 });
});

const minute = 60_000;
const kinds: readonly TokenKind[] = ['legacy', 'unbound', 'pod-bound', 'node-bound', 'secret-bound'];
for (const kind of kinds) {
  test(
    `a ${kind} token that nobody touched is live by review`,
    reviews,
    { recipe: { kind } },
    'live - token-review',
    1,
  );
  test(`a ${kind} token that nobody touched is live by lookup`, looksUp, { recipe: { kind } }, 'live -');
  const gone: Case = {
    recipe: { kind },
    then: (server, { account }) => server.store.delete('serviceaccounts', 'ci', account),
  };
  const by = kind === 'legacy' ? 'lookup' : 'token-review';
  const sent = kind === 'legacy' ? 0 : 1;
  test(
    `a ${kind} token of a deleted account is revoked by review`,
    reviews,
    gone,
    `revoked service-account-deleted ${by}`,
    sent,
  );
  test(`a ${kind} token of a deleted account is revoked by lookup`, looksUp, gone, 'revoked service-account-deleted');
  const again: Case = {
    recipe: { kind },
    then: (server, { account }) => {
      server.store.put('serviceaccounts', { namespace: 'ci', name: account });
    },
  };
  test(
    `a ${kind} token of an account made anew is revoked by review`,
    reviews,
    again,
    `revoked service-account-recreated ${by}`,
    sent,
  );
  test(
    `a ${kind} token of an account made anew is revoked by lookup`,
    looksUp,
    again,
    'revoked service-account-recreated',
  );
}

for (const [alg, bits] of [
  ['RS256', 2048],
  ['RS256', 4096],
  ['ES256', 0],
  ['ES384', 0],
  ['ES512', 0],
] as const) {
  const settings = { keys: [clusterKey('RS256', 2048, 'older'), clusterKey(alg, bits)] };
  test(
    `a token signed with ${alg}${bits === 0 ? '' : ` of ${bits} bits`} is live`,
    reviews,
    { recipe: { alg, bits }, settings },
    'live - token-review',
    1,
  );
}
test(
  'a token with the 40 hex digits of an EKS kid is live',
  reviews,
  { recipe: { kid: 'ab'.repeat(20) }, settings: { keys: [clusterKey('RS256', 2048, '', 'ab'.repeat(20))] } },
  'live - token-review',
  1,
);
test(
  'a token with an empty kid is matched by trying keys',
  reviews,
  { recipe: { kid: '' }, settings: { keys: [clusterKey('RS256', 2048, 'older'), clusterKey()] } },
  'live - token-review',
  1,
);
test('a token without a kid is matched by trying keys', reviews, { recipe: { kid: null } }, 'live - token-review', 1);

const bound = [
  ['pod', 'pod-bound', 'pods', 'ci'],
  ['secret', 'secret-bound', 'secrets', 'ci'],
  ['node', 'node-bound', 'nodes', undefined],
] as const;
for (const [role, kind, resource, namespace] of bound) {
  const recipe = { kind };
  const gone: Case = { recipe, then: (server, living) => server.store.delete(resource, namespace, living[role]) };
  test(
    `a token bound to a deleted ${role} is revoked by review`,
    reviews,
    gone,
    'revoked bound-object-deleted token-review',
    1,
  );
  test(`a token bound to a deleted ${role} is revoked by lookup`, looksUp, gone, 'revoked bound-object-deleted');
  const put = (deletedMinutesAgo: number | null, keepUid: boolean): Case => ({
    recipe,
    then: (server, living, clock) => {
      server.store.put(resource, {
        name: living[role],
        ...(namespace === undefined ? {} : { namespace }),
        ...(keepUid ? { uid: living.uid(role) } : {}),
        ...(deletedMinutesAgo === null
          ? {}
          : { deletionTimestamp: new Date(clock.now() - deletedMinutesAgo * minute).toISOString() }),
      });
    },
  });
  test(
    `a token bound to a ${role} made anew is revoked by review`,
    reviews,
    put(null, false),
    'revoked bound-object-recreated token-review',
    1,
  );
  test(
    `a token bound to a ${role} made anew is revoked by lookup`,
    looksUp,
    put(null, false),
    'revoked bound-object-recreated',
  );
  test(
    `a token bound to a ${role} that is ending for half a minute is live by review`,
    reviews,
    put(0.5, true),
    'live - token-review',
    1,
  );
  test(
    `a token bound to a ${role} that is ending for half a minute is live by lookup`,
    looksUp,
    put(0.5, true),
    'live -',
  );
  test(
    `a token bound to a ${role} that is ending for two minutes is revoked by review`,
    reviews,
    put(2, true),
    'revoked bound-object-deleted token-review',
    1,
  );
  test(
    `a token bound to a ${role} that is ending for two minutes is revoked by lookup`,
    looksUp,
    put(2, true),
    'revoked bound-object-deleted',
  );
}

const ending = (minutes: number): Case => ({
  recipe: { kind: 'unbound' },
  then: (server, { account, uid }, clock) => {
    server.store.put('serviceaccounts', {
      namespace: 'ci',
      name: account,
      uid: uid('serviceaccount'),
      deletionTimestamp: new Date(clock.now() - minutes * minute).toISOString(),
    });
  },
});
test(
  'a token of an account that is ending for half a minute is live by review',
  reviews,
  ending(0.5),
  'live - token-review',
  1,
);
test('a token of an account that is ending for half a minute is live by lookup', looksUp, ending(0.5), 'live -');
test(
  'a token of an account that is ending for two minutes is revoked by review',
  reviews,
  ending(2),
  'revoked service-account-deleted token-review',
  1,
);
test(
  'a token of an account that is ending for two minutes is revoked by lookup',
  looksUp,
  ending(2),
  'revoked service-account-deleted',
);

const legacy = { kind: 'legacy' } as const;
const changeSecret = (change: (server: ApiServer, living: Living) => void): Case => ({ recipe: legacy, then: change });
const secretGone = changeSecret((server, { secret }) => server.store.delete('secrets', 'ci', secret));
const secretNew = changeSecret((server, { secret }) => {
  server.store.put('secrets', { namespace: 'ci', name: secret, body: { data: { token: 'b3RoZXI=' } } });
});
const secretInvalid = changeSecret((server, { secret, token }) => {
  const labels = { 'kubernetes.io/legacy-token-invalid-since': '2026-09-01' };
  server.store.put('secrets', {
    namespace: 'ci',
    name: secret,
    labels,
    body: { data: { token: Buffer.from(token).toString('base64') } },
  });
});
test('a legacy token without its Secret is revoked', looksUp, secretGone, 'revoked secret-deleted');
test('a legacy token whose Secret holds another is revoked', looksUp, secretNew, 'revoked secret-replaced');
test(
  'a legacy token whose Secret is marked invalid is suspended',
  looksUp,
  secretInvalid,
  'suspended label-invalid-since',
);
test(
  'a legacy token is looked up and not sent unless its label may be touched',
  reviews,
  { recipe: legacy, touchLegacy: false },
  'live - lookup',
  0,
);

const later =
  (ms: number) =>
  (_server: ApiServer, _living: Living, clock: FakeClock): void =>
    clock.pass(ms);
const hour = { kind: 'unbound', expiresAt: issuedAt + 3600 } as const;
test(
  'a token in the minute after its time is live still',
  reviews,
  { recipe: hour, then: later(60 * minute) },
  'live - token-review',
  1,
);
test(
  'a token two minutes after its time is expired, and is not sent',
  reviews,
  { recipe: hour, then: later(62 * minute) },
  'expired - expiry',
  0,
);
test(
  'a token before its time is not sent',
  reviews,
  { recipe: { kind: 'unbound', issuedAt: issuedAt + 600 } },
  'genuine-unchecked not-valid-yet expiry',
  0,
);
test(
  'a token of the kubelet is live after its warning, within the year',
  reviews,
  { recipe: {}, then: later(48 * 60 * minute) },
  'live - token-review',
  1,
);

const vault = { kind: 'vault', expiresAt: issuedAt + 3600 } as const;
test(
  'a token for another party is live elsewhere by review, which asks twice',
  reviews,
  { recipe: vault },
  'live-elsewhere - token-review',
  2,
);
test(
  'a token for another party whose pod is gone is revoked by one review',
  reviews,
  { recipe: vault, then: (server, { pod }) => server.store.delete('pods', 'ci', pod) },
  'revoked bound-object-deleted token-review',
  1,
);
test('a token for another party is live elsewhere by lookup', looksUp, { recipe: vault }, 'live-elsewhere -');
test(
  'a token for another party that the API server takes too is live',
  reviews,
  { recipe: vault, settings: { apiAudiences: ['vault'] } },
  'live - token-review',
  2,
);
test(
  'a token for the issuer that the API server does not take is live elsewhere',
  reviews,
  { recipe: {}, settings: { apiAudiences: ['api'] } },
  'live-elsewhere - token-review',
  2,
);
test(
  'a token for the issuer that the API server does not take, its pod gone, is revoked',
  reviews,
  { settings: { apiAudiences: ['api'] }, then: (server, { pod }) => server.store.delete('pods', 'ci', pod) },
  'revoked bound-object-deleted token-review',
  2,
);

test(
  'a token whose key was taken from the cluster after we read it is revoked',
  reviews,
  {
    then: (server) => {
      server.backend.keys = [clusterKey('ES256')];
    },
  },
  'revoked signing-key-removed token-review',
  1,
);
test(
  'a token whose issuer the cluster gave up is not of this cluster any more',
  reviews,
  {
    then: (server) => {
      server.backend.issuers = ['https://new.example'];
    },
  },
  'not-this-cluster issuer-unknown-there token-review',
  1,
);
