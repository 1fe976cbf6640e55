/** Text inside XML 1.0. */

/** What XML 1.0 does not allow even as a reference, and lone surrogates (§2.2). */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** `text` for element content and attribute values alike; what XML forbids becomes U+FFFD. */
export function xmlText(text: string): string {
  return text.replaceAll(FORBIDDEN, '\uFFFD').replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
}
