/** Whose a token is, and which cluster's, in words. Everything here is escaped for a terminal. */
import type { Finding } from '../../model/finding.js';
import { escapeTerminal as safe } from './escape-terminal.js';

/** `service account deployer in namespace ci`. */
export function ownerWords({ identity }: Finding): string {
  const { namespace, serviceAccount } = identity;
  if (serviceAccount === null && namespace === null) return 'a service account it does not name';
  const account =
    serviceAccount === null ? 'a service account it does not name' : `service account ${safe(serviceAccount)}`;
  return namespace === null ? account : `${account} in namespace ${safe(namespace)}`;
}

/** What it dies with: `Pod web-1 on node n1`, or that it is bound to nothing. */
export function bindingWords({ identity }: Finding): string {
  const { boundTo, node } = identity;
  if (boundTo === null)
    return node === null ? 'no object' : `no object; issued for node ${safe(node.name ?? 'without a name')}`;
  const on = node === null || boundTo.kind === 'Node' ? '' : ` on node ${safe(node.name ?? 'without a name')}`;
  return `${safe(boundTo.kind)} ${safe(boundTo.name ?? 'without a name')}${on}`;
}

/** Provider and the facts its URL tells, as `eks: region eu-west-1, id 0123`; else that the issuer names none. */
export function clusterWords({ issuer }: Finding): string {
  const facts = Object.entries(issuer.cluster).map(([name, value]) => `${safe(name)} ${safe(value)}`);
  if (issuer.provider !== null)
    return [safe(issuer.provider), facts.join(', ')].filter((part) => part !== '').join(': ');
  return facts.length > 0 ? facts.join(', ') : 'not told by the issuer';
}

/** The audiences, or whom a token without any is for. */
export function audienceWords({ audiences }: Finding): string {
  if (audiences.length === 0) return 'none named: the API server';
  return audiences.map((audience) => safe(audience)).join(', ');
}
