/** Replacements in text that stands as itself, whole or broken over lines. */
import type { Edit, Layer } from './encoding.js';
import { spreadOver } from './spread-over.js';

/** `Encoding.rewrap` for text: of a token that is broken over lines, its lines are filled one after the other. */
export function rewrapText(_source: Uint8Array, layer: Layer, edits: readonly Edit[]): readonly Edit[] {
  return edits.flatMap((edit) => spreadOver(layer.locate(edit), edit.bytes));
}
