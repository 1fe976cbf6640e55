/** Text into a stream that somebody else owns, as standard output. */
import { maskTokens } from './mask.js';
import { outputError, systemCode } from './output-error.js';
import type { Output, OutputOptions, TextStream } from './output.js';

/** What a stream says when its reader has gone: a closed pipe, or a stream that was closed before. */
const GONE = new Set(['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END']);

/**
 * Writes to `stream` and waits for it when it is full. The stream is not ended, it is not ours; a listener for its
 * errors stays on it, because a broken pipe may be told late. `name` is what error messages call it.
 */
export function openOutputStream(stream: TextStream, name: string, options: OutputOptions = {}): Output {
  let isClosed = false;
  let failure: unknown;
  let wake = (): void => {};

  const fail = (error: unknown): void => {
    isClosed = true;
    if (!GONE.has(systemCode(error) ?? '')) failure = error;
    wake();
  };
  stream.on('error', fail);
  stream.on('close', () => {
    isClosed = true;
    wake();
  });
  stream.on('drain', () => wake());

  const check = (): void => {
    if (failure !== undefined) throw outputError(name, failure);
  };

  return {
    async write(text) {
      check();
      if (isClosed || text === '' || stream.write(maskTokens(text, options))) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      check();
    },
    async finish() {
      check();
      if (isClosed) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
        stream.write('', (error) => {
          if (error) fail(error);
          resolve();
        });
      });
      check();
    },
    async abandon() {},
    get isClosed() {
      return isClosed;
    },
  };
}
