/** A tree of small files that look like source code, some with a token in them. */
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Random } from './random.js';
import { foreignToken, leakedToken } from './tokens.js';

/** What stands in a tree. */
export interface TreeRecipe {
  readonly files: number;
  readonly seed: number;
  /** Service-account tokens, each in a file of its own. */
  readonly leaks: number;
}

const suffixes = ['.go', '.go', '.ts', '.ts', '.py', '.yaml', '.json', '.md', '.sh'];
const words =
  'ctx err cluster client request response status object name namespace token secret reconcile update list watch'.split(
    ' ',
  );
const filesPerFolder = 25;

/** Writes the tree under `folder`: folders three deep, sizes from some bytes to some hundred kilobytes, median 4 KB. */
export async function writeTree(folder: string, recipe: TreeRecipe): Promise<void> {
  const random = new Random(recipe.seed);
  const every = Math.floor(recipe.files / recipe.leaks);
  let parent = folder;
  for (let count = 0; count < recipe.files; count += 1) {
    if (count % filesPerFolder === 0) {
      const number = count / filesPerFolder;
      parent = join(
        folder,
        `pkg${number % 16}`,
        `${random.pick(words)}${number % 8}`,
        `${random.pick(words)}-${number}`,
      );
      await mkdir(parent, { recursive: true });
    }
    const lines = sourceLines(random);
    if (count % every === every - 1 && (count + 1) / every <= recipe.leaks)
      lines.push(`const token = "${leakedToken(random)}";`);
    else if (random.below(200) === 0) lines.push(`export TOKEN=${foreignToken(random)}`);
    await writeFile(join(parent, `${random.pick(words)}_${count}${random.pick(suffixes)}`), `${lines.join('\n')}\n`);
  }
}

/** Lines of a file that looks like source code. Growing by chance gives the long tail that source trees have. */
export function sourceLines(random: Random): string[] {
  let wanted = 10 + random.below(60);
  while (random.below(100) < 55 && wanted < 6000) wanted = Math.ceil(wanted * 1.8);
  return Array.from({ length: wanted }, () => sourceLine(random));
}

function sourceLine(random: Random): string {
  const word = (): string => random.pick(words);
  const indent = '\t'.repeat(random.below(4));
  switch (random.below(8)) {
    case 0:
      return '';
    case 1:
      return `${indent}// ${Array.from({ length: 4 + random.below(8) }, word).join(' ')}`;
    case 2:
      return `${indent}if ${word()} != nil { return fmt.Errorf("${word()} ${word()}: %w", ${word()}) }`;
    case 3:
      return `import { ${word()}, ${word()} } from "../${word()}/${word()}.js";`;
    case 4:
      return `${indent}${word()}: "${random.hex(8)}"`;
    default:
      return `${indent}${word()} := ${word()}.${word()}(${word()}, ${word()}[${random.below(99)}])`;
  }
}

/** Bytes of all files below a folder. */
export async function measureTree(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
