/** Completion for fish. */
import { type Completes, type Flag, nameOf, needsValue } from '../flag.js';
import type { CompletionTree } from './completion-tree.js';

/** The script that `kubeleaks completion fish | source` reads. */
export function fish({ program, commands, standard }: CompletionTree): string {
  const names = commands.map(({ name }) => name).join(' ');
  const others = commands
    .map(({ name }) => name)
    .filter((name) => name !== standard.name)
    .join(' ');
  const lines = commands.flatMap((command) => {
    const condition =
      command.name === standard.name
        ? `not __fish_seen_subcommand_from ${others}`
        : `__fish_seen_subcommand_from ${command.name}`;
    return [
      `complete -c ${program} -n "not __fish_seen_subcommand_from ${names}" -a ${command.name} -d ${quote(command.summary)}`,
      ...operandLine(command.completes, condition, program),
      ...command.flags.map((flag) => flagLine(flag, condition, program)),
    ];
  });
  return `# Completion of ${program} for fish; load it with: ${program} completion fish | source
${lines.join('\n')}
`;
}

function operandLine(completes: Completes, condition: string, program: string): string[] {
  if (completes === 'file' || completes === 'folder') return [];
  const words = completes === 'nothing' ? '' : ` -a ${quote(completes.join(' '))}`;
  return [`complete -c ${program} -n "${condition}" -f${words}`];
}

function flagLine(flag: Flag, condition: string, program: string): string {
  const short = flag.short === undefined ? '' : ` -s ${flag.short}`;
  const line = `complete -c ${program} -n "${condition}"${short} -l ${nameOf(flag).slice(2)}`;
  return `${line}${valueOf(flag)} -d ${quote(flag.help)}`;
}

function valueOf({ takes, completes }: Flag): string {
  if (!needsValue({ takes })) return '';
  if (completes === 'file') return ' -r -F';
  if (completes === 'folder') return " -x -a '(__fish_complete_directories)'";
  return completes === 'nothing' ? ' -x' : ` -x -a ${quote(completes.join(' '))}`;
}

function quote(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
