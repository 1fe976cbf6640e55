/** Targets that can be no path: told at once, with the command that takes them. None of them is repeated, they hold secrets. */
import { kindOfPath, maskTokens, UsageError } from '../index.js';

const URL_START = /^[a-z][a-z\d+.-]*:\/\//i;
/** `git@github.com:acme/shop.git`, as ssh and git take it. */
const REMOTE_START = /^[\w.-]+@[\w.-]+:/;
/** `ext::sh -c …`: git runs a program for these (gitremote-helpers); nothing here does. */
const HELPER_START = /^[a-z][a-z\d+.-]*::/i;

/** Throws `UsageError` for a URL, a remote repository or a token among the targets of `command`, unless a file is called so. */
export async function refuseOperands(command: string, operands: readonly string[]): Promise<void> {
  for (const operand of operands) {
    const reason = reasonAgainst(command, operand);
    if (reason !== undefined && (await kindOfPath(operand)) === 'nothing') {
      throw new UsageError('wrong-operand', reason);
    }
  }
}

function reasonAgainst(command: string, operand: string): string | undefined {
  if (URL_START.test(operand) || REMOTE_START.test(operand)) {
    return `a URL is no target of ${command}; kubeleaks git takes URLs of repositories`;
  }
  if (HELPER_START.test(operand))
    return `git's remote helpers (ext::, fd::) are not run, and are no target of ${command}`;
  if (maskTokens(operand) === operand) return undefined;
  return `a token is no target of ${command}; kubeleaks inspect decodes tokens, and asks for them unseen`;
}
