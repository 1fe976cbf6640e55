/** Small files beside the objects. */
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';

/** The bytes of a plain file; undefined when it is none, a link, not there, not to be read, or longer than that. */
export function readPlainFile(path: string | Buffer, maxBytes: number): Buffer | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stats = fstatSync(file);
    return stats.isFile() && stats.size <= maxBytes ? readFileSync(file) : undefined;
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
