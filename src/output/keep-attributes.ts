/** What a file has besides its bytes, carried over to the file that takes its place. */
import { execFile } from 'node:child_process';

/** Where systems keep it: no search path is asked, which somebody may have set. */
const COPY = '/bin/cp';

/**
 * Gives the file `to` the mode, the owner, the extended attributes and the access lists of `from`. Node knows no extended
 * attributes, so GNU cp carries them. False when it cannot, or when there is none.
 */
export async function keepAttributes(from: string, to: string): Promise<boolean> {
  const what = ['--attributes-only', '--preserve=mode,ownership,xattr', '--no-target-directory'];
  return await new Promise((resolve) => {
    execFile(COPY, [...what, '--', from, to], { env: { LC_ALL: 'C' } }, (error) => resolve(error === null));
  });
}
