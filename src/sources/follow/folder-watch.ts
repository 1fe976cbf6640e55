/** Says when something happens in folders, as far as the system tells. */
import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';

/** Watches folders, not what is below them. */
export class FolderWatch {
  readonly #wake: () => void;
  readonly #watchers = new Map<string, FSWatcher>();
  readonly #changed = new Set<string>();
  #isListingDue = false;
  #hasGap = false;

  /** `wake` is called when there is something to take. */
  constructor(wake: () => void) {
    this.#wake = wake;
  }

  /** True when the system could not watch some folder (no inotify left, a file system that tells nothing). */
  get hasGap(): boolean {
    return this.#hasGap;
  }

  /** Is there something to take? */
  get isPending(): boolean {
    return this.#isListingDue || this.#changed.size > 0;
  }

  /** Watches exactly these. */
  set(folders: ReadonlySet<string>): void {
    for (const [folder, watcher] of this.#watchers) {
      if (folders.has(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    for (const folder of folders) if (!this.#watchers.has(folder)) this.#add(folder);
  }

  /** What happened since the last call: paths whose content changed, and whether names came or went. */
  take(): { readonly changed: readonly string[]; readonly isListingDue: boolean } {
    const taken = { changed: [...this.#changed], isListingDue: this.#isListingDue };
    this.#changed.clear();
    this.#isListingDue = false;
    return taken;
  }

  close(): void {
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #add(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: true }, (event, name) => {
        if (event === 'change' && name !== null) this.#changed.add(join(folder, name));
        else this.#isListingDue = true;
        this.#wake();
      });
      watcher.on('error', () => {
        this.#hasGap = true;
        watcher.close();
        this.#watchers.delete(folder);
      });
      this.#watchers.set(folder, watcher);
    } catch {
      this.#hasGap = true;
    }
  }
}
