/** A labelled field of a card: label on the left, value beside it. */
import { wrap } from './wrap.js';

/** Where values start. */
export const VALUE_COLUMN = 16;

/** `label` and `text`, wrapped at `width`; the text must be escaped already. Ends with a line break. */
export function fieldText(label: string, text: string, width: number): string {
  const lines = wrap(text, Math.max(width - VALUE_COLUMN, 20));
  return lines.map((line, index) => `  ${(index === 0 ? label : '').padEnd(VALUE_COLUMN - 2)}${line}\n`).join('');
}

/** A line that stands in the column of values and is never wrapped. */
export function valueLine(text: string): string {
  return `${' '.repeat(VALUE_COLUMN)}${text}\n`;
}
