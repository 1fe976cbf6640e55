/** What a file of TypeScript gives to others, and whether it says what that is. */
import type { Token } from './tokenize.js';

/** One exported declaration. */
export interface Export {
  readonly name: string;
  readonly line: number;
  /** True when a doc comment stands right before it. Of overloads, the first one speaks for all. */
  readonly isDocumented: boolean;
}

const modifiers = new Set('abstract async class const declare default function interface let type var'.split(' '));

/**
 * The exported declarations of a file. Lists (`export { a }`, `export * from`) are left out: what they name is
 * documented where it is declared. `tokens` are those of `tokenize`.
 */
export function readExports(tokens: readonly Token[]): Export[] {
  const exports = new Map<string, Export>();
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'word' || token.text !== 'export' || tokens[index - 1]?.text === '.') continue;
    let at = index + 1;
    while (modifiers.has(tokens[at]?.text ?? '') || (tokens[at]?.text === '*' && tokens[at - 1]?.text === 'function'))
      at += 1;
    const name = tokens[at];
    if (name?.kind !== 'word' || at === index + 1 || exports.has(name.text)) continue;
    const before = tokens[index - 1];
    const isDocumented = before?.kind === 'comment' && before.text.startsWith('/**');
    exports.set(name.text, { name: name.text, line: token.line, isDocumented });
  }
  return [...exports.values()];
}
