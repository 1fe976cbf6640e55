/** The steps that end a token: look, then delete. */
import type { Finding } from '../model/finding.js';
import type { Remedy } from '../model/remedy.js';
import { quoted } from '../token/quoted.js';
import type { Account, KillTarget } from './kill-target.js';
import type { Kubectl } from './kubectl.js';

/** What the steps are about. */
export interface KillCase {
  readonly finding: Pick<Finding, 'fingerprint' | 'token'>;
  readonly account: Account;
  readonly target: KillTarget;
  readonly kubectl: Kubectl;
  /** A trusted key verified the signature: only then deletes are printed. */
  readonly proven: boolean;
}

/** Forged claims could name anything. */
const UNPROVEN = 'The command is shown once a key of the cluster has verified the signature (--verify=offline).';

/** A step that only looks. */
export function look(action: string, command: string | null): Remedy {
  return { action, command, destructive: false };
}

/** A read-only check whether the token still has what it hangs on. */
export function checkStep(item: KillCase): Remedy {
  const { account, target, kubectl, finding } = item;
  const uidOf = (resource: string, name: string): string =>
    kubectl.within(account.namespace, `get ${resource} ${name} -o jsonpath='{.metadata.uid}{"\\n"}'`);
  const accountCheck = uidOf('serviceaccount', account.name);
  const expects = account.uid === null ? '' : ` The service account must have uid ${account.uid}`;
  switch (target.kind) {
    case 'secret': {
      if (target.uid === null)
        return finding.token.complete
          ? legacyCheck(item)
          : look('Check that the Secret is still there.', uidOf('secret', target.name));
      return look(
        `Check that the token's Secret is still the same.${expects}, the Secret ${target.uid}; else it is dead.`,
        `${accountCheck}\n${uidOf('secret', target.name)}`,
      );
    }
    case 'pod':
      return look(
        `Check that the token's Pod is still the same.${expects}, the Pod ${target.uid}; another uid or NotFound: it is dead.`,
        `${accountCheck}\n${uidOf('pod', target.name)}`,
      );
    case 'node':
      return look(
        `Check that the token's Node is still the same.${expects}, the Node ${target.uid}; else it is dead.`,
        `${accountCheck}\n${kubectl.run(`get node ${target.name} -o jsonpath='{.metadata.uid}{"\\n"}'`)}`,
      );
    case 'account':
    case 'other':
      return look(
        `Check that the service account is still the same.${expects}; another uid or NotFound: it is dead.`,
        accountCheck,
      );
    default:
      return target satisfies never;
  }
}

/** A legacy token lives exactly as long as its Secret holds it byte for byte, and its hash is the fingerprint. */
function legacyCheck({ account, target, kubectl }: KillCase): Remedy {
  const name = target.kind === 'secret' ? target.name : '';
  return look(
    'Check that the Secret still holds this very token: the hash must be its fingerprint, else it is dead.',
    `${kubectl.within(account.namespace, `get secret ${name} -o jsonpath='{.data.token}'`)} | base64 --decode | sha256sum`,
  );
}

/** The steps that delete. Without proof they are words only. */
export function killSteps(item: KillCase): readonly Remedy[] {
  const { account, target, kubectl } = item;
  switch (target.kind) {
    case 'secret':
      return [
        kill(
          item,
          `Delete Secret ${account.namespace}/${target.name}: the API server forgets the token within ten seconds.`,
          target.uid === null
            ? legacyDelete(item, target.name)
            : kubectl.delete('secrets', account.namespace, target.name, target.uid),
        ),
      ];
    case 'pod':
      return [
        kill(
          item,
          `Delete Pod ${account.namespace}/${target.name}: its tokens die with it, at most 60 seconds after its grace period. Its controller, if it has one, makes a new Pod.`,
          kubectl.delete('pods', account.namespace, target.name, target.uid),
        ),
      ];
    case 'node':
      return [
        kill(
          item,
          `Delete Node ${target.name}: the token dies with the object, and the Pods on it go too. Drain it first.`,
          kubectl.delete('nodes', null, target.name, target.uid),
        ),
      ];
    case 'account':
      return accountSteps(item, target.uid);
    case 'other': {
      // KEP-6060: at most 600 seconds.
      const isShort = target.boundKind.endsWith('WebhookConfiguration');
      const advice = isShort ? 'such tokens live ten minutes at most, so let it expire' : 'it dies with that';
      return [look(`It is bound to a ${plainKind(target.boundKind)}: ${advice}.`, null)];
    }
    default:
      return target satisfies never;
  }
}

function legacyDelete({ account, kubectl, finding }: KillCase, name: string): string {
  const get = (path: string): string => kubectl.within(account.namespace, `get secret ${name} -o jsonpath='{${path}}'`);
  const remove = kubectl.delete('secrets', account.namespace, name, '$uid');
  // The uid is read before the token is compared, so that what is deleted is what was compared.
  return `uid=$(${get('.metadata.uid')})\n${get('.data.token')} | base64 --decode | sha256sum | grep -q ${hexOf(finding)} &&\n  ${remove}`;
}

/** There is no list of issued tokens, so an unbound one can only lose the account it speaks for. */
function accountSteps(item: KillCase, uid: string): readonly Remedy[] {
  const { account, kubectl, proven } = item;
  const { namespace, name } = account;
  const file = `${name}.serviceaccount.json`;
  const remove = kill(
    item,
    `Bound to no object, it cannot be revoked alone. Delete service account ${namespace}/${name} and make it again: all its tokens die, those of its Pods and Secrets too; bindings go by name and stay.`,
    kubectl.delete('serviceaccounts', namespace, name, uid),
  );
  if (!proven) return [remove];
  const drop =
    '.metadata.uid, .metadata.resourceVersion, .metadata.creationTimestamp, .metadata.managedFields, .secrets';
  return [
    look(
      'Keep the service account in a file, without what the cluster fills in.',
      `${kubectl.within(namespace, `get serviceaccount ${name} -o json`)} | jq 'del(${drop})' > ${file}`,
    ),
    remove,
    look('Make it again from the file.', kubectl.run(`apply -f ${file}`)),
    look(
      'Restart the Pods that run as it: their tokens died too.',
      kubectl.within(namespace, `get pods --field-selector=spec.serviceAccountName=${name}`),
    ),
  ];
}

function kill({ proven }: KillCase, action: string, command: string): Remedy {
  return proven
    ? { action, command, destructive: true }
    : { action: `${action} ${UNPROVEN}`, command: null, destructive: true };
}

/** Kinds are an open list; whatever is no kind's name stands in quotes. */
function plainKind(kind: string): string {
  return /^[A-Z][A-Za-z]{1,62}$/.test(kind) ? kind : quoted(kind);
}

function hexOf({ fingerprint }: Pick<Finding, 'fingerprint'>): string {
  return fingerprint.replace(/^sha256:/, '').replaceAll(/[^0-9a-f]/g, '');
}
