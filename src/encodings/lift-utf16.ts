/** Carrying anchors through UTF-16. */

/**
 * The bytes that ASCII text has in UTF-16, from its first character to its last: the same in both byte orders,
 * because the zero bytes before the first and after the last are left out.
 */
export function liftUtf16(inner: string): string {
  return [...inner].join('\0');
}
