/** The message modification interface of rsyslog (mmexternal): a message a line in, a JSON object a line out. */
import { UNREAD } from './generic-mask.js';
import type { Inlet, Outlet } from './pump.js';
import type { Redactor } from './redactor.js';

const NEWLINE = 0x0a;

/** Bytes read at once; rsyslog sends one message and waits for its answer. */
const CHUNK = 64 * 1024;

/** How to answer. */
export interface AnsweringOptions {
  readonly signal?: AbortSignal | undefined;
  /** Bytes came in. */
  readonly onTaken?: (count: number) => void;
  /** The search failed; the message was masked as a whole. */
  readonly onFailed?: () => void;
}

/**
 * Answers each message: `{}` when it stays as it is, else `{"msg": "…"}` with what it is now. No message knows of the one
 * before. Ends with the input, or when nobody reads.
 */
export async function answerMessages(
  redactor: Redactor,
  inlet: Inlet,
  outlet: Outlet,
  options: AnsweringOptions = {},
): Promise<void> {
  const chunk = new Uint8Array(CHUNK);
  let rest: Uint8Array = new Uint8Array(0);
  while (!outlet.isClosed && options.signal?.aborted !== true) {
    const count = await untilAborted(inlet.wait(chunk, 0, chunk.length), options.signal);
    if (count <= 0) break;
    options.onTaken?.(count);
    rest = Buffer.concat([rest, chunk.subarray(0, count)]);
    for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
      const answer = await answered(redactor, rest.subarray(0, end), options);
      await outlet.write([Buffer.from(`${answer}\n`)]);
      await outlet.finish?.();
      rest = rest.subarray(end + 1);
    }
  }
}

/** What was read, or 0 when `signal` comes first: the read of a pipe that says nothing cannot be called back. */
async function untilAborted(reading: Promise<number>, signal: AbortSignal | undefined): Promise<number> {
  return await new Promise((resolve, reject) => {
    const stop = (): void => resolve(0);
    signal?.addEventListener('abort', stop, { once: true });
    reading.then(resolve, reject).finally(() => signal?.removeEventListener('abort', stop));
  });
}

async function answered(redactor: Redactor, message: Uint8Array, { onFailed }: AnsweringOptions): Promise<string> {
  try {
    const redacted = await redactedMessage(redactor, message);
    return redacted.equals(message) ? '{}' : JSON.stringify({ msg: redacted.toString('utf8') });
  } catch {
    onFailed?.();
    redactor.surrender(true);
    redactor.slide();
    return JSON.stringify({ msg: `KUBELEAKS.${UNREAD}.-.-.000000000000` });
  }
}

async function redactedMessage(redactor: Redactor, message: Uint8Array): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  const gather = async (): Promise<void> => {
    while (redactor.isOpening) await redactor.resume();
    // Where the pieces lie, the next message will.
    for (const piece of redactor.pieces) parts.push(piece.slice());
    redactor.slide();
  };
  for (let from = 0; from < message.length; ) {
    const piece = message.subarray(from, from + redactor.room);
    redactor.input.set(piece, redactor.filled);
    redactor.take(piece.length);
    await gather();
    from += piece.length;
  }
  redactor.finish();
  await gather();
  return Buffer.concat(parts);
}
