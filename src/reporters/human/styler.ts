/** The few styles of human output, chosen to read on dark and on light terminals: no yellow, no dim, no blue. */
import type { Severity } from '../../model/severity.js';

/** Each paints one line of text; without colour they give it back as it is. */
export interface Styler {
  bold(text: string): string;
  /** What a person may copy: a command. */
  command(text: string): string;
  /** A warning inside a sentence. */
  alarm(text: string): string;
  severity(severity: Severity, text: string): string;
}

/** SGR parameters (ECMA-48 §8.3.117) on and off. */
type Style = readonly [on: string, off: string];

const BOLD: Style = ['1', '22'];
const CYAN: Style = ['36', '39'];
const RED: Style = ['1;31', '22;39'];

const bySeverity: Readonly<Record<Severity, Style>> = {
  // White on red carries its own background.
  critical: ['1;97;41', '22;39;49'],
  high: RED,
  medium: ['1;35', '22;39'],
  low: ['1;36', '22;39'],
  info: BOLD,
};

/** Makes the styles, or with `color` false ones that do nothing. */
export function createStyler(color: boolean): Styler {
  const paint = ([on, off]: Style, text: string): string => (color ? `\u001B[${on}m${text}\u001B[${off}m` : text);
  return {
    bold: (text) => paint(BOLD, text),
    command: (text) => paint(CYAN, text),
    alarm: (text) => paint(RED, text),
    severity: (severity, text) => paint(bySeverity[severity], text),
  };
}
