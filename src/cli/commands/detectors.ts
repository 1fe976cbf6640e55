/** `kubeleaks detectors`: what is looked for. */
import { detectors as builtIn, loadDetector } from '../../index.js';
import { command } from '../command.js';
import { exitCodes } from '../exit-code.js';
import { one } from '../flag.js';
import { generalFlags } from '../flags/general.js';
import { searchFlags } from '../flags/search.js';
import { harmless } from '../say.js';
import { wordReader } from '../value-readers.js';

const formats = ['human', 'json'] as const;

const format = one({
  key: 'format',
  short: 'f',
  group: 'Output:',
  value: 'FORMAT',
  completes: formats,
  help: `how to print: ${formats.join(' or ')} (human when absent)`,
  read: wordReader('--format', formats),
});

/** See the file's head. */
export const detectors = command({
  operands: '',
  completes: 'nothing',
  description: 'Lists what is looked for: one family of tokens a detector.',
  examples: [['kubeleaks --only kubernetes-legacy .', 'looks for one family alone']],
  flags: [format, searchFlags.detector, generalFlags.verbose, generalFlags.help, generalFlags.version],
  async run({ values, shell }) {
    const list = [...builtIn];
    for (const path of values.detector ?? []) list.push(await loadDetector(path));
    const facts = list.map(({ id, title, meaning, references }) => ({ id, title, meaning, references }));
    const text =
      values.format === 'json'
        ? `${JSON.stringify(facts, null, 2)}\n`
        : facts.map((fact) => harmless(card(fact))).join('\n');
    shell.stdout.write(text);
    return exitCodes.clean;
  },
});

interface Facts {
  readonly id: string;
  readonly title: string;
  readonly meaning: string;
  readonly references: readonly string[];
}

const INDENT = '  ';
const WIDTH = 78;

function card({ id, title, meaning, references }: Facts): string {
  const lines = [...folded(title), ...folded(meaning), ...references];
  return [id, ...lines.map((line) => INDENT + line), ''].join('\n');
}

function folded(text: string): readonly string[] {
  return text.match(new RegExp(`.{1,${WIDTH}}(?:\\s+|$)|\\S+`, 'g'))?.map((line) => line.trimEnd()) ?? [];
}
