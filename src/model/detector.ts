/** The shape of a unit in `detectors/`: one token family a file. */
import type { Claims } from './claims.js';
import type { Jwt } from './jwt.js';

/**
 * Says whether a decoded JWT belongs to one family of tokens. Pure and total: no I/O, no clock, and no input makes it
 * throw or run long.
 */
export interface Detector {
  /** The file's name: `kubernetes-bound`. */
  readonly id: string;
  /** A noun phrase for lists. */
  readonly title: string;
  /** What was found, and what its holder could do with it. */
  readonly meaning: string;
  /** Links to specification and source. */
  readonly references: readonly string[];
  /** Claims if the token is of this family, else undefined. */
  recognise(jwt: Jwt): Claims | undefined;
}
