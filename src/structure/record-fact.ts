/** A stranger's words on their way into a report: short, and without anything that could be a token. */

/** Longer facts are cut. */
const LONGEST = 256;

/** What starts like a JWT or its base64. */
const tokenLike = /(?:eyJ|ewo|ZXlK)[\w+/=.%~-]{16,}/g;

/** What runs on without a break as no name does. */
const secretLike = /[\w+=.~-]{120,}/g;

/** The text as a record may carry it: runs that could be secrets become `…`, and the rest is cut at 256 characters. */
export function recordFact(text: string): string {
  const clean = text
    .slice(0, 8 * LONGEST)
    .replace(tokenLike, '…')
    .replace(secretLike, '…');
  return clean.length <= LONGEST ? clean : `${clean.slice(0, LONGEST)}…`;
}
