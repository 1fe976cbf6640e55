/** Text that holds tokens → the same events as a scan, for a look at a token in hand. */
import type { ScanEvent } from './model/event.js';
import { scan } from './scan.js';
import type { ScanOptions } from './scan-options.js';

/** Decodes every token in `text`: whose, which cluster, until when, what to do. Nothing leaves this machine. */
export function inspect(text: string | Uint8Array, options: ScanOptions = {}): AsyncGenerator<ScanEvent> {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'utf8') : text;
  return scan([{ kind: 'text', bytes }], options);
}
