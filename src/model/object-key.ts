/** One text for one git object of one repository: the same object may lie in several, at other paths. */
import type { PathText } from './path-text.js';

/** `repository` null: whichever holds it. */
export function objectKey(repository: PathText | null, object: string): string {
  return repository === null ? object : `${object} ${repository.bytes ?? ''} ${repository.text}`;
}
