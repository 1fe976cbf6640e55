/** Text inside a SARIF message. */

/**
 * Escapes what SARIF gives a meaning: `[` and `]` (embedded links, §3.11.6) with a backslash, `{` and `}` (placeholders,
 * §3.11.5) doubled. The text must be safe to show already.
 */
export function messageText(text: string): string {
  return text.replaceAll(/[[\]]/g, '\\$&').replaceAll(/[{}]/g, '$&$&');
}
