/** Finding the cluster that a token opens, when nobody has said which it is. */
import type { Finding } from '../model/finding.js';
import type { Remedy } from '../model/remedy.js';
import type { Kubectl } from './kubectl.js';
import { shellWord } from './shell-word.js';

/** How to find the cluster. All commands only look, but gcloud's, which adds a context to the user's kubeconfig. */
export function clusterStep(
  { issuer, header }: Pick<Finding, 'issuer' | 'header'>,
  kubectl: Kubectl,
): Remedy | undefined {
  const command = commandOf(issuer);
  if (command !== undefined)
    return { action: 'Find its cluster, which the issuer names.', command, destructive: false };
  const { kid } = header;
  if (kid === null || !/^[\w-]{20,128}$/.test(kid)) return undefined;
  return {
    action: 'Find its cluster: the one that signed it serves this key id, others print 0.',
    command: `${kubectl.run('get --raw /openid/v1/jwks')} | grep -c -F -e ${shellWord(kid)}`,
    destructive: false,
  };
}

function commandOf({ provider, cluster, url }: Finding['issuer']): string | undefined {
  const { region, id, project, location, cluster: name } = cluster;
  if (provider === 'gke' && project !== undefined && location !== undefined && name !== undefined) {
    return `gcloud container clusters get-credentials ${shellWord(name)} --location=${shellWord(location)} --project=${shellWord(project)}`;
  }
  if (provider === 'eks' && region !== undefined && id !== undefined) {
    const aws = `aws eks --region=${shellWord(region)}`;
    return (
      `for name in $(${aws} list-clusters --query='clusters[]' --output=text); do\n` +
      `  ${aws} describe-cluster --name="$name" --query='cluster.[name,identity.oidc.issuer]' --output=text\n` +
      `done | grep -F -e ${shellWord(id)}`
    );
  }
  if (provider === 'aks' && url !== null) {
    const query = `[?oidcIssuerProfile.issuerUrl=='${url}'].[name,resourceGroup]`;
    return `az aks list --query=${shellWord(query)} --output=tsv`;
  }
  return undefined;
}
