/** One line of YAML, as far as indentation and keys go. Not a parser: what it does not understand is text. */

/** A line by what stands in it. Columns count from 0. */
export interface YamlLine {
  /** `skip`: blank, a comment, a template's directive. `mark`: between documents. */
  readonly kind: 'skip' | 'mark' | 'text' | 'content';
  /** Column of the first character that is no space. */
  readonly indent: number;
  /** Columns of the dashes that open items, ascending. */
  readonly dashes: readonly number[];
  /** The key, its column, and where what belongs to it begins. */
  readonly key: { readonly name: string; readonly column: number; readonly valueAt: number } | null;
  /** What the key or the last dash holds on its own line. */
  readonly value: 'nothing' | 'block' | 'text';
}

const keyPattern = /([\w$./-]+|"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')[ ]*:(?=[ \r]|$)/y;
const block = /^(?:[&!][^\s]*[ ]+)*[|>][-+0-9]{0,2}[ ]*(?:#.*)?$/;
const nothing = /^(?:[&!][^\s]*[ ]*)*(?:#.*)?$/;
const skip = /^[ \t\r]*(?:$|#|\{\{)/;
const mark = /^(?:---|\.\.\.)(?:[ \r]|$)/;

/** Reads the line `text`, without its newline. */
export function yamlLine(text: string): YamlLine {
  const indent = text.search(/[^ ]|$/);
  const dashes: number[] = [];
  const plain = { indent, dashes, key: null, value: 'text' } as const;
  if (mark.test(text)) return { kind: 'mark', ...plain };
  if (skip.test(text)) return { kind: 'skip', ...plain };
  if (text[indent] === '\t') return { kind: 'text', ...plain };
  let at = indent;
  while (text[at] === '-' && (text[at + 1] === ' ' || at + 1 === text.trimEnd().length)) {
    dashes.push(at++);
    while (text[at] === ' ') at++;
  }
  keyPattern.lastIndex = at;
  const match = keyPattern.exec(text);
  if (match === null && dashes.length === 0) return { kind: 'text', ...plain };
  const key = match === null ? null : { name: unquoted(match[1] as string), column: at, valueAt: keyPattern.lastIndex };
  const rest = text.slice(key === null ? at : key.valueAt).trim();
  const value = nothing.test(rest) ? 'nothing' : block.test(rest) ? 'block' : 'text';
  return { kind: 'content', indent, dashes, key, value };
}

function unquoted(name: string): string {
  if (name.startsWith("'")) return name.slice(1, -1).replaceAll("''", "'");
  if (!name.startsWith('"')) return name;
  try {
    return String(JSON.parse(name));
  } catch {
    return name.slice(1, -1);
  }
}
