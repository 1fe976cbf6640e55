/** Arguments → command → exit code, and the one place where errors end. */
import { kindOfPath, UsageError, version } from '../index.js';
import { type Choice, chooseCommand } from './choose-command.js';
import { closest } from './closest.js';
import type { Command } from './command.js';
import { commands } from './commands.js';
import { exitCodes } from './exit-code.js';
import type { Flag } from './flag.js';
import { say } from './say.js';
import type { Shell } from './shell.js';

/** Runs the command line of `shell`; gives the exit code and never throws. */
export async function run(shell: Shell): Promise<number> {
  try {
    return await obey(shell);
  } catch (error) {
    return explain(error, shell);
  }
}

/** Says what went wrong, in one line; a stack only with `-v`, because it belongs to us and not to the user. */
export function explain(error: unknown, shell: Shell): number {
  if (error instanceof UsageError) {
    say(shell, error.message);
  } else {
    const isVerbose = shell.arguments.includes('-v') || shell.arguments.includes('--verbose');
    // A foreign message could hold anything; its name and, when asked for, the place in our code do not.
    const { name, stack } = error instanceof Error ? error : { name: typeof error, stack: undefined };
    say(shell, `internal error (${name}); please report it${isVerbose ? `\n${stack ?? ''}` : ', with what -v says'}`);
  }
  return exitCodes.failed;
}

async function obey(shell: Shell): Promise<number> {
  const given = shell.arguments;
  const [first] = given;
  if (given.length === 1 && (first === '--help' || first === '-h' || first === 'help')) return await help(shell);
  if (first === 'help') return await helpAbout(given.slice(1), shell);
  const choice = await choose(given);
  await refuseTypo(choice);
  const name = choice.name ?? 'scan';
  const command = await load(name);
  const { parse } = await import('./parse.js');
  const { operands, values } = parse(name, command, choice.rest);
  if (values['help'] === true) return await help(shell, name, command);
  if (values['version'] === true) return print(shell, `${version}\n`);
  return await command.run({ operands, values: values as never, shell, commands });
}

async function choose(given: readonly string[]): Promise<Choice> {
  const names = commands.map(({ name }) => name);
  const isPlain = given[0] === undefined || !given[0].startsWith('-');
  // Only a flag in front of the command needs the flags of all commands, to know which take a value.
  return chooseCommand(given, names, isPlain ? [] : await allFlags());
}

async function allFlags(): Promise<readonly Flag[]> {
  const loaded = await Promise.all(commands.map((entry) => entry.load()));
  return loaded.flatMap(({ flags }) => flags);
}

/** A word near a command's name is a slip, unless something bears that name. */
async function refuseTypo({ word }: Choice): Promise<void> {
  if (word === undefined) return;
  const meant = closest(
    word,
    commands.map(({ name }) => name),
  );
  if (meant === undefined || (await kindOfPath(word)) !== 'nothing') return;
  throw new UsageError('unknown-command', `there is no command and no file "${word}"; did you mean ${meant}?`);
}

async function load(name: string): Promise<Command> {
  const entry = commands.find((candidate) => candidate.name === name);
  if (entry === undefined) throw new UsageError('unknown-command', `there is no command ${name}`);
  return await entry.load();
}

/** `kubeleaks help dir`; a word that is no command is a slip, however far it is from all of them. */
async function helpAbout(words: readonly string[], shell: Shell): Promise<number> {
  const wrong = words.find((word) => !word.startsWith('-') && !commands.some(({ name }) => name === word));
  if (wrong !== undefined) {
    throw new UsageError('unknown-command', `there is no command "${wrong}"; kubeleaks --help lists them`);
  }
  return await obey({ ...shell, arguments: [...words, '--help'] });
}

async function help(shell: Shell, name?: string, command?: Command): Promise<number> {
  const { commandHelp, overview } = await import('./help.js');
  const columns = shell.stdout.columns;
  return print(
    shell,
    name === undefined || command === undefined ? overview(commands) : commandHelp(name, command, columns),
  );
}

function print(shell: Shell, text: string): number {
  shell.stdout.write(text);
  return exitCodes.clean;
}
