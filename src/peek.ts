/** What tokens objects hold, for comparison alone: nothing of it is told. */
import { recognise } from '../detectors/index.js';
import type { ArchiveLimits } from './model/archive-limits.js';
import type { Detector } from './model/detector.js';
import { gitObjectOf } from './model/origin.js';
import type { TokenReference } from './model/recognised-token.js';
import { HandOut, type Work } from './scanner/hand-out.js';
import { Ledger } from './scanner/ledger.js';

/** How to look. */
export interface PeekOptions {
  readonly archiveLimits: ArchiveLimits;
  readonly detectors: readonly Detector[];
}

/** Few versions are looked at, so that threads would not pay. Tokens that are told apart; beyond, nothing is known of them. */
const MOST_TOKENS = 100_000;

/** The tokens of each object. What cannot be read holds none that are known. */
export async function peek(
  work: Iterator<Work>,
  { archiveLimits, detectors }: PeekOptions,
): Promise<ReadonlyMap<string, readonly TokenReference[]>> {
  const ledger = new Ledger((jwt) => recognise(jwt, detectors), MOST_TOKENS, false);
  const handOut = new HandOut(work, 1, { archiveLimits }, (text) => {
    const noted = ledger.note(text);
    return noted.kind === 'new' || noted.kind === 'known' ? noted.entry : null;
  });
  const held = new Map<string, TokenReference[]>();
  for await (const worked of handOut.run()) {
    if (worked.kind !== 'sighted' || worked.token === null) continue;
    const object = gitObjectOf(worked.place.origin)?.object;
    if (object !== undefined) held.set(object, [...(held.get(object) ?? []), worked.token]);
  }
  return held;
}
