/** The end of the process. */

const signals: { readonly [code: number]: NodeJS.Signals } = { 129: 'SIGHUP', 130: 'SIGINT', 143: 'SIGTERM' };

/**
 * Ends the process with `code`. What a signal ended dies of that signal, so that a shell's loop stops too; the shell
 * shows 128 and the signal's number. It is also the only way out while a read of a silent pipe hangs: Node's own exit
 * would wait for it.
 */
export function leave(code: number): void {
  const signal = signals[code];
  if (signal === undefined || process.platform === 'win32') process.exit(code);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}
