/** The objects of a pack that cannot be read from it. */
import type { PackLayout } from '../../../model/pack-layout.js';
import { findCircles } from './find-circles.js';
import type { PackIndex } from './pack-index.js';

/** Names in hex. */
export interface BrokenNames {
  /** Of a kind that is not known here, or broken: git may read them. */
  readonly unreadable: string[];
  /** Deltas that are made from themselves: git would never come to an end. */
  readonly circular: string[];
}

/** Names of what has no type. */
export function brokenNames(layout: PackLayout, index: PackIndex): BrokenNames {
  const unreadable: string[] = [];
  const circular: string[] = [];
  let circles: Uint8Array | undefined;
  for (let entry = 0; entry < layout.count; entry += 1) {
    if (layout.types[entry] !== 0) continue;
    circles ??= findCircles(layout);
    (circles[entry] === 1 ? circular : unreadable).push(index.name(layout.positions[entry] as number));
  }
  return { unreadable, circular };
}
