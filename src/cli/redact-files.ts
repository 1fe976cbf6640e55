/** `kubeleaks redact --in-place`: files, one after the other. */
import { redactFile, type RedactCounts, type RedactOptions, UsageError } from '../index.js';
import { countsText } from './counts-text.js';
import { exitCodes } from './exit-code.js';
import { harmless, say } from './say.js';
import type { Shell } from './shell.js';

/** How to go about it. */
export interface FilesManner {
  /** Show what would change, and change nothing. */
  readonly isDryRun: boolean;
  /** Say of each file what was replaced in it. */
  readonly tellsCounts: boolean;
}

/**
 * Redacts files where they lie; a file that is not to be touched does not keep the others from it. Exits with 1 when a
 * token is left anywhere, or a file was not looked into.
 */
export async function redactFiles(
  paths: readonly string[],
  options: RedactOptions,
  manner: FilesManner,
  shell: Shell,
): Promise<number> {
  let isClean = true;
  for (const path of paths) {
    if (options.signal?.aborted === true) break;
    const counts: RedactCounts = { bytes: 0, replaced: {}, forced: 0, failed: 0 };
    try {
      const { remaining } = await redactFile(path, { ...options, counts, ...(manner.isDryRun && differ(path, shell)) });
      if (remaining > 0) {
        isClean = false;
        say(
          shell,
          `${path}: ${remaining === 1 ? '1 token is' : `${remaining} tokens are`} still in it: what is packed cannot be replaced`,
        );
      }
      if (counts.failed > 0) isClean = false;
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      isClean = false;
      say(shell, error.message);
      continue;
    }
    if (manner.tellsCounts) say(shell, `${path}: ${countsText(counts)}`);
  }
  return isClean ? exitCodes.clean : exitCodes.found;
}

/** Prints changes as `diff -U 0` does. */
function differ(path: string, { stdout }: Shell): Pick<NonNullable<Parameters<typeof redactFile>[1]>, 'onChange'> {
  let hasHead = false;
  return {
    onChange({ line, before, after }) {
      const head = hasHead ? '' : `--- ${path}\n+++ ${path}\n`;
      hasHead = true;
      stdout.write(harmless(`${head}@@ -${line} +${line} @@\n-${before}\n+${after}\n`));
    },
  };
}
