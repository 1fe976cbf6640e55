/** Asks the cluster's authorizer what a service account may do, without ever acting as it: SubjectAccessReview. */
import type { ClusterApi } from '../clusters/api.js';
import { timestampOf, type Clock } from '../clusters/clock.js';
import type { Identity } from '../model/claims.js';
import type { Binding, DangerousRight, Impact } from '../model/impact.js';
import { dangerousRights, everything, type AccessQuestion, type DangerousRightRow } from './dangerous-rights.js';
import { bindingOfReason, readBindings, type RbacSubject } from './rbac-binding.js';
import { objectOf } from './verdict-user.js';

type Answer =
  | { readonly state: 'yes'; readonly reason: string }
  | { readonly state: 'no' | 'forbidden' | 'unreachable' };

/** DNS-1123, as namespaces and service accounts are named. */
const NAME = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;

/** The account with the groups the API server gives every service account; null when a name is none. */
export function subjectOf({ namespace, serviceAccount }: Identity): RbacSubject | null {
  if (namespace === null || serviceAccount === null || !NAME.test(namespace) || !NAME.test(serviceAccount)) return null;
  return {
    namespace,
    name: serviceAccount,
    username: `system:serviceaccount:${namespace}:${serviceAccount}`,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
  };
}

async function review(
  api: ClusterApi,
  subject: RbacSubject,
  uid: string | null,
  question: AccessQuestion,
  namespace: string | null,
): Promise<Answer> {
  const outcome = await api.post('/apis/authorization.k8s.io/v1/subjectaccessreviews', {
    body: {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      spec: {
        user: subject.username,
        groups: subject.groups,
        ...(uid === null ? {} : { uid }),
        resourceAttributes: { ...question, ...(namespace === null ? {} : { namespace }) },
      },
    },
  });
  if (outcome.state === 'failed') return { state: outcome.failure === 'forbidden' ? 'forbidden' : 'unreachable' };
  const status = objectOf(outcome.body['status']);
  if (status['allowed'] !== true || status['denied'] === true) return { state: 'no' };
  return { state: 'yes', reason: typeof status['reason'] === 'string' ? status['reason'].slice(0, 4096) : '' };
}

interface Inquiry {
  readonly api: ClusterApi;
  readonly subject: RbacSubject;
  readonly uid: string | null;
  readonly bindings: readonly Binding[];
  readonly unanswered: Answer['state'][];
}

/** The first of a row's questions that is allowed decides. */
async function ask(inquiry: Inquiry, row: DangerousRightRow, namespace: string | null): Promise<DangerousRight | null> {
  for (const question of row.questions) {
    const answer = await review(inquiry.api, inquiry.subject, inquiry.uid, question, namespace);
    if (answer.state === 'yes') {
      const where = namespace === null ? 'in the cluster' : `in namespace ${namespace}`;
      return {
        id: row.id,
        namespace,
        meaning: row.say(where),
        binding: bindingOfReason(answer.reason, inquiry.bindings),
      };
    }
    if (answer.state !== 'no') {
      inquiry.unanswered.push(answer.state);
      return null;
    }
  }
  return null;
}

/** Cluster first: what holds there need not be asked in the namespace. */
async function askBoth(inquiry: Inquiry, row: DangerousRightRow): Promise<DangerousRight | null> {
  return (await ask(inquiry, row, null)) ?? (row.isNamespaced ? ask(inquiry, row, inquiry.subject.namespace) : null);
}

async function askAll(inquiry: Inquiry): Promise<readonly DangerousRight[]> {
  const all = await ask(inquiry, everything, null);
  if (all !== null || inquiry.unanswered.length > 0) return all === null ? [] : [all];
  const inNamespace = await ask(inquiry, everything, inquiry.subject.namespace);
  // Who may do everything in the namespace may still do less in the cluster, and that is worth knowing.
  const rows =
    inNamespace === null
      ? dangerousRights.map((row) => askBoth(inquiry, row))
      : dangerousRights.map((row) => ask(inquiry, row, null));
  const found = (await Promise.all(rows)).filter((right) => right !== null);
  const hasAll = found.some(({ id }) => id === 'impersonate');
  return [
    ...(inNamespace === null ? [] : [inNamespace]),
    ...found.filter(({ id }) => !hasAll || id !== 'impersonate-accounts'),
  ];
}

/** The blast radius of `identity` on one cluster; null when its names are no names. */
export async function impactOf(api: ClusterApi, identity: Identity, clock: Clock): Promise<Impact | null> {
  const subject = subjectOf(identity);
  if (subject === null) return null;
  const bindings = await readBindings(api, subject);
  const inquiry: Inquiry = { api, subject, uid: identity.serviceAccountUid, bindings: bindings ?? [], unanswered: [] };
  const rights = await askAll(inquiry);
  const [unanswered] = inquiry.unanswered;
  const state =
    unanswered === undefined
      ? 'complete'
      : rights.length > 0
        ? 'partial'
        : unanswered === 'forbidden'
          ? 'forbidden'
          : 'unreachable';
  return { cluster: api.cluster.name, subject: subject.username, state, rights, bindings, at: timestampOf(clock) };
}
