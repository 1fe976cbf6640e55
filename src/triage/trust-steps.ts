/** Parties outside the cluster that take a token, and how each is told not to. */
import type { Finding } from '../model/finding.js';
import type { Remedy } from '../model/remedy.js';
import { readAudiences, type Acceptor } from '../token/audience.js';
import { quoted } from '../token/quoted.js';
import type { Account } from './kill-target.js';
import type { Kubectl } from './kubectl.js';

/** Kubernetes' own deletes do not reach these parties, so each gets a step. All of them only look. */
export function trustSteps(
  finding: Pick<Finding, 'audiences' | 'issuer'>,
  account: Account,
  kubectl: Kubectl,
): readonly Remedy[] {
  const { acceptors, unknown } = readAudiences(finding.audiences, finding.issuer.url);
  const steps = acceptors
    .filter((acceptor) => acceptor.judgesBy === 'signature')
    .map((acceptor) => ({ ...stepFor(acceptor, account, kubectl), destructive: false }));
  if (unknown.length === 0) return steps;
  const named = unknown.slice(0, 5).map(quoted).join(', ');
  const more = unknown.length > 5 ? ` and ${unknown.length - 5} more` : '';
  return [
    ...steps,
    {
      action: `Ask who takes tokens for the audience ${named}${more}: if they look at the signature alone, they take it until it expires, whatever is deleted in the cluster.`,
      command: null,
      destructive: false,
    },
  ];
}

function stepFor(
  acceptor: Acceptor,
  { namespace, name }: Account,
  kubectl: Kubectl,
): Pick<Remedy, 'action' | 'command'> {
  const annotation = (key: string): string =>
    kubectl.within(namespace, `get serviceaccount ${name} -o jsonpath='{.metadata.annotations.${key}}{"\\n"}'`);
  const still = `For ${acceptor.name} it stays good until it expires, whatever is deleted in the cluster.`;
  switch (acceptor.id) {
    case 'aws':
      return {
        action: `${still} Take ${namespace}/${name} out of the trust policy of the IAM role, and revoke the role's active sessions.`,
        command: annotation(String.raw`eks\.amazonaws\.com/role-arn`),
      };
    case 'eks-pod-identity':
      return {
        action: `${still} Find the association with this service account, and revoke the active sessions of its role.`,
        command: `aws eks list-pod-identity-associations --cluster-name='<CLUSTER>' --namespace=${namespace} --service-account=${name}`,
      };
    case 'azure':
      return {
        action: `${still} Delete the federated credential for ${namespace}/${name} from the managed identity or application with this client id.`,
        command: annotation(String.raw`azure\.workload\.identity/client-id`),
      };
    case 'google':
      return {
        action: `${still} Take the workload identity binding of ${namespace}/${name} away from this Google service account, and any that names the principal itself.`,
        command: annotation(String.raw`iam\.gke\.io/gcp-service-account`),
      };
    case 'vault':
      return {
        action: `${still} A kubernetes auth mount asks the API server, a jwt mount only looks at the signature: take ${namespace}/${name} out of their roles, and revoke leases given to it.`,
        command: 'vault auth list',
      };
    default:
      return { action: `${still} Take ${namespace}/${name} out of its trust there.`, command: null };
  }
}
