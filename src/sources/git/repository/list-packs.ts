/** Lists the packs of an object folder. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Territory } from './territory.js';

/** What lies in `objects/pack`: packs that can be read, and what stands in the way of others. */
export interface ListedPacks {
  /** Paths of the `.pack` files, in the order of their names. */
  readonly packs: readonly string[];
  /** Packs without an index, which git does not see either. */
  readonly withoutIndex: readonly string[];
  /** Links that lead outside of what was named. */
  readonly outside: readonly string[];
  /** Some objects are known to lie elsewhere: a partial clone. */
  readonly isPartial: boolean;
}

/** @param objects the object folder. A folder that is not there, or cannot be read, has no packs. */
export function listPacks(objects: string, territory: Territory): ListedPacks {
  const folder = join(objects, 'pack');
  const names = entriesOf(folder, territory);
  const known = new Set(names);
  const packs: string[] = [];
  const withoutIndex: string[] = [];
  const outside: string[] = [];
  for (const name of names) {
    if (!name.endsWith('.pack')) continue;
    const path = join(folder, name);
    const stem = name.slice(0, -'.pack'.length);
    if (!known.has(`${stem}.idx`)) withoutIndex.push(path);
    else if (!isWithin(path, territory) || !isWithin(join(folder, `${stem}.idx`), territory)) outside.push(path);
    else packs.push(path);
  }
  return { packs, withoutIndex, outside, isPartial: names.some((name) => name.endsWith('.promisor')) };
}

function isWithin(path: string, territory: Territory): boolean {
  const entered = territory.enter(path);
  // What is gone by now is told when it is opened.
  return 'path' in entered || entered.refusal === 'missing';
}

function entriesOf(folder: string, territory: Territory): string[] {
  if (!('path' in territory.enter(folder))) return [];
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
