/** Completion for bash 3.2 and later, which macOS still has: no associative arrays, nothing is evaluated. */
import { type Completes, type Flag, nameOf, needsValue } from '../flag.js';
import { type CompletionTree, spellings } from './completion-tree.js';

/** The script that `source <(kubeleaks completion bash)` reads. */
export function bash({ program, commands, standard }: CompletionTree): string {
  const names = commands.map(({ name }) => name);
  // Where two commands offer other values for a flag, those of the first command will do.
  const all = commands.toReversed().flatMap((command) => command.flags);
  const byKey = new Map(all.map((flag) => [flag.key, flag]));
  return `# Completion of ${program} for bash; load it with: source <(${program} completion bash)
_${program}() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" chosen="" index
  COMPREPLY=()
  # bash cuts --flag=value into three words.
  if [[ $current == "=" ]]; then current=""; elif [[ $before == "=" ]]; then before="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "\${COMP_WORDS[index]}" in
      ${names.join('|')}) chosen="\${COMP_WORDS[index]}"; break ;;
    esac
  done
  case "$before" in
${[...byKey.values()].filter(needsValue).map(valueCase).join('\n')}
  esac
  if [[ $current == -* ]]; then
    case "\${chosen:-${standard.name}}" in
${commands.map(({ name, flags }) => `      ${name}) ${offer(flags.map(nameOf))} ;;`).join('\n')}
    esac
    return
  fi
  case "$chosen" in
    "") ${offer(names)} ;;
${commands.map(({ name, completes }) => `    ${name}) ${operandCase(completes)} ;;`).join('\n')}
  esac
}
complete -o default -o bashdefault -F _${program} ${program}
`;
}

function valueCase(flag: Flag): string {
  return `    ${spellings(flag, nameOf(flag)).join('|')}) ${operandCase(flag.completes)}; return ;;`;
}

/** With an empty answer bash offers files by itself, and quotes them well. */
function operandCase(completes: Completes): string {
  if (completes === 'file') return ':';
  if (completes === 'folder') return 'compopt -o dirnames +o default 2>/dev/null';
  if (completes === 'nothing') return 'compopt +o default +o bashdefault 2>/dev/null';
  return offer(completes);
}

function offer(words: readonly string[]): string {
  return `COMPREPLY=($(compgen -W "${words.join(' ')}" -- "$current"))`;
}
