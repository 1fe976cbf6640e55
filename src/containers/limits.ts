/** How much of a container is opened. Every limit that is hit is told, never passed over in silence. */

const MEBIBYTE = 2 ** 20;
const GIBIBYTE = 2 ** 30;

/** All of them can be set by the user; a limit that is hit is a failure that names it. */
export interface ContainerLimits {
  /** Containers within containers that are opened; what lies deeper is not. Kept by whoever nests. */
  readonly depth: number;
  /** Containers of one haystack, at any depth: archives that hold themselves many times over multiply at each level. */
  readonly containers: number;
  /** Entries of one archive. */
  readonly entries: number;
  /** Bytes out for each byte in, of one container. */
  readonly ratio: number;
  /** Bytes that may come out of one container, or of one entry of an archive, before `ratio` counts. */
  readonly ratioFloorBytes: number;
  /** Bytes that decoders may make out of one haystack, nested containers included. */
  readonly totalBytes: number;
  /** Memory that one decoder may take for looking back, as the format's header asks for it. */
  readonly windowBytes: number;
  /** Bytes of one streamed archive that may be put aside when it must be read at any place. */
  readonly spoolBytes: number;
}

/** Sane for trees, images and logs; `bytes` are binary. */
export const defaultContainerLimits: ContainerLimits = {
  /** An image saved by docker, holding a layer, a .deb, its data.tar.xz, a jar, and a .gz in that: 8, and room. */
  depth: 12,
  /** An image holds some 20,000 packed manual pages and jars, a backup more; opening so many takes a minute. */
  containers: 250_000,
  /** The largest images hold some 500,000 files. */
  entries: 1_000_000,
  /** The densest real logs compress about 1:100; deflate ends at 1:1032, the others at 1:10,000 and beyond. */
  ratio: 250,
  /** A second's work: small files of zeros, which are common and harmless, pass. */
  ratioFloorBytes: 256 * MEBIBYTE,
  /** Some 20 minutes of decoding; entries of plain tar do not count. */
  totalBytes: 256 * GIBIBYTE,
  /** What `zstd -d` takes without `--long`, and twice what `xz -9` makes. */
  windowBytes: 128 * MEBIBYTE,
  /** Temporary folders often lie in memory. */
  spoolBytes: 4 * GIBIBYTE,
};
