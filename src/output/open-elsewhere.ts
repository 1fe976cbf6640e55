/** Who else has a file open for writing, as far as the system tells. */
import { type BigIntStats, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';

/** Access modes of open(2) in the flags that /proc tells. */
const ACCESS = 0o3;

/**
 * The id of another process that has the file open for writing. Undefined when there is none, or none that may be seen:
 * what the processes of other users have open is shown to root alone, and on other systems than Linux to nobody.
 */
export function openElsewhere(file: Pick<BigIntStats, 'dev' | 'ino'>): string | undefined {
  const self = ownId();
  const processes = entriesOf('/proc').filter((name) => /^\d+$/.test(name) && name !== self);
  return processes.find((id) =>
    entriesOf(`/proc/${id}/fd`).some(
      (descriptor) => isSame(`/proc/${id}/fd/${descriptor}`, file) && isForWriting(`/proc/${id}/fdinfo/${descriptor}`),
    ),
  );
}

function ownId(): string {
  try {
    return readlinkSync('/proc/self');
  } catch {
    return '';
  }
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isSame(path: string, { dev, ino }: Pick<BigIntStats, 'dev' | 'ino'>): boolean {
  try {
    const found = statSync(path, { bigint: true });
    return found.ino === ino && found.dev === dev;
  } catch {
    return false;
  }
}

function isForWriting(path: string): boolean {
  try {
    const flags = /^flags:\s+(\d+)$/m.exec(readFileSync(path, 'latin1'))?.[1];
    return flags === undefined || (Number.parseInt(flags, 8) & ACCESS) !== 0;
  } catch {
    return false;
  }
}
