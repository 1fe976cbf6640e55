/** `kubeleaks completion`: a script that teaches a shell the commands and flags. */
import { UsageError } from '../../index.js';
import { command, type CommandEntry } from '../command.js';
import type { CompletionTree } from '../completions/completion-tree.js';
import { exitCodes } from '../exit-code.js';
import { generalFlags } from '../flags/general.js';

const scripts = {
  bash: async () => (await import('../completions/bash.js')).bash,
  zsh: async () => (await import('../completions/zsh.js')).zsh,
  fish: async () => (await import('../completions/fish.js')).fish,
  powershell: async () => (await import('../completions/powershell.js')).powershell,
} satisfies Record<string, () => Promise<(tree: CompletionTree) => string>>;

const shells = Object.keys(scripts) as readonly (keyof typeof scripts)[];

/** See the file's head. */
export const completion = command({
  operands: 'SHELL',
  completes: shells,
  description: `Prints a script that completes commands, flags and their values.\nSHELL is one of ${shells.join(', ')}.`,
  examples: [
    ['source <(kubeleaks completion bash)', 'in ~/.bashrc; with zsh in ~/.zshrc'],
    ['kubeleaks completion fish > ~/.config/fish/completions/kubeleaks.fish', 'fish reads it by itself'],
    ['kubeleaks completion powershell | Out-String | Invoke-Expression', 'in $PROFILE'],
  ],
  flags: [generalFlags.verbose, generalFlags.help, generalFlags.version],
  async run({ operands, shell, commands }) {
    const [named, ...more] = operands;
    const name = shells.find((candidate) => candidate === named);
    if (name === undefined || more.length > 0) {
      throw new UsageError('wrong-operand', `completion needs the name of one shell: ${shells.join(', ')}`);
    }
    const script = await scripts[name]();
    shell.stdout.write(script(await tree(commands)));
    return exitCodes.clean;
  },
});

async function tree(commands: readonly CommandEntry[]): Promise<CompletionTree> {
  const list = await Promise.all(
    commands.map(async ({ name, summary, load }) => {
      const { completes, flags } = await load();
      return { name, summary, completes, flags };
    }),
  );
  const standard = list.find(({ name }) => name === 'scan');
  if (standard === undefined) throw new Error('there is no command scan');
  return { program: 'kubeleaks', commands: list, standard };
}
