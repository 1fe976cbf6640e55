/** Repositories elsewhere: cloned, and then searched as any other. */
import type { ScanEvent } from './model/event.js';
import type { ScanOptions } from './scan-options.js';
import { cloneAll } from './sources/git/clone/clone-all.js';
import type { Clone } from './sources/git/clone/clone-repository.js';
import { parseCloneUrl } from './sources/git/clone/clone-url.js';
import { findGit } from './sources/git/find-git.js';
import { GitError } from './sources/git/git-error.js';

/** What is done with clones. */
export interface CloneTools {
  readonly options: ScanOptions;
  /** Searches a clone; `shown` is what reports call it. */
  search(path: string, shown: string): AsyncGenerator<ScanEvent, unknown>;
  /** Is handed every clone, to close it when nothing of it is needed any more. */
  keep(clone: Clone): void;
}

/** Clones and searches. Throws `UsageError` before anything is cloned when one of the URLs is none for us. */
export async function* scanClones(
  urls: readonly string[],
  { options, search, keep }: CloneTools,
): AsyncGenerator<ScanEvent> {
  const sources = urls.map((url) => parseCloneUrl(url));
  const git = findGit(options.searchPath);
  const { environment = {}, isInteractive = false, onCloning, signal } = options;
  if (git === undefined) {
    for (const { shown } of sources)
      yield failure(shown, 'git-missing', 'to clone it git is needed, which is not installed');
    return;
  }
  const manner = { git, variables: environment, isInteractive, signal, onProgress: onCloning };
  for await (const { source, clone } of cloneAll(sources, manner, keep)) {
    if (clone instanceof GitError) yield failure(source.shown, clone.code, clone.message);
    else yield* search(clone.path, source.shown);
  }
}

function failure(shown: string, code: string, message: string): ScanEvent {
  return { type: 'failure', failure: { origin: { kind: 'file', path: { text: shown } }, code, message } };
}
