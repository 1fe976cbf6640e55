/** What happens when somebody stops the program. */

/** Exit codes as shells count them: 128 and the signal's number. */
const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** How long a scan may take to end by itself, in milliseconds: it may wait for a pipe that says nothing. */
const GRACE_MS = 1000;

/** A scan's ear for signals. The first one asks it to end, the second one ends the program. */
export class Interruption {
  readonly #controller = new AbortController();
  readonly #listeners = new Map<NodeJS.Signals, () => void>();
  /** Exit code of the signal that came, or undefined. */
  exitCode: number | undefined;
  /** Resolves when a signal came and the time to end was not enough. */
  readonly overdue: Promise<void>;

  /** `end` is called at the second signal; it has to end the program. */
  constructor(end: (exitCode: number) => void) {
    let tellOverdue = (): void => {};
    this.overdue = new Promise((resolve) => {
      tellOverdue = resolve;
    });
    for (const signal of Object.keys(codes) as (keyof typeof codes)[]) {
      const listener = (): void => {
        if (this.exitCode !== undefined) return end(codes[signal]);
        this.exitCode = codes[signal];
        this.#controller.abort();
        setTimeout(tellOverdue, GRACE_MS).unref();
      };
      this.#listeners.set(signal, listener);
      process.on(signal, listener);
    }
  }

  /** Aborted by the first signal. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Signals do what they always do again. */
  stop(): void {
    for (const [signal, listener] of this.#listeners) process.off(signal, listener);
  }
}
