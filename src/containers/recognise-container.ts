/** The shelf of containers, and how a format is told by its first bytes. */
import { ar } from './ar.js';
import { bzip2 } from './bzip2.js';
import type { Container } from './container.js';
import { gzip } from './gzip.js';
import { lz4 } from './lz4.js';
import { tar } from './tar.js';
import { xz } from './xz.js';
import { zip } from './zip.js';
import { zstd } from './zstd.js';

/** All units. The order matters to no one: no two of them match the same bytes. */
export const containers: readonly Container[] = [gzip, zip, tar, zstd, xz, bzip2, lz4, ar];

/** How many leading bytes `recogniseContainer` wants to see. */
export const containerMagicBytes = Math.max(...containers.map(({ magicBytes }) => magicBytes));

/** How many of the last bytes `recogniseContainerTail` wants to see. */
export const containerTailBytes = Math.max(...containers.map(({ tail }) => tail?.bytes ?? 0));

const withTail = containers.filter(({ tail }) => tail !== undefined);

const byFirstByte: readonly (readonly Container[])[] = Array.from({ length: 256 }, (_, byte) =>
  containers.filter(({ firstBytes }) => firstBytes?.includes(byte) ?? true),
);

/**
 * The format of bytes that start with `head`, or undefined. With fewer than `containerMagicBytes` bytes, because there
 * are no more, it answers for those.
 */
export function recogniseContainer(head: Uint8Array): Container | undefined {
  for (const container of byFirstByte[head[0] ?? 0] as readonly Container[])
    if (container.matches(head)) return container;
  return undefined;
}

/** False when nothing that ends with this byte is a format that `recogniseContainerTail` knows. */
export function mayEndContainer(byte: number): boolean {
  return withTail.some(({ tail }) => tail?.last === byte);
}

/**
 * The format of a file that ends with `tail`, or undefined: an archive behind a program or a launch script. What stands
 * before it is not part of it. To be opened by random access.
 */
export function recogniseContainerTail(tail: Uint8Array): Container | undefined {
  for (const container of withTail) if (container.tail?.matches(tail) === true) return container;
  return undefined;
}
