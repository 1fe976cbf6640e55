/** Where text goes. Everything passes the last masking here. */

/** As much of a writable stream as is needed, in words of our own: Node's types are not asked of who uses the library. */
export interface TextStream {
  /** Takes text; false when it is full, until it says `drain`. */
  write(text: string, done?: (error?: Error | null) => void): boolean;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'close' | 'drain', listener: () => void): unknown;
}

/** Standard output or a file, open for writing. */
export interface Output {
  /**
   * Takes text and resolves when there is room for more. A token must not be cut over two calls. Does nothing once the
   * reader has gone. Throws `UsageError` `output-failed` when the text cannot be written.
   */
  write(text: string): Promise<void>;
  /** Resolves when all is written; only then does a file stand under its name. */
  finish(): Promise<void>;
  /** Gives up: of a file nothing remains, what stood there before stays. Never throws. */
  abandon(): Promise<void>;
  /** True once the reader has gone (a closed pipe, which is no error): whatever is written now is for nobody. */
  readonly isClosed: boolean;
}

/** What may pass, and who may read it. */
export interface OutputOptions {
  /** Clear tokens may stand in JSON members `"raw"`, and files get mode 0600. */
  readonly reveal?: boolean;
}
