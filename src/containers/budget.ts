/** What one haystack may still cost, however deep its containers nest. */
import { type ContainerLimits, defaultContainerLimits } from './limits.js';

/** A haystack with more bombs in it than this is made of them, as an archive of archives of bombs. */
const MANY_BOMBS = 8;

/** Shared by all containers of one haystack: make one for the outermost, hand it on to every nested one. */
export class Budget {
  readonly limits: ContainerLimits;
  /** Bytes that decoders made so far. */
  bytes = 0;
  /** Containers opened so far. */
  containers = 0;
  /** Containers and entries so far that were left because they grew too much. */
  bombs = 0;

  constructor(limits: Partial<ContainerLimits> = {}) {
    this.limits = { ...defaultContainerLimits, ...limits };
  }

  /** True when so many bombs were met that more are to be expected: no further container is opened, and little may grow. */
  get isWary(): boolean {
    return this.bombs > MANY_BOMBS;
  }
}
