import test from 'ava';
import fc from 'fast-check';
import type { Finding } from '../../src/model/finding.js';
import type { VerdictResult } from '../../src/model/verdict.js';
import { remedyFor, type RemedyOptions } from '../../src/triage/remedy.js';
import { findingOf } from '../helpers/finding-of.js';
import { mintShape, type ShapeRecipe } from '../helpers/mint.js';

const now = new Date('2026-11-26T12:00:00Z');
const expiresAt = 1890000000;
const finding = (recipe: ShapeRecipe): Finding => findingOf(mintShape(recipe), now);

/** All commands of a remedy as one text. */
function commands(item: Finding, options: Partial<RemedyOptions> = {}): string {
  return remedyFor(item, { proven: true, now, ...options })
    .map(({ command }) => command ?? '')
    .join('\n');
}

function actions(item: Finding, options: Partial<RemedyOptions> = {}): string {
  return remedyFor(item, { proven: true, now, ...options })
    .map(({ action }) => action)
    .join('\n');
}

function withVerdict(item: Finding, result: VerdictResult): Finding {
  return {
    ...item,
    verdict: {
      cluster: { name: 'prod', server: null, kubeSystemUid: null },
      result,
      reason: null,
      by: 'token-review',
      at: '',
    },
  };
}

const kinds = ['legacy', 'unbound', 'pod-bound', 'node-bound', 'secret-bound', 'eks', 'irsa', 'vault'] as const;
const unexpired = (kind: (typeof kinds)[number]): ShapeRecipe => (kind === 'legacy' ? { kind } : { kind, expiresAt });

for (const kind of kinds) {
  test(`nothing is deleted for a ${kind} token that is not proven, but there is a check`, (t) => {
    const remedy = remedyFor(finding(unexpired(kind)), { proven: false, now });
    t.false(remedy.some(({ command, destructive }) => destructive && command !== null));
    t.false(remedy.some(({ command }) => /delete|\bapply\b/.test(command ?? '')));
    t.true(remedy.some(({ action, command }) => action.startsWith('Check') && command !== null));
  });

  test(`every delete for a proven ${kind} token asks for a uid, and comes behind a check`, (t) => {
    const remedy = remedyFor(finding(unexpired(kind)), { proven: true, now });
    const deletes = remedy.filter(({ command }) => command?.includes('delete') === true);
    t.is(deletes.length, 1);
    t.true(deletes[0]?.destructive);
    t.regex(
      deletes[0]?.command ?? '',
      /"preconditions":\{"uid":"([0-9a-f-]{36}|'"\$uid"')"\}.* \| kubectl --context='<CONTEXT>' delete --raw \/api\/v1\//,
    );
    t.true(
      remedy.findIndex(({ action }) => action.startsWith('Check')) < remedy.findIndex((step) => step === deletes[0]),
    );
  });

  test(`every kubectl for a ${kind} token names its context`, (t) => {
    const text = commands(finding(unexpired(kind)), { context: "it's prod" });
    const all = text.match(/kubectl/g)?.length ?? 0;
    t.true(all > 0);
    t.is(text.split(String.raw`kubectl --context='it'\''s prod' `).length - 1, all);
  });
}

test('a context that a terminal would not show as it is counts as unknown', (t) => {
  for (const context of ['a\nb', 'a\u001b[31m', 'a\u202eb', '', 'x'.repeat(600)])
    t.regex(commands(finding({ kind: 'legacy' }), { context }), /--context='<CONTEXT>'/);
  t.regex(
    commands(finding({ kind: 'legacy' }), { context: 'arn:aws:eks:eu-central-1:1:cluster/a' }),
    /--context=arn:aws:eks:eu-central-1:1:cluster\/a /,
  );
  t.regex(commands(finding({ kind: 'legacy' }), { context: '-x' }), /--context=-x /);
});

test('a legacy token is compared with its Secret by hash before the Secret goes', (t) => {
  const item = finding({ kind: 'legacy' });
  const hex = item.fingerprint.slice('sha256:'.length);
  const text = commands(item);
  t.true(text.includes(`sha256sum | grep -q ${hex} &&`));
});

test('an unbound token is told to have no revocation of its own, and the account is kept and made again', (t) => {
  const item = finding(unexpired('unbound'));
  t.regex(actions(item), /cannot be revoked alone/);
  t.regex(
    commands(item),
    /get serviceaccount deployer -o json \| jq .* > deployer\.serviceaccount\.json[^]*delete --raw[^]*apply -f deployer\.serviceaccount\.json/,
  );
});

test('rights are contained before anything is deleted, but not for a token that the API server refuses', (t) => {
  const steps = remedyFor(finding(unexpired('pod-bound')), { proven: true, now });
  t.true(
    steps.findIndex(({ action }) => action.startsWith('Contain')) < steps.findIndex(({ destructive }) => destructive),
  );
  t.notRegex(actions(finding(unexpired('irsa'))), /Contain/);
});

