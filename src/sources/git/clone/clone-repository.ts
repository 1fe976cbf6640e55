/** Clones a repository, bare and whole, into a private folder that goes away again. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleGit } from 'simple-git';
import { GitError } from '../git-error.js';
import { GIT_SILENCE_MS } from '../watched-output.js';
import { cloneEnvironment, type Variables } from './clone-environment.js';
import { cloneTrouble } from './clone-trouble.js';
import type { CloneUrl } from './clone-url.js';

/** How to clone. */
export interface CloneOptions {
  /** The git command, by its absolute path. */
  readonly git: string;
  readonly variables: Variables;
  readonly isInteractive: boolean;
  /** Ends the clone, and removes it at once. */
  readonly signal: AbortSignal | undefined;
  /** Is told how far git is; absent: git is not asked. */
  readonly onProgress?: ((stage: string, percent: number) => void) | undefined;
}

/** A clone; `close` removes it. */
export interface Clone {
  readonly path: string;
  close(): void;
}

/** Things that simple-git guards against in strangers' arguments; here they are ours, and the user's own environment. */
const unsafe = {
  allowUnsafeCustomBinary: true,
  allowUnsafeTemplateDir: true,
  allowUnsafeConfigEnvCount: true,
  allowUnsafeConfigPaths: true,
  allowUnsafeCredentialHelper: true,
  allowUnsafeHooksPath: true,
  allowUnsafeSshCommand: true,
  allowUnsafeAskPass: true,
};

/**
 * Clones.
 * @throws GitError `clone-failed`; nothing is left behind
 */
export async function cloneRepository(source: CloneUrl, options: CloneOptions): Promise<Clone> {
  const { git, variables, isInteractive, signal, onProgress } = options;
  // Nobody else may look in (mkdtemp, mode 0700).
  const folder = mkdtempSync(join(tmpdir(), 'kubeleaks-clone-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  const close = (): void => {
    signal?.removeEventListener('abort', remove);
    remove();
  };
  // Whoever interrupts may not leave the time to tidy up later.
  signal?.addEventListener('abort', remove);
  try {
    const { protocols } = source;
    const env = cloneEnvironment(variables, { protocols, isInteractive, config: configFor(source, folder) });
    const asked = simpleGit({
      baseDir: folder,
      binary: git,
      allowEnvironment: Object.keys(env),
      unsafe,
      timeout: { block: GIT_SILENCE_MS },
      ...(signal !== undefined && { abort: signal }),
      ...(onProgress !== undefined && {
        progress: ({ stage, progress }: { stage: string; progress: number }) => onProgress(stage, progress),
      }),
    }).env({ ...env });
    const path = join(folder, 'clone.git');
    // Its progress is its sign of life. simple-git would put the option behind the options' end.
    await asked.raw(['clone', '--mirror', '--template=', '--progress', '--end-of-options', source.url, path]);
    return { path, close };
  } catch (error) {
    close();
    throw new GitError('clone-failed', cloneTrouble(error instanceof Error ? error.message : ''));
  }
}

/** No hooks, no bundles from elsewhere, nothing in the background; and what the URL said of user and password. */
function configFor({ url, user, password }: CloneUrl, folder: string): [string, string][] {
  const hooks = join(folder, 'no-hooks');
  mkdirSync(hooks);
  const config: [string, string][] = [
    ['core.hooksPath', hooks],
    ['transfer.bundleURI', 'false'],
    ['submodule.recurse', 'false'],
    ['gc.auto', '0'],
    ['maintenance.auto', 'false'],
  ];
  if (password !== '') {
    const file = join(folder, 'credentials');
    const { protocol, host } = new URL(url);
    writeFileSync(file, `${protocol}//${user}:${password}@${host}\n`, { mode: 0o600 });
    // The empty one takes the user's helpers away: they would answer first, and remember this password.
    config.push(['credential.helper', ''], ['credential.helper', `store --file='${file}'`]);
    config.push(['credential.useHttpPath', 'false']);
  } else if (user !== '') config.push(['credential.username', decodeURIComponent(user)]);
  return config;
}
