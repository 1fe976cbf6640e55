/** The flags of verification, with what the configuration says of clusters, as a verb takes them. */
import { type Config, pinsPath, UsageError, type VerifyOptions } from '../index.js';
import { nameOf, type ValuesOf } from './flag.js';
import { type clusterFlags, verificationFlags } from './flags/verification.js';
import type { Shell } from './shell.js';

type Flags = typeof verificationFlags;
/** The flags, read. */
export type VerificationValues = ValuesOf<readonly Flags[keyof Flags][]>;
type ClusterFlags = typeof clusterFlags;
/** The flags that name clusters, read. */
export type ClusterValues = ValuesOf<readonly ClusterFlags[keyof ClusterFlags][]>;

/** Which clusters the user means: flags first, then the configuration, then kubectl's current context. */
export function selectionOf(values: ClusterValues, config: Config, shell: Shell): VerifyOptions['selection'] {
  const configured = (config.clusters ?? []).flatMap(({ context }) => context ?? []);
  return {
    environment: { HOME: shell.home, ...shell.env },
    kubeconfig: values.kubeconfig,
    contexts: values.context ?? (values.allContexts === true || configured.length === 0 ? undefined : configured),
    allContexts: values.allContexts,
    allowExec: values.allowExec,
    allowFiles: values.allowFiles,
  };
}

/** Undefined when nobody is to be asked. `isStream` bounds the reviews of one subject. */
export async function verificationOf(
  values: VerificationValues,
  config: Config,
  shell: Shell,
  isStream: boolean,
): Promise<VerifyOptions | undefined> {
  if (values.verify === undefined) {
    const alone = Object.values(verificationFlags).find(({ key }) => key in values);
    if (alone === undefined) return undefined;
    throw new UsageError('flag-conflict', `${nameOf(alone)} is about verification; say --verify too`);
  }
  const configured = (config.clusters ?? []).flatMap(({ name, issuer, jwks, context }) =>
    jwks === undefined ? [] : [{ path: jwks, name, issuer, context }],
  );
  return {
    mode: values.verify,
    selection: selectionOf(values, config, shell),
    keyFiles: [...configured, ...(values.keys ?? []).map((path) => ({ path }))],
    pinsPath: await pinsPath(shell),
    touchLegacy: values.touchLegacy,
    sendWithoutMatch: values.sendWithoutMatch,
    maxReviews: values.maxReviews,
    impact: values.impact,
    isStream,
  };
}