const trust = test.macro((t, audience: string, expected: RegExp) => {
  t.regex(actions(finding({ kind: 'irsa', expiresAt, audiences: [audience] })), expected);
});
test('AWS is told by its trust policy', trust, 'sts.amazonaws.com', /trust policy of the IAM role/);
test('EKS Pod Identity is told by its association', trust, 'pods.eks.amazonaws.com', /association/);
test('Azure is told by its federated credential', trust, 'api://AzureADTokenExchange', /federated credential/);
test('Google is told by its binding', trust, 'acme-dev.svc.id.goog', /workload identity binding/);
test('Vault is told by its role', trust, 'vault', /roles/);
test('others are told by name', trust, 'conjur', /For Conjur it stays good/);
test('an unknown audience is asked about', trust, 'my-app', /Ask who takes tokens for the audience "my-app"/);

test('who asks the API server each time needs no step', (t) => {
  t.notRegex(actions(finding({ kind: 'irsa', expiresAt, audiences: ['istio-ca'] })), /Istio/);
});

test('the cluster is looked for where nobody said which it is', (t) => {
  t.regex(commands(finding(unexpired('eks'))), /aws eks --region=eu-central-1 list-clusters/);
  t.regex(
    commands(finding({ kind: 'gke', expiresAt })),
    /gcloud container clusters get-credentials acme-1 --location=europe-west1 --project=acme-dev/,
  );
  t.regex(commands(finding({ kind: 'aks', expiresAt })), /az aks list/);
  t.regex(
    commands(finding({ kind: 'legacy', kid: 'JHJehTTTZlsspKHT-GaJxK7Kd1NQgZJu3fyK6K_QDYU' })),
    /jwks \| grep -c -F -e JHJehTTTZlsspKHT-GaJxK7Kd1NQgZJu3fyK6K_QDYU/,
  );
  t.notRegex(commands(finding(unexpired('eks')), { context: 'prod' }), /aws eks/);
});

test('an expired token asks for nothing but to look at what wrote it', (t) => {
  const steps = remedyFor(finding({ kind: 'irsa' }), { proven: true, now });
  t.is(steps.length, 1);
  t.regex(steps[0]?.action ?? '', /^It expired at 2026-09-29T04:27:04Z/);
  t.is(remedyFor(finding(unexpired('unbound')), { proven: true, now: new Date('2031-01-01T00:00:00Z') }).length, 1);
});

test('a token that lives gets its steps though its claims say that it has expired', (t) => {
  t.regex(commands(withVerdict(finding({ kind: 'irsa' }), 'live-elsewhere')), /delete --raw/);
});

test('a revoked token gets no delete, but steps for those who take it still', (t) => {
  const item = withVerdict(finding(unexpired('irsa')), 'revoked');
  t.notRegex(commands(item), /delete/);
  t.regex(actions(item), /trust policy/);
});

test('a forged one gets no command', (t) => {
  t.is(commands(finding({ alg: 'HS256' })).trim(), '');
  t.is(commands(withVerdict(finding({ kind: 'legacy' }), 'bad-signature')).trim(), '');
});

test('a cut one gets the checks and the word that the whole may be near', (t) => {
  const item = findingOf(mintShape({ kind: 'legacy' }).slice(0, -50), now);
  t.regex(actions(item, { proven: false }), /^This copy is cut off[^]*Check that the Secret is still there/);
});

test('a use in the audit log is found by the token’s id', (t) => {
  const item = finding(unexpired('pod-bound'));
  t.true(actions(item).includes(`JTI=${item.tokenId}`));
  t.regex(actions(finding({ kind: 'legacy' })), /entries of user system:serviceaccount:ci:deployer/);
});

const evil = fc.oneof(
  fc.string(),
  fc.constantFrom(
    '$(id)',
    '`id`',
    '; rm -rf /',
    "'",
    '"',
    '\n',
    '-x',
    '--all',
    '../..',
    'a b',
    '\u001b[31m',
    '::error::',
    '##vso[task]',
    'UPPER',
    'a'.repeat(300),
  ),
);

test('a name that Kubernetes would not take never gets into a command', (t) => {
  const good = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/;
  fc.assert(
    fc.property(evil, fc.nat(5), (name, where) => {
      fc.pre(!good.test(name));
      const recipes: readonly ShapeRecipe[] = [
        { kind: 'legacy', namespace: name },
        { kind: 'legacy', serviceAccount: name },
        { kind: 'legacy', secret: name },
        { kind: 'pod-bound', expiresAt, pod: name },
        { kind: 'node-bound', expiresAt, node: name },
        { kind: 'pod-bound', expiresAt, privateClaims: { pod: { name: 'web', uid: name } } },
      ];
      const item = finding(recipes[where] ?? {});
      t.is(commands(item, { context: 'prod' }).trim(), '');
    }),
  );
});

test('issuers, audiences, key ids and token ids stay out of commands unless they are harmless', (t) => {
  fc.assert(
    fc.property(evil, evil, (one, two) => {
      const item = finding({
        kind: 'irsa',
        expiresAt,
        kid: one,
        issuer: `https://${one}.oic.prod-aks.azure.com/${two}`,
        audiences: [two],
        claims: { jti: one },
      });
      for (const line of commands(item).split('\n')) t.regex(line, /^[\w ./:=@%+,|&>'"$(){}[\]\\<-]*$/);
      t.notRegex(commands(item), /\$\(id\)|`|rm -rf/);
    }),
  );
});
