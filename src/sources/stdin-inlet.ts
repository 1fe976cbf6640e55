/** Standard input in two gears: what is there is taken at once, what is not is waited for without blocking. */
import { constants, fstatSync, openSync, readSync } from 'node:fs';
import { UsageError } from '../model/usage-error.js';
import { readStdin } from './stdin.js';

const STDIN = 0;

/** Bytes as they come; see `redaction/pump`. */
export interface StdinInlet {
  drain(target: Uint8Array, offset: number, length: number): number;
  wait(target: Uint8Array, offset: number, length: number): Promise<number>;
}

/**
 * Opens standard input. A pipe is opened once more, non-blocking for us alone, where the system has `/proc`; elsewhere,
 * and for terminals and sockets, every read is waited for.
 */
export function openStdinInlet(): StdinInlet {
  const descriptor = descriptorToDrain();
  return {
    drain: (target, offset, length) => (descriptor === undefined ? -1 : readNow(descriptor, target, offset, length)),
    wait: async (target, offset, length) => await readStdin(target, offset, length).catch(refuse),
  };
}

/** A foreign message could hold anything; the system's code does not. */
function refuse(error: unknown): never {
  const code = codeOf(error);
  const reason = code === 'EISDIR' ? 'it is a folder' : `the system answered ${code ?? 'with an unknown error'}`;
  throw new UsageError('input-failed', `standard input cannot be read: ${reason}`);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** What can be read without ever blocking. */
function descriptorToDrain(): number | undefined {
  try {
    const stats = fstatSync(STDIN);
    if (stats.isFile()) return STDIN;
    if (stats.isFIFO()) return openSync('/proc/self/fd/0', constants.O_RDONLY | constants.O_NONBLOCK);
    return undefined;
  } catch {
    return undefined;
  }
}

function readNow(descriptor: number, target: Uint8Array, offset: number, length: number): number {
  try {
    return readSync(descriptor, target, offset, length, null);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EAGAIN') return -1;
    if (code === 'EOF') return 0;
    return refuse(error);
  }
}
