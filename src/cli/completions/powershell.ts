/** Completion for PowerShell 5.1 and later. */
import { type Flag, nameOf, needsValue } from '../flag.js';
import { type CompletionCommand, type CompletionTree, spellings } from './completion-tree.js';

/** The script that `kubeleaks completion powershell | Out-String | Invoke-Expression` reads. */
export function powershell({ program, commands, standard }: CompletionTree): string {
  return `# Completion of ${program} for PowerShell; load it with:
#   ${program} completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName ${program} -ScriptBlock {
  param($current, $line, $cursor)
  $commands = [ordered]@{
${commands.map(({ name, summary }) => `    ${quote(name)} = ${quote(summary)}`).join('\n')}
  }
  $flags = @{
${commands.map(flagTable).join('\n')}
  }
  $values = @{
${[...valueTable(commands)].join('\n')}
  }
  $typed = @($line.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $cursor } |
    ForEach-Object { $_.Extent.Text })
  $chosen = $typed | Where-Object { $commands.Contains($_) } | Select-Object -First 1
  $before = if ($typed.Count -gt 0) { $typed[-1] } else { '' }
  $found = if ($values.ContainsKey($before)) {
    $values[$before] | ForEach-Object { @{ word = $_; help = $_ } }
  } elseif ($current -like '-*') {
    $name = if ($chosen) { $chosen } else { ${quote(standard.name)} }
    $table = $flags[$name]
    $table.Keys | ForEach-Object { @{ word = $_; help = $table[$_] } }
  } elseif (-not $chosen) {
    $commands.Keys | ForEach-Object { @{ word = $_; help = $commands[$_] } }
  } else {
    $values[$chosen] | Where-Object { $_ } | ForEach-Object { @{ word = $_; help = $_ } }
  }
  $found | Where-Object { $_.word -like "$current*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_.word, $_.word, 'ParameterValue', $_.help)
  }
}
`;
}

function flagTable({ name, flags }: CompletionCommand): string {
  const rows = flags.map((flag) => `      ${quote(nameOf(flag))} = ${quote(flag.help)}`);
  return `    ${quote(name)} = [ordered]@{\n${rows.join('\n')}\n    }`;
}

/** Flags and commands whose values are a closed list; for all others PowerShell offers files by itself. */
function valueTable(commands: readonly CompletionCommand[]): ReadonlySet<string> {
  const rows = new Set<string>();
  const add = (key: string, words: Flag['completes']): void => {
    if (typeof words !== 'string') rows.add(`    ${quote(key)} = ${words.map(quote).join(', ')}`);
  };
  for (const { name, completes, flags } of commands) {
    add(name, completes);
    for (const flag of flags.filter(needsValue))
      for (const spelling of spellings(flag, nameOf(flag))) add(spelling, flag.completes);
  }
  return rows;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
