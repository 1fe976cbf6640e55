/** What git gets of the user's environment to clone: their keys, helpers and proxies, and none of a hook's variables. */
import { delimiter, isAbsolute } from 'node:path';

/** Names and values; as a process has them. */
export type Variables = { readonly [name: string]: string | undefined };

/** Of git's own variables: how to reach and to sign in. All others are left out. */
const own = [
  'GIT_SSH',
  'GIT_SSH_COMMAND',
  'GIT_SSH_VARIANT',
  'GIT_ASKPASS',
  'GIT_SSL_CAINFO',
  'GIT_SSL_CAPATH',
  'GIT_SSL_CERT',
  'GIT_SSL_KEY',
  'GIT_PROXY_SSL_CAINFO',
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_SYSTEM',
  'GIT_CONFIG_NOSYSTEM',
  'SSH_ASKPASS',
];

/** Programs that a clone never starts; simple-git refuses them. */
const refused = new Set(['EDITOR', 'PAGER', 'VISUAL', 'PREFIX']);

/** What differs from clone to clone. */
export interface CloneManner {
  readonly protocols: string;
  /** Somebody sits there and can be asked. */
  readonly isInteractive: boolean;
  /** Set on top of the user's own configuration. */
  readonly config: readonly (readonly [key: string, value: string])[];
}

/** The environment of one clone. The configuration goes into it, where no list of processes shows it. */
export function cloneEnvironment(
  variables: Variables,
  { protocols, isInteractive, config }: CloneManner,
): { readonly [name: string]: string } {
  const kept = Object.entries(variables).filter((entry): entry is [string, string] => {
    const name = entry[0].toUpperCase();
    return entry[1] !== undefined && !refused.has(name) && (!name.startsWith('GIT_') || own.includes(name));
  });
  const counted = config.flatMap(([key, value], index): [string, string][] => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return {
    ...Object.fromEntries(kept),
    // Nothing is run out of a folder that depends on where we stand.
    PATH: (variables['PATH'] ?? '').split(delimiter).filter(isAbsolute).join(delimiter),
    LC_ALL: 'C',
    GIT_ALLOW_PROTOCOL: protocols,
    GIT_TERMINAL_PROMPT: isInteractive ? '1' : '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_CONFIG_COUNT: String(config.length),
    ...Object.fromEntries(counted),
  };
}
