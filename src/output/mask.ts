/** The last masking of everything that leaves: a token in a path, a commit subject or an error never shows. */
import { mask } from '../model/secret.js';
import { tokenSpans } from './token-spans.js';

/** What may pass. */
export interface MaskOptions {
  /** Lets the JSON member `"raw"` through, and that alone: what `--reveal` asked for. */
  readonly reveal?: boolean;
}

/** The end of what stands before a revealed token. Inside a JSON string its quotes would be escaped. */
const RAW_MEMBER = /"raw": ?"$/;

/**
 * `text` with every token in it replaced by its masked form: JWTs, whatever letters are glued to them, and base64 runs
 * that wrap one. Text without tokens comes back unchanged. A token must not be cut over two calls. The first
 * characters of what is replaced stay, so an escape sequence in front of a token stays whole.
 */
export function maskTokens(text: string, options: MaskOptions = {}): string {
  let masked = '';
  let done = 0;
  for (const { start, end } of tokenSpans(text)) {
    if (options.reveal === true && RAW_MEMBER.test(text.slice(Math.max(0, start - 10), start))) continue;
    masked += text.slice(done, start) + mask(text.slice(start, end));
    done = end;
  }
  return masked + text.slice(done);
}
