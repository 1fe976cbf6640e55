/** What the user named, and what they allowed besides: nothing else is opened. */
import { realpathSync } from 'node:fs';
import { resolve, sep } from 'node:path';

/** Decides by real paths, links resolved. */
export class Territory {
  readonly #places: readonly string[];

  /** @param target what the user named; @param allowed what `--allow` names */
  constructor(target: string, allowed: readonly string[]) {
    this.#places = [target, ...allowed].map((place) => realPathOf(place) ?? resolve(place));
  }

  /** The real path of what is there and within, or why it is not to be opened. */
  enter(path: string): { readonly path: string } | { readonly refusal: 'missing' | 'outside' } {
    const real = realPathOf(path);
    if (real === undefined) return { refusal: 'missing' };
    const isWithin = this.#places.some(
      (place) => real === place || real.startsWith(place.endsWith(sep) ? place : place + sep),
    );
    return isWithin ? { path: real } : { refusal: 'outside' };
  }
}

function realPathOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
