/** Is a stream one that a filter cannot look into? */
import { recogniseContainer } from '../containers/recognise-container.js';

/** The format, as `gzip`, of a stream that starts with `head` and is an archive or compressed; else undefined. */
export function packedFormat(head: Uint8Array): string | undefined {
  return recogniseContainer(head)?.id;
}
