/** A stranger's text made safe for a terminal and for the logs of CI systems. */

/** Characters of a stranger's text that are shown. */
export const SHOWN_CHARACTERS = 200;

/**
 * What must not reach a terminal as it is: controls (C0, DEL, C1, and with them every escape sequence), format
 * characters (bidi overrides, zero-width, tags), what is invisible by default, line and paragraph separators, and lone
 * surrogates.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * What CI systems take for a command, broken by escaping one character of it. GitHub reads `::` after white space at the
 * start of a line and `##[` anywhere, Azure Pipelines `##vso[` anywhere, TeamCity `##teamcity[`, GitLab `section_start:`
 * and `section_end:`. Text may be wrapped at a space, so after a space counts as the start of a line.
 */
const COMMANDS: readonly (readonly [RegExp, string])[] = [
  [/(^|\s)::/g, '$1\\u{3a}:'],
  [/##(?=\w*\[)/g, '\\u{23}#'],
  [/section_(?=(?:start|end):)/g, 'section\\u{5f}'],
];

/** `text` on one line: what is unsafe as `\u{…}`, cut at `limit` characters (an ellipsis says so). */
export function escapeTerminal(text: string, limit: number = SHOWN_CHARACTERS): string {
  // An escape is at most ten characters; more than this is cut anyway, and need not be looked at.
  const considered = text.length > limit ? text.slice(0, limit + 1) : text;
  let escaped = considered.replaceAll(UNSAFE, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
  for (const [command, broken] of COMMANDS) escaped = escaped.replaceAll(command, broken);
  return escaped.length > limit ? cut(escaped, limit) : escaped;
}

/** Cuts at most at `limit`, never inside a surrogate pair or one of our escapes. */
function cut(escaped: string, limit: number): string {
  const kept = escaped
    .slice(0, limit - 1)
    .replace(/\\(?:u(?:\{[\da-f]{0,6})?)?$/, '')
    .replace(/[\uD800-\uDBFF]$/, '');
  return `${kept}…`;
}
