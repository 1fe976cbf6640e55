/** Arguments of one command → words and values. */
import { CommanderError, Option, Command as Parser } from 'commander';
import { UsageError } from '../index.js';
import type { Command } from './command.js';
import { type Flag, nameOf } from './flag.js';

/** A command line, understood. */
export interface Parsed {
  readonly operands: readonly string[];
  readonly values: { readonly [key: string]: unknown };
}

/** Makes commander's parser of a command; also the help is made from it. */
export function createParser(name: string, command: Command): Parser {
  const parser = new Parser(name)
    .exitOverride()
    .configureOutput({ writeOut() {}, writeErr() {}, outputError() {} })
    .helpOption(false)
    .argument('[operands...]');
  for (const flag of command.flags) parser.addOption(optionOf(flag));
  return parser;
}

function optionOf(flag: Flag): Option {
  const short = flag.short === undefined ? '' : `-${flag.short}, `;
  const value = flag.value === '' ? '' : ` <${flag.value}>`;
  return new Option(`${short}${nameOf(flag)}${value}`, flag.help).helpGroup(flag.group);
}

/** Throws `UsageError` for a flag that is unknown, lacks its value, or has one that does not fit. */
export function parse(name: string, command: Command, given: readonly string[]): Parsed {
  const parser = createParser(name, command);
  const typed = new Map<Flag, string[]>();
  for (const flag of command.flags) {
    parser.on(`option:${nameOf(flag).slice(2)}`, (text: string | null) => {
      typed.set(flag, [...(typed.get(flag) ?? []), text ?? '']);
    });
  }
  try {
    parser.parse([...given], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) throw new UsageError('wrong-flag', sentence(error.message));
    throw error;
  }
  const values: { [key: string]: unknown } = {};
  for (const [flag, texts] of typed) values[flag.key] = flag.read(texts);
  const operands = parser.args;
  if (command.operands === '' && operands.length > 0) {
    throw new UsageError('wrong-operand', `${name} takes no such word: "${operands[0]}"`);
  }
  return { operands, values };
}

/** commander: `error: unknown option '--x'\n(Did you mean --y?)` */
function sentence(message: string): string {
  return message
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ')
    .replaceAll('option ', 'flag ');
}
