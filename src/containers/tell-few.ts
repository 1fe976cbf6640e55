/** A broken archive has a million broken entries: the first are told one by one, the rest by their number. */
import type { ContainerItem } from './container.js';

/** Of each kind; a person reads no more of them. */
const MOST_TOLD = 100;

/** Passes entries on, and failures and skipped entries up to a number; at the end it says how many more there were. */
export async function* tellFew(items: AsyncIterable<ContainerItem>): AsyncGenerator<ContainerItem> {
  let failures = 0;
  let skipped = 0;
  for await (const item of items) {
    if (item.kind === 'failure') failures += 1;
    if (item.kind === 'skipped') skipped += 1;
    if (item.kind === 'entry' || (item.kind === 'failure' ? failures : skipped) <= MOST_TOLD) yield item;
  }
  if (failures > MOST_TOLD) {
    yield {
      kind: 'failure',
      code: 'archive-corrupt',
      message: `${failures - MOST_TOLD} more parts of this archive could not be read.`,
      path: null,
    };
  }
  if (skipped > MOST_TOLD) {
    yield {
      kind: 'skipped',
      code: 'entry-encrypted',
      message: `${skipped - MOST_TOLD} more entries of this archive are encrypted.`,
      path: null,
    };
  }
}
