/** A service account by its name, for sentences. */
import type { Identity } from '../model/claims.js';
import { plainName } from './quoted.js';

/** `namespace/name`, with `?` for what the claims do not say; whatever is no Kubernetes name stands in quotes. */
export function accountName(identity: Pick<Identity, 'namespace' | 'serviceAccount'>): string {
  const part = (name: string | null): string => (name === null ? '?' : plainName(name));
  return `${part(identity.namespace)}/${part(identity.serviceAccount)}`;
}
