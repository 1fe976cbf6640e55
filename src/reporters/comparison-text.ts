/** Two reports compared, for people and as JSON. */
import type { ChangedToken, ComparedReport, ComparedToken, Comparison } from '../model/comparison.js';
import type { Verdict } from '../model/verdict.js';
import { sightingWords, verdictWords } from './human/card.js';
import { fieldText, valueLine } from './human/field-text.js';
import { createStyler, type Styler } from './human/styler.js';
import { wrap } from './human/wrap.js';
import { jsonText } from './json-text.js';
import { findingMembers } from './report/finding-members.js';
import { sightingMembers } from './report/sighting-members.js';
import { count } from './words/history-words.js';
import { ownerWords } from './words/identity-words.js';
import { lifetimeWords, timeWords } from './words/lifetime-words.js';
import { sentence } from './words/sentence.js';

/** How a comparison can be written. */
export const comparisonFormats = ['human', 'json'] as const;

/** How to show it. */
export interface ComparisonStyle {
  readonly format: (typeof comparisonFormats)[number];
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

/** Hex digits of a fingerprint that commands take. */
const SHORT_FINGERPRINT = 'sha256:'.length + 16;

/** The text piece by piece; each ends where no token can go on. */
export function comparisonText(comparison: Comparison, style: ComparisonStyle): Iterable<string> {
  return style.format === 'json' ? json(comparison) : human(comparison, style);
}

function* human(comparison: Comparison, { color, width }: ComparisonStyle): Iterable<string> {
  const { added, gone, changed, unchanged } = comparison;
  const card = { style: createStyler(color), width, now: comparison.comparedAt };
  yield `Old: ${headWords(comparison.old)}.\nNew: ${headWords(comparison.new)}.\n`;
  yield* group(`Added: ${count(added.length, 'token')}`, added, card, () => '');
  yield* group(`Gone: ${count(gone.length, 'token')}`, gone, card, () => '');
  yield* group(`Changed verdict: ${count(changed.length, 'token')}`, changed, card, ({ before, after }) =>
    [fieldText('was', answer(before), width), fieldText('is', answer(after), width)].join(''),
  );
  yield `\nUnchanged: ${count(unchanged, 'token')}.\n`;
  const unsure = gone.length > 0 && !comparison.new.complete;
  const text = 'INCOMPLETE: the new scan did not look at everything, so what is gone may only not have been seen.';
  if (unsure) yield `${wrap(text, width).map(card.style.alarm).join('\n')}\n`;
}

function headWords({ startedAt, tokens, complete }: ComparedReport): string {
  return `report of ${timeWords(startedAt)}, ${count(tokens, 'token')}${complete ? '' : ', incomplete'}`;
}

function answer(verdict: Verdict | null): string {
  return verdict === null ? 'nobody was asked' : verdictWords(verdict);
}

interface Card {
  readonly style: Styler;
  readonly width: number;
  readonly now: string;
}

function* group<Token extends ComparedToken>(
  title: string,
  tokens: readonly Token[],
  card: Card,
  more: (token: Token) => string,
): Iterable<string> {
  yield `\n${card.style.bold(title)}\n`;
  for (const [index, token] of tokens.entries()) yield `${index === 0 ? '' : '\n'}${cardOf(token, card, more(token))}`;
}

function cardOf(
  { finding, sightings, sightingsTotal }: ComparedToken,
  { style, width, now }: Card,
  more: string,
): string {
  const badge = ` ${finding.severity.toUpperCase()} `;
  const [first = '', ...rest] = wrap(sentence(finding.title), Math.max(width - badge.length - 1, 20));
  const head = [`${style.severity(finding.severity, badge)} ${style.bold(first)}`];
  for (const line of rest) head.push(`${' '.repeat(badge.length + 1)}${style.bold(line)}`);
  const places = sightings.map((sighting, index) =>
    index === 0 ? `  ${'found in'.padEnd(14)}${sightingWords(sighting)}\n` : valueLine(sightingWords(sighting)),
  );
  const hidden = sightingsTotal - sightings.length;
  return [
    `${head.join('\n')}\n`,
    fieldText('token', finding.fingerprint.slice(0, SHORT_FINGERPRINT), width),
    fieldText('claims to be', ownerWords(finding), width),
    fieldText('lifetime', lifetimeWords(finding.lifetime, now), width),
    more,
    ...places,
    hidden > 0 ? valueLine(`and ${count(hidden, 'more place')}`) : '',
  ].join('');
}

function* json({ comparedAt, old, new: next, added, gone, changed, unchanged }: Comparison): Iterable<string> {
  yield `{\n  "schema": "kubeleaks/comparison/1",\n  "comparedAt": ${jsonText(comparedAt)},\n`;
  yield `  "old": ${jsonText(old)},\n  "new": ${jsonText(next)},\n`;
  yield* list('added', added, tokenMembers);
  yield* list('gone', gone, tokenMembers);
  yield* list('changed', changed, changedMembers);
  yield `  "unchanged": ${unchanged}\n}\n`;
}

function* list<Token>(key: string, tokens: readonly Token[], membersOf: (token: Token) => object): Iterable<string> {
  yield `  "${key}": [`;
  for (const [index, token] of tokens.entries()) yield `${index === 0 ? '' : ','}\n    ${jsonText(membersOf(token))}`;
  yield tokens.length === 0 ? '],\n' : '\n  ],\n';
}

function changedMembers(token: ChangedToken): object {
  return { before: token.before, after: token.after, finding: tokenMembers(token) };
}

function tokenMembers({ finding, sightings, sightingsTotal }: ComparedToken): object {
  return { ...findingMembers(finding), sightingsTotal, sightings: sightings.map(sightingMembers) };
}
