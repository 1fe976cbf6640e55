/** Redacts bytes in memory, cut as a test wants. */
import { redact, type RedactOptions } from '../../src/index.js';

/** `bytes` in pieces whose lengths are `sizes`, over and over. */
export function inPieces(bytes: Uint8Array, sizes: readonly number[]): readonly Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? bytes.length;
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}

/** What comes out, as latin1 text: one character a byte. Nothing is held for a time, so nothing depends on any. */
export async function redactText(
  text: string,
  options: RedactOptions = {},
  sizes: readonly number[] = [],
): Promise<string> {
  const chunks: Uint8Array[] = [];
  const pieces = inPieces(Buffer.from(text, 'latin1'), sizes);
  for await (const chunk of redact(pieces, { maxHoldMs: 0, ...options })) chunks.push(chunk);
  return Buffer.concat(chunks).toString('latin1');
}
