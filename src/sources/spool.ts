/** Streams put aside, for archives that must be read at any place: in memory while small, else in a private file. */
import { closeSync, ftruncateSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A stream that was put aside; shaped as the containers' port asks. */
export interface SpooledStream {
  readonly size: number;
  /** True when the stream was longer than may be put aside. */
  readonly isCut: boolean;
  /** Bytes `[offset, offset + length)`, fewer where the end comes first. */
  read(offset: number, length: number): Uint8Array;
  close(): void;
}

/** Streams up to this stay in memory. */
const IN_MEMORY = 8 * 1024 * 1024;

/**
 * Reads a stream to its end and gives it back at any place. The file (mode 0600, in a folder of mode 0700) is unlinked
 * as soon as it is open, so that it is gone whatever happens to this process.
 */
export async function spool(chunks: AsyncIterable<Uint8Array>, maxBytes: number): Promise<SpooledStream> {
  const kept: Uint8Array[] = [];
  let size = 0;
  let fd: number | undefined;
  let isCut = false;
  try {
    for await (const chunk of chunks) {
      const piece = chunk.subarray(0, maxBytes - size);
      isCut = piece.length < chunk.length;
      if (fd === undefined && size + piece.length <= IN_MEMORY) kept.push(piece.slice());
      else {
        if (fd === undefined) {
          fd = privateFile();
          for (const before of kept.splice(0)) writeWhole(fd, before);
        }
        writeWhole(fd, piece);
      }
      size += piece.length;
      if (isCut) break;
    }
  } catch (error) {
    if (fd !== undefined) closeSync(fd);
    throw error;
  }
  return fd === undefined ? inMemory(Buffer.concat(kept), isCut) : inFile(fd, size, isCut);
}

function privateFile(): number {
  const folder = mkdtempSync(join(tmpdir(), 'kubeleaks-'));
  try {
    return openSync(join(folder, 'spool'), 'wx+', 0o600);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeWhole(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
}

function inMemory(bytes: Uint8Array, isCut: boolean): SpooledStream {
  return {
    size: bytes.length,
    isCut,
    read: (offset, length) => bytes.subarray(offset, offset + length),
    close: () => {},
  };
}

function inFile(fd: number, size: number, isCut: boolean): SpooledStream {
  return {
    size,
    isCut,
    read(offset, length) {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
      let done = 0;
      while (done < bytes.length) {
        const count = readSync(fd, bytes, done, bytes.length - done, offset + done);
        if (count === 0) break;
        done += count;
      }
      return bytes.subarray(0, done);
    },
    close() {
      ftruncateSync(fd, 0);
      closeSync(fd);
    },
  };
}
