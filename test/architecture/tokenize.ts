/** Cuts TypeScript source into the tokens that the law of the house is read from; TypeScript 7 has no API for it. */

/** A piece of source. A template literal is several: its literal parts, with the tokens of its `${…}` between. */
export interface Token {
  readonly kind: 'comment' | 'string' | 'template' | 'regex' | 'word' | 'punctuator';
  /** As it stands in the file. */
  readonly text: string;
  /** Line of its first character, from 1. */
  readonly line: number;
}

const space = /\s+/y;
/** From a backtick or the `}` that closes a `${`, to the next `${` or the closing backtick. */
const templatePart = /[`}](?:[^`\\$]|\\[^]|\$(?!\{))*(?:`|\$\{)/y;
const regex = /\/(?![*/])(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
/** Tried in this order; a number is a word too. */
const simple = [
  ['comment', /\/\/[^\n]*|\/\*[^]*?\*\//y],
  ['string', /'(?:[^'\\\n]|\\[^])*'|"(?:[^"\\\n]|\\[^])*"/y],
  ['word', /[\p{ID_Continue}$#@][\p{ID_Continue}$]*/uy],
] as const;

/** Words after which a `/` opens a regular expression, since no value ends there. */
const operators = new Set(
  'await case delete do else extends in instanceof new of return throw typeof void yield'.split(' '),
);

/** All tokens of a file in order, comments too, white space left out. Throws when a template literal has no end. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  /** For each open brace: whether it is the `${` of a template. */
  const braces: boolean[] = [];
  let line = 1;
  let at = text.startsWith('#!') ? text.indexOf('\n') : 0;

  const read = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  const take = (kind: Token['kind'], piece: string | undefined): boolean => {
    if (piece === undefined) return false;
    tokens.push({ kind, text: piece, line });
    at += piece.length;
    line += countNewlines(piece);
    return true;
  };
  const takeTemplate = (): void => {
    const part = read(templatePart);
    if (!take('template', part)) throw new Error(`line ${line}: a template literal without an end`);
    if (part?.endsWith('${') === true) braces.push(true);
  };

  for (;;) {
    const blank = read(space) ?? '';
    at += blank.length;
    line += countNewlines(blank);
    if (at >= text.length) return tokens;
    if (simple.some(([kind, pattern]) => take(kind, read(pattern)))) continue;
    const character = text.charAt(at);
    if (character === '`' || (character === '}' && braces.pop() === true)) {
      takeTemplate();
      continue;
    }
    if (character === '{') braces.push(false);
    if (character === '/' && !endsValue(tokens) && take('regex', read(regex))) continue;
    take('punctuator', character);
  }
}

function countNewlines(text: string): number {
  return text.split('\n').length - 1;
}

/** True when the last token ends a value, so that a `/` after it divides. */
function endsValue(tokens: readonly Token[]): boolean {
  const last = tokens.findLast((token) => token.kind !== 'comment');
  if (last === undefined) return false;
  if (last.kind === 'word') return !operators.has(last.text);
  if (last.kind === 'punctuator') return [')', ']', '}'].includes(last.text);
  return !last.text.endsWith('${');
}
