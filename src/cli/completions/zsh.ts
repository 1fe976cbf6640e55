/** Completion for zsh, by its own `_arguments`. */
import { type Completes, type Flag, nameOf } from '../flag.js';
import type { CompletionCommand, CompletionTree } from './completion-tree.js';

/** The script that `source <(kubeleaks completion zsh)` reads, or a file `_kubeleaks` in `$fpath`. */
export function zsh({ program, commands, standard }: CompletionTree): string {
  const names = commands.map(({ name }) => name);
  return `#compdef ${program}
# Completion of ${program} for zsh; load it with: source <(${program} completion zsh)
_${program}_commands() {
  local -a commands=(
${commands.map(({ name, summary }) => `    ${quote(`${name}:${summary}`)}`).join('\n')}
  )
  _describe -t commands command commands
  _files
}
_${program}() {
  local -a typed=("\${(@)words[2,CURRENT-1]}")
  local chosen=\${typed[(r)(${names.join('|')})]}
  case $chosen in
${commands.map((command) => branch(command, command.name, `*:operand:${operand(command.completes)}`)).join('\n')}
${branch(standard, '*', `1:target:_${program}_commands`, '*:target:_files')}
  esac
}
if [[ $funcstack[1] == _${program} ]]; then _${program} "$@"; else compdef _${program} ${program}; fi
`;
}

function branch(command: CompletionCommand, pattern: string, ...operands: readonly string[]): string {
  const specs = [...command.flags.map(spec), ...operands.map(quote)];
  return `    ${pattern}) _arguments -s -S \\\n${specs.map((line) => `      ${line}`).join(' \\\n')} ;;`;
}

/** `'(-f --format)'{-f,--format=}'[how to print]:FORMAT:(human json)'` */
function spec(flag: Flag): string {
  // `=-` keeps an optional value in the word of its flag.
  if (flag.takes === 'maybe')
    return quote(`${nameOf(flag)}=-[${escape(flag.help)}]::${flag.value}:${operand(flag.completes)}`);
  const hasValue = flag.value !== '';
  const name = nameOf(flag);
  const star = flag.takes === 'many' ? '*' : '';
  const words = `[${escape(flag.help)}]${hasValue ? `:${flag.value}:${operand(flag.completes)}` : ''}`;
  if (flag.short === undefined) return quote(`${star}${name}${hasValue ? '=' : ''}${words}`);
  const excluded = star === '' ? `(-${flag.short} ${name})` : '*';
  return `${quote(excluded)}{-${flag.short}${hasValue ? '+' : ''},${name}${hasValue ? '=' : ''}}${quote(words)}`;
}

function operand(completes: Completes): string {
  if (completes === 'file') return '_files';
  if (completes === 'folder') return '_files -/';
  if (completes === 'nothing') return ' ';
  return `(${completes.join(' ')})`;
}

function escape(text: string): string {
  return text.replace(/[[\]:\\]/g, '\\$&');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
