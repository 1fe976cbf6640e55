/** Finds the word that was meant. */

/** Two slips make another word; three make anything out of a short one. */
const MOST_SLIPS = 2;

/** The word of `words` that is at most two slips (a letter more, less, other, or swapped) from `given`. */
export function closest(given: string, words: readonly string[]): string | undefined {
  let best: string | undefined;
  let fewest = Math.min(MOST_SLIPS, Math.floor(given.length / 2)) + 1;
  for (const word of words) {
    const slips = Math.abs(word.length - given.length) < fewest ? slipsBetween(given, word) : fewest;
    if (slips < fewest) [best, fewest] = [word, slips];
  }
  return best;
}

/** Optimal string alignment distance (Damerau–Levenshtein without overlaps). */
function slipsBetween(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1];
      let slips = Math.min(
        at(above, column) + 1,
        at(current, column - 1) + 1,
        at(above, column - 1) + (isSame ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        slips = Math.min(slips, at(before, column - 2) + 1);
      }
      current.push(slips);
    }
    [before, above] = [above, current];
  }
  return at(above, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? 0;
}
