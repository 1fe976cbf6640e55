/** Kubeconfigs for tests, as the YAML (JSON is YAML) that kubectl reads. */

/** One context with its cluster and user, all under the same name unless said. */
export interface ContextRecipe {
  readonly name: string;
  readonly cluster: { readonly [field: string]: unknown };
  readonly user?: { readonly [field: string]: unknown };
  readonly namespace?: string;
}

/** PEM as the `…-data` fields hold it. */
export function data(pem: string): string {
  return Buffer.from(pem).toString('base64');
}

/** The text; the first context is the current one unless `current` says another, or null for none. */
export function kubeconfigText(contexts: readonly ContextRecipe[], current?: string | null): string {
  return JSON.stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: contexts.map(({ name, cluster }) => ({ name, cluster })),
      users: contexts.map(({ name, user = {} }) => ({ name, user })),
      contexts: contexts.map(({ name, namespace }) => ({
        name,
        context: { cluster: name, user: name, ...(namespace === undefined ? {} : { namespace }) },
      })),
      ...(current === null ? {} : { 'current-context': current ?? contexts[0]?.name ?? '' }),
    },
    undefined,
    2,
  );
}
