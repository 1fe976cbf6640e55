/** The shape of a unit on the shelf `scenes/`: something to run, against something to compare with. */

/** One of the commands that take turns. */
export interface Contender {
  /** As it stands in the table. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** File that stands on standard input. */
  readonly stdin?: string;
  /** Exit codes that mean it did its work. */
  readonly codes: readonly number[];
  /** How many tokens it found (or lines with one), read from what it wrote. */
  readonly found?: (stdout: string) => number;
  /** Writes to nowhere instead of a file. */
  readonly isDiscarded?: boolean;
  /** Reads from what it wrote how many milliseconds it took, where the whole process is not what is meant. */
  readonly tells?: (stdout: string) => number;
  /** Runs no more often than this: it takes too long. */
  readonly rounds?: number;
}

/** A bound that the scene was made to show. */
export interface Goal {
  /** By name; absent: whichever of the others is slowest. */
  readonly contender?: string;
  /** At most `ratio` times as long as this one, … */
  readonly comparedTo?: string;
  readonly ratio?: number;
  /** … and as long as this one on top, … */
  readonly plus?: string;
  /** … and so many milliseconds. */
  readonly plusMs?: number;
}

/** A prepared scene, or a part of it. */
export interface Race {
  readonly title: string;
  readonly bytes: number;
  readonly contenders: readonly Contender[];
  readonly goals: readonly Goal[];
  /** At most this much memory for every contender that is kubeleaks, in bytes; absent when it does not matter. */
  readonly memoryLimit?: number;
  /** Tokens that the first contender has to find; absent when that says nothing. */
  readonly leaks?: number;
}

/** What scenes are made with. */
export interface Stage {
  /** Where corpora are kept. */
  readonly corpora: string;
  /** The built command. */
  readonly cli: string;
  /** ripgrep, where there is one. */
  readonly ripgrep: string | undefined;
  /** The path of a program, where it is on the path. */
  find(program: string): string | undefined;
  /** Factor on the size of corpora, for a quick look: 1 unless said. */
  readonly scale: number;
  /** Repositories that the user named, for scenes about history. */
  readonly repositories: readonly string[];
}

/** A unit on the shelf. */
export interface Scene {
  /** As `--only` names it; the file's name. */
  readonly id: string;
  readonly title: string;
  /** Times each contender runs unless `--repeat` says otherwise. */
  readonly repeat: number;
  prepare(stage: Stage): Promise<readonly Race[]>;
}
