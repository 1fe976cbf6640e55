/** What to do about a finding, step by step, with commands under the contract's rules for commands that kill. */
import type { Finding } from '../model/finding.js';
import type { Remedy } from '../model/remedy.js';
import { readAudiences } from '../token/audience.js';
import { clusterStep } from './cluster-step.js';
import { checkStep, killSteps, look } from './kill-steps.js';
import { accountOf, killTargetOf, type Account } from './kill-target.js';
import { Kubectl } from './kubectl.js';
import { isPiece } from './piece.js';
import { trustSteps } from './trust-steps.js';

/** What of a finding decides what to do. */
export type RemedyFacts = Pick<
  Finding,
  | 'fingerprint'
  | 'token'
  | 'header'
  | 'identity'
  | 'issuer'
  | 'audiences'
  | 'tokenId'
  | 'lifetime'
  | 'doubts'
  | 'verdict'
>;

/** What is known beyond the finding. */
export interface RemedyOptions {
  /** Context of the user's kubeconfig that the token's cluster goes by; `<CONTEXT>` stands in its place when unknown. */
  readonly context?: string;
  /** True only when a trusted key verified the signature. */
  readonly proven: boolean;
  readonly now: Date;
}

/**
 * The steps in the order they should be taken: find the cluster, contain, check, kill, tell parties outside, look
 * back. Commands hold only names that Kubernetes would take, always name a context, and delete only with `proven` and
 * a uid. They are written for a POSIX shell.
 */
export function remedyFor(finding: RemedyFacts, options: RemedyOptions): readonly Remedy[] {
  const kubectl = new Kubectl(options.context);
  const result = finding.verdict?.result;
  const isLive = result === 'live' || result === 'live-elsewhere';
  if (!isLive && (result === 'expired' || isOver(finding, options.now))) return [afterExpiry(finding)];
  const isCut = isPiece(finding);
  if (result === 'bad-signature' || (finding.doubts.length > 0 && !isCut)) return [forged];
  const account = accountOf(finding);
  const target = killTargetOf(finding);
  if (account === undefined || target === undefined) return isCut ? [cut, unnamed] : [unnamed];
  const trust = trustSteps(finding, account, kubectl);
  if (result === 'revoked') return [revoked, ...trust, lookBack(finding, account)];
  const item = { finding, account, target, kubectl, proven: options.proven };
  const where = options.context === undefined ? clusterStep(finding, kubectl) : undefined;
  // Where the API server refuses the audience, rights in the cluster open nothing: the others come first.
  const isForApiServer = readAudiences(finding.audiences, finding.issuer.url).kind === 'api-server';
  return [
    ...(isCut ? [cut] : []),
    ...(where === undefined ? [] : [where]),
    ...(isForApiServer ? [containStep(account, kubectl)] : trust),
    checkStep(item),
    ...killSteps(item),
    ...(isForApiServer ? trust : []),
    lookBack(finding, account),
  ];
}

const forged = look('No API server accepts it as it stands. Find out who made it: it may be a test, or a try.', null);

const revoked = look('The cluster has revoked it; its API server refuses it.', null);

const cut = look(
  'This copy is cut off and does not work, but the whole token may stand where it was written: look there.',
  null,
);

const unnamed = look(
  'What its claims name is no Kubernetes name or uid, so no command is shown: read the claims, and search by hand.',
  null,
);

/** The end has passed, the API server's leeway included. The lifetime's state may be from an earlier day. */
function isOver({ lifetime }: RemedyFacts, now: Date): boolean {
  return lifetime.expiresAt !== null && Date.parse(lifetime.expiresAt) + 60_000 < now.getTime();
}

function afterExpiry({ lifetime }: RemedyFacts): Remedy {
  const since = lifetime.expiresAt === null ? '' : ` at ${lifetime.expiresAt}`;
  return look(
    `It expired${since}, so nothing is left to revoke. Find out what wrote it down: the next one will be written there too.`,
    null,
  );
}

/** Rights first: taking them away works at once, for this token and for others of the account that nobody has found. */
function containStep({ namespace, name }: Account, kubectl: Kubectl): Remedy {
  return look(
    `Contain it: see what ${namespace}/${name} may do and by which bindings; cut those that its Pods can do without.`,
    [
      kubectl.within(namespace, `auth can-i --list --as=system:serviceaccount:${namespace}:${name}`),
      `${kubectl.run('get rolebindings,clusterrolebindings -A -o wide')} | grep -F -e ${namespace}/${name} -e system:serviceaccounts`,
    ].join('\n'),
  );
}

function lookBack({ tokenId }: RemedyFacts, { namespace, name }: Account): Remedy {
  const trace =
    tokenId !== null && /^[\w-]{1,64}$/.test(tokenId)
      ? `with the credential-id JTI=${tokenId}`
      : `of user system:serviceaccount:${namespace}:${name}`;
  return look(`Look back: the API server's audit log tells what was done with it, in entries ${trace}.`, null);
}
