/** Carrying anchors through lists of numbers. */

/** How the numbers of a list are written, in the order of the phases of their anchors. */
const NOTATIONS: readonly {
  readonly write: (code: number) => string;
  readonly separators: readonly string[];
}[] = [
  { write: String, separators: [' ', ', ', ','] },
  { write: (code) => `0x${code.toString(16).padStart(2, '0')}`, separators: [', ', ',', ' '] },
];

/** The ways to write `inner` (latin1 text) as a list, in lower and upper case, each with the phase of its notation. */
export function liftByteList(inner: string): readonly { readonly text: string; readonly phase: number }[] {
  const codes = Array.from(inner, (character) => character.charCodeAt(0));
  return NOTATIONS.flatMap(({ write, separators }, phase) =>
    separators.flatMap((separator) => {
      const lower = codes.map(write).join(separator);
      const upper = lower.toUpperCase().replaceAll('X', 'x');
      return [...new Set([lower, upper])].map((text) => ({ text, phase }));
    }),
  );
}
