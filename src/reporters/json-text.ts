/** JSON that may be shown on a terminal or in the log of a CI system. */

/** Controls and format characters that JSON lets pass: DEL, C1, soft hyphen, bidi, zero-width, separators. */
const UNSAFE = /[\u007F-\u009F\u00AD\u061C\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]/g;
/** Azure Pipelines and GitHub take `##vso[` and `##[` for commands wherever they stand in a line. */
const COMMAND = /##(?=\w*\[)/g;

/** `JSON.stringify`, with what is unsafe to show written as `\u…`; it reads back as the same value. */
export function jsonText(value: unknown, indent = 0): string {
  return JSON.stringify(value, null, indent)
    .replaceAll(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll(COMMAND, '\\u0023#');
}
