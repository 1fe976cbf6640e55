/** Help for people, made from the list of commands and their flags. */
import type { Command, CommandEntry } from './command.js';
import { type Flag, nameOf } from './flag.js';

/** Wider lines are hard to read. */
const WIDEST = 100;
const NARROWEST = 40;

/** `kubeleaks --help`: what there is. */
export function overview(commands: readonly CommandEntry[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return `kubeleaks finds Kubernetes service-account tokens that leaked, says whose they
are, which cluster they open and until when.

Usage: kubeleaks [COMMAND] [FLAGS] [TARGET...]

Commands:
${lines.join('\n')}

Without a command, kubeleaks scans its targets; without both, this folder.
kubeleaks COMMAND --help tells about one command and its flags.

Exit codes:
  0  nothing found, and everything was looked at
  1  tokens found
  2  wrong usage, or kubeleaks itself failed
  3  nothing found, but not everything could be looked at
Ctrl-C ends a scan with what was found until then (130 in the shell).
`;
}

/** `kubeleaks dir --help`: one command, its flags and examples, for a terminal of `columns`. */
export function commandHelp(name: string, command: Command, columns: number | undefined): string {
  const width = Math.max(NARROWEST, Math.min(columns ?? 80, WIDEST));
  const terms = new Map(command.flags.map((flag) => [flag, termOf(flag)]));
  const indent = Math.max(...Array.from(terms.values(), (term) => term.length)) + 4;
  const groups = [...new Set(command.flags.map(({ group }) => group))];
  return [
    `Usage: ${`kubeleaks ${name} [FLAGS] ${command.operands}`.trimEnd()}`,
    folded(command.description, 0, width),
    ...groups.map((group) => {
      const flags = command.flags.filter((flag) => flag.group === group);
      const lines = flags.map((flag) => {
        const term = `  ${terms.get(flag) ?? ''}`.padEnd(indent);
        return term + folded(flag.help, indent, width);
      });
      return [group, ...lines].join('\n');
    }),
    ...examplesOf(command),
  ]
    .join('\n\n')
    .concat('\n');
}

/** `-f, --format FORMAT`, long names below each other. */
function termOf(flag: Flag): string {
  const short = flag.short === undefined ? '    ' : `-${flag.short}, `;
  if (flag.takes === 'maybe') return `${short}${nameOf(flag)}[=${flag.value}]`;
  return `${short}${nameOf(flag)} ${flag.value}`.trimEnd();
}

/** Lines of at most `width` columns; all but the first start at `indent`. */
function folded(text: string, indent: number, width: number): string {
  const lines = text.match(new RegExp(`.{1,${width - indent}}(?= |$)|[^ ]+`, 'g')) ?? [];
  return lines.map((line) => line.trim()).join(`\n${' '.repeat(indent)}`);
}

function examplesOf({ examples }: Command): readonly string[] {
  if (examples.length === 0) return [];
  return [`Examples:\n${examples.map(([line, meaning]) => `  ${line}\n      ${meaning}`).join('\n')}`];
}
