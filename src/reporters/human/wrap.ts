/** Prose in columns. */

/**
 * Breaks `text` at spaces into lines of at most `width` characters; a word that is longer has a line of its own, for a
 * broken path or fingerprint cannot be copied. At least one line.
 */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines;
}
