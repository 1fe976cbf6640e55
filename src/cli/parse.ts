/** Arguments of one command → words and values. */
import { parseArgs } from 'node:util';
import { UsageError } from '../index.js';
import { closest } from './closest.js';
import type { Command } from './command.js';
import { type Flag, nameOf, needsValue } from './flag.js';

/** A command line, understood. */
export interface Parsed {
  readonly operands: readonly string[];
  readonly values: { readonly [key: string]: unknown };
}

/** Throws `UsageError` for a flag that is unknown, lacks its value, or has one that does not fit. */
export function parse(name: string, command: Command, given: readonly string[]): Parsed {
  const byName = new Map(command.flags.map((flag) => [nameOf(flag).slice(2), flag]));
  const options = Object.fromEntries(Array.from(byName, ([long, flag]) => [long, optionOf(flag)]));
  // Not `strict`: Node's own messages explain too much, and suggest nothing.
  const { tokens } = parseArgs({ args: [...given], options, allowPositionals: true, strict: false, tokens: true });
  const operands: string[] = [];
  const typed = new Map<Flag, string[]>();
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind !== 'option') continue;
    const flag = byName.get(token.name);
    if (flag === undefined) throw unknownFlag(token.rawName, byName);
    const texts = typed.get(flag) ?? [];
    texts.push(textOf(flag, token.value));
    typed.set(flag, texts);
  }
  if (command.operands === '' && operands.length > 0) {
    throw new UsageError('wrong-operand', `${name} takes no such word: "${operands[0]}"`);
  }
  const values: { [key: string]: unknown } = {};
  for (const [flag, texts] of typed) values[flag.key] = flag.read(texts);
  return { operands, values };
}

function optionOf({ takes, short }: Flag): { type: 'string' | 'boolean'; multiple: true; short?: string } {
  return { type: needsValue({ takes }) ? 'string' : 'boolean', multiple: true, ...(short !== undefined && { short }) };
}

function textOf(flag: Flag, value: string | undefined): string {
  const name = nameOf(flag);
  if (flag.takes === 'maybe') return value ?? '';
  if (flag.value === '') {
    if (value === undefined) return '';
    throw new UsageError('wrong-flag', `${name} takes no value`);
  }
  if (value !== undefined) return value;
  throw new UsageError('wrong-flag', `${name} needs a value: ${name} ${flag.value}`);
}

function unknownFlag(rawName: string, byName: ReadonlyMap<string, Flag>): UsageError {
  const long = rawName.replace(/^--?/, '');
  const isLong = rawName.startsWith('--');
  const meant = isLong ? closest(long, [...byName.keys()]) : undefined;
  const hint = meant === undefined ? '' : `; did you mean --${meant}?`;
  return new UsageError('wrong-flag', `there is no flag ${rawName}${hint}`);
}
