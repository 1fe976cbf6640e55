/** A suppressed finding, shortly: it does not count, but it is not hidden. */
import type { Finding } from '../../model/finding.js';
import { escapeTerminal as safe } from '../words/escape-terminal.js';
import { wrap } from './wrap.js';
import { sentence } from '../words/sentence.js';

/** `suppressed (baseline): title, sha256:… · reason, by whom, until when`; ends with a line break. */
export function suppressedText({ title, fingerprint, suppression }: Finding, width: number): string {
  if (suppression === null) return '';
  const { kind, reason, by, until } = suppression;
  const facts = [
    reason === null ? '' : safe(reason),
    by === null ? '' : `by ${safe(by)}`,
    until === null ? '' : `until ${safe(until)}`,
  ].filter((fact) => fact !== '');
  const why = facts.length > 0 ? ` · ${facts.join(', ')}` : '';
  const text = `suppressed (${kind}): ${sentence(title)}, ${safe(fingerprint.slice(0, 'sha256:'.length + 16))}${why}`;
  const [first = '', ...rest] = wrap(text, width - 2);
  return [first, ...rest.map((line) => `  ${line}`), ''].join('\n');
}
