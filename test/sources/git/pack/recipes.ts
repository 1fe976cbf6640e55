/** Packs at random that are hard to read: every kind of base, copies of copies, seams everywhere. */
import fc from 'fast-check';
import { applyInstructions, type DeltaInstruction, type EntryRecipe } from '../../../helpers/git/pack-writer.js';

/** Strings to look for: short, and of the letters that all texts are made of, so that seams make and break them. */
export const needles = ['aab', 'abba', 'bbbab', 'babababa'];

const letters = (max: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom('a', 'b', 'a', 'b', '.', '.'), maxLength: max, size: 'max' });

interface Step {
  readonly insert: string;
  readonly from: number;
  readonly length: number;
  readonly isCopy: boolean;
}

const steps = fc.array(fc.record({ insert: letters(20), from: fc.nat(), length: fc.nat(), isCopy: fc.boolean() }), {
  maxLength: 8,
  size: 'max',
});

interface Node {
  readonly text: string;
  /** Taken modulo the number of nodes before it; a remainder of 0 makes a whole object. */
  readonly parent: number;
  readonly steps: readonly Step[];
  readonly isByName: boolean;
  /** Decides where in the pack it lies. */
  readonly rank: number;
}

const nodes = fc.array(
  fc.record({ text: letters(300), parent: fc.nat(), steps, isByName: fc.boolean(), rank: fc.nat() }),
  { minLength: 1, maxLength: 30, size: 'max' },
);

function instructions(base: Uint8Array, list: readonly Step[]): DeltaInstruction[] {
  const made: DeltaInstruction[] = [];
  for (const step of list) {
    if (step.isCopy && base.length > 0) {
      const from = step.from % base.length;
      made.push({ copy: [from, 1 + (step.length % (base.length - from))] });
    } else if (step.insert !== '') {
      made.push({ insert: Buffer.from(step.insert) });
    }
  }
  return made;
}

function build(list: readonly Node[]): EntryRecipe[] {
  const bytes: Buffer[] = [];
  // Objects that are alike would share a name; a number of their own keeps them apart.
  const logical = list.map((node, at): { recipe: EntryRecipe; rank: number } => {
    const parent = node.parent % (at + 1);
    const mark: DeltaInstruction = { insert: Buffer.from(`<${at}>`) };
    if (parent === 0) {
      const whole = Buffer.from(`${node.text}<${at}>`);
      bytes.push(whole);
      return { recipe: { type: 'blob', bytes: whole }, rank: node.rank };
    }
    const base = bytes[parent - 1] as Buffer;
    const delta = [...instructions(base, node.steps), mark];
    bytes.push(applyInstructions(base, delta));
    return { recipe: { base: parent - 1, delta, isByName: node.isByName }, rank: node.rank };
  });
  const order = logical.map((_, at) => at).sort((a, b) => (logical[a]?.rank ?? 0) - (logical[b]?.rank ?? 0) || a - b);
  const placeOf = new Map(order.map((at, place) => [at, place]));
  return order.map((at, place) => {
    const { recipe } = logical[at] as { recipe: EntryRecipe };
    if (!('base' in recipe)) return recipe;
    const base = placeOf.get(recipe.base) as number;
    return { ...recipe, base, isByName: recipe.isByName === true || base > place };
  });
}

/** Recipes for `makePack`. */
export const recipes: fc.Arbitrary<EntryRecipe[]> = nodes.map(build);

/** Every place of every needle, as text: `needle@position`. */
export function search(bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes).toString('latin1');
  return needles.flatMap((needle) => {
    const found: string[] = [];
    for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) found.push(`${needle}@${at}`);
    return found;
  });
}
