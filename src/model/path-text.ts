/** Paths as strangers made them: bytes first, text for people. */

/**
 * A path as reports carry it. `text` is the path read as UTF-8 (bad bytes become U+FFFD); `bytes` holds the exact
 * bytes in standard base64 and is there only when `text` cannot give them back.
 */
export interface PathText {
  readonly text: string;
  readonly bytes?: string;
}
