/** Which modules a file of TypeScript leans on. */
import type { Token } from './tokenize.js';

/** One arrow out of a file. */
export interface Import {
  /** The specifier as written; null when it is computed, so that nobody can tell where it leads. */
  readonly specifier: string | null;
  readonly line: number;
}

/**
 * Every import of a file: static, dynamic, of types alone, re-exports, `require`, and `new URL('./x.js',
 * import.meta.url)`, by which threads name their modules. `tokens` are those of `tokenize`.
 */
export function readImports(tokens: readonly Token[]): Import[] {
  const code = tokens.filter((token) => token.kind !== 'comment');
  return code.flatMap((token, index) => readImport(token, code, index) ?? []);
}

function readImport(token: Token, code: readonly Token[], index: number): Import | undefined {
  const next = code[index + 1];
  if (token.kind !== 'word' || next === undefined || code[index - 1]?.text === '.') return undefined;
  if (token.text === 'import' || token.text === 'from') {
    if (next.kind === 'string') return named(next);
  }
  if (next.text !== '(') return undefined;
  const argument = code[index + 2];
  const rest = code.slice(index + 3, index + 9).map(({ text }) => text);
  if (token.text === 'import' || token.text === 'require') {
    const isPlain = argument?.kind === 'string' && (rest[0] === ')' || rest[0] === ',');
    return isPlain ? named(argument) : { specifier: null, line: token.line };
  }
  const isModuleUrl = token.text === 'URL' && argument?.kind === 'string' && rest.join('') === ',import.meta.url';
  return isModuleUrl ? named(argument) : undefined;
}

function named(literal: Token): Import {
  return { specifier: literal.text.slice(1, -1), line: literal.line };
}
