/** Source code and documents that are at hand. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The text files under a folder, one after the other, again from the start if need be. */
export function codeText(bytes: number, folder: string): Buffer {
  const text = Buffer.alloc(bytes);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(m?[jt]s|json|md|ya?ml|css|html)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  let at = 0;
  for (let pass = 0; at < bytes && files.length > 0 && pass < 100; pass += 1) {
    for (const path of files) if (at < bytes) at += readFileSync(path).copy(text, at);
  }
  return text;
}
