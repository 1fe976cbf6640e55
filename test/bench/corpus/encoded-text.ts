/** Texts in which nothing but encoded bytes stands: the worst that anchors can meet. */
import { Random } from './random.js';

/** `hexdump -C` of random bytes. */
export function hexDumpText(bytes: number, seed = 1): Buffer {
  const random = new Random(seed);
  const text = Buffer.alloc(bytes, '\n');
  for (let at = 0, offset = 0; at < bytes; offset += 16) {
    const digits = Array.from({ length: 16 }, () => random.hex(2));
    const shown = digits.map((pair) => String.fromCharCode(Number.parseInt(pair, 16)).replace(/[^ -~]/, '.')).join('');
    const line = `${digits.slice(0, 8).join(' ')}  ${digits.slice(8).join(' ')}`;
    at += text.write(`${offset.toString(16).padStart(8, '0')}  ${line}  |${shown}|\n`, at, 'latin1');
  }
  return text;
}

/** Base64 of random bytes, in lines of 76 characters. */
export function base64Text(bytes: number, seed = 1): Buffer {
  const random = new Random(seed);
  const text = Buffer.alloc(bytes, '\n');
  for (let at = 0; at < bytes; )
    at += text.write(`${random.base64url(76).replaceAll('-', '+').replaceAll('_', '/')}\n`, at);
  return text;
}
