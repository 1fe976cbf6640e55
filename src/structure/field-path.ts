/** Where in a structured document a value stands, as people write it: `items[3].data.token`. */

/** One step into a document: a key of an object or an index of an array. */
export type Step = string | number;

/** Names that stand as they are; all others go between brackets and quotes. */
const plainName = /^[A-Za-z_$][\w$-]*$/;

/** A key longer than this is cut, so that no whole token stands in a path; the shortest token has far more. */
const LONGEST_KEY = 96;

/** A path longer than this is cut: whoever nests a hundred keys wants no answer. */
const LONGEST_PATH = 512;

/** The path in words; `''` for the root. Odd keys are quoted: `data['ca.crt']`, with `\'` and `\\` inside. */
export function fieldPath(steps: readonly Step[]): string {
  let path = '';
  for (const step of steps) {
    if (typeof step === 'number') path += `[${step}]`;
    else if (plainName.test(step) && step.length <= LONGEST_KEY) path += path === '' ? step : `.${step}`;
    else path += `['${cut(step).replaceAll('\\', '\\\\').replaceAll("'", "\\'")}']`;
    if (path.length > LONGEST_PATH) return `${path.slice(0, LONGEST_PATH)}…`;
  }
  return path;
}

function cut(key: string): string {
  return key.length <= LONGEST_KEY ? key : `${key.slice(0, LONGEST_KEY)}…`;
}
