/** One token on a terminal: what it is, whose, until when, where it stands and what to do. */
import type { CommitEvent } from '../../model/event.js';
import type { Finding, Sighting } from '../../model/finding.js';
import { gitObjectOf, type GitObjectOrigin } from '../../model/origin.js';
import type { Verdict } from '../../model/verdict.js';
import { placeText } from '../words/place-text.js';
import type { ReportedFinding } from '../report/report.js';
import { escapeTerminal as safe } from '../words/escape-terminal.js';
import { fittedPlace } from '../words/fitted-place.js';
import { impactLines } from '../words/impact-lines.js';
import { fieldText, valueLine } from './field-text.js';
import { count, historyWords } from '../words/history-words.js';
import { audienceWords, bindingWords, clusterWords, ownerWords } from '../words/identity-words.js';
import { claimWords } from '../words/claim-words.js';
import { lifetimeWords, timeWords } from '../words/lifetime-words.js';
import type { Styler } from './styler.js';
import { wrap } from './wrap.js';
import { sentence } from '../words/sentence.js';

/** Hex digits of a fingerprint on a short card: commands take a unique prefix of twelve or more. */
const SHORT_FINGERPRINT = 'sha256:'.length + 16;
/** A command must come whole, or it does something else. */
const LONGEST_COMMAND = 4000;

/** How to show a card, and what it may refer to. */
export interface CardContext {
  readonly style: Styler;
  readonly width: number;
  /** When the scan started, RFC 3339. */
  readonly now: string;
  /** Everything that is known, as `inspect` shows it. */
  readonly detail: boolean;
  readonly commits: ReadonlyMap<string, CommitEvent>;
}

/** The whole card; ends with a line break. */
export function cardText(reported: ReportedFinding, context: CardContext): string {
  const { finding } = reported;
  const { width, detail } = context;
  const field = (label: string, text: string): string => fieldText(label, text, width);
  const claims = finding.proven ? 'belongs to' : 'claims to be';
  return [
    headText(reported, context),
    field('token', tokenWords(reported, detail)),
    field(claims, ownerWords(finding)),
    field('cluster', clusterWords(finding)),
    field('issuer', safe(finding.issuer.url ?? 'none')),
    field('lifetime', lifetimeWords(finding.lifetime, context.now)),
    field('bound to', bindingWords(finding)),
    field('audience', audienceWords(finding)),
    detail ? detailText(reported, field) : '',
    ...finding.doubts.map((doubt, index) => field(index === 0 ? 'doubt' : '', sentence(doubt))),
    finding.proven ? field('proof', 'a trusted key verified the signature') : '',
    ...finding.verdicts.map((verdict, index) => field(index === 0 ? 'verdict' : '', verdictWords(verdict))),
    ...impactLines(finding).map((line, index) => field(index === 0 ? 'impact' : '', line)),
    ...finding.histories.map((history, index) =>
      field(index === 0 ? 'history' : '', historyWords(history, context.commits)),
    ),
    placesText(reported),
    remedyText(reported.finding, context),
  ].join('');
}

function headText({ finding }: ReportedFinding, { style, width }: CardContext): string {
  const badge = ` ${finding.severity.toUpperCase()} `;
  const [first = '', ...rest] = wrap(sentence(finding.title), Math.max(width - badge.length - 1, 20));
  const lines = [`${style.severity(finding.severity, badge)} ${style.bold(first)}`];
  for (const line of rest) lines.push(`${' '.repeat(badge.length + 1)}${style.bold(line)}`);
  return `${lines.join('\n')}\n`;
}

function tokenWords({ finding }: ReportedFinding, detail: boolean): string {
  const { redacted, length, complete } = finding.token;
  const fingerprint = detail ? finding.fingerprint : finding.fingerprint.slice(0, SHORT_FINGERPRINT);
  const size = `${count(length, 'character')}${complete ? '' : ', cut off'}`;
  return `${safe(redacted)} (${size}) ${safe(fingerprint)}`;
}

function detailText({ finding }: ReportedFinding, field: (label: string, text: string) => string): string {
  const { header, identity, lifetime } = finding;
  const rows: readonly (readonly [string, string | null])[] = [
    ['account uid', identity.serviceAccountUid],
    ['object uid', identity.boundTo?.uid ?? null],
    ['node uid', identity.node?.uid ?? null],
    ['token id', finding.tokenId],
    ['signed with', header.alg],
    ['key id', header.kid],
    ['issued', lifetime.issuedAt],
    ['valid from', lifetime.notBefore],
    ['warn after', lifetime.warnAfter],
    ['expires', lifetime.expiresAt],
    ['detector', finding.detector],
  ];
  const known = rows.map(([label, value]) => (value === null || value === '' ? '' : field(label, safe(value))));
  const unknown = Object.entries(finding.unknownClaims).map(([name, value], index) =>
    field(index === 0 ? 'other claims' : '', `${safe(name)} = ${safe(JSON.stringify(value))}`),
  );
  return [...known, ...unknown].join('');
}

/** `live in prod: reason (token-review, 2026-11-23 20:15 UTC)`. */
export function verdictWords({ result, cluster, reason, by, at, claimedBy }: Verdict): string {
  const where = cluster.name === null ? '' : ` in ${safe(cluster.name)}`;
  const why = reason === null ? '' : `: ${sentence(reason)}`;
  return `${result}${where}${why} (${[safe(by), timeWords(safe(at)), ...claimWords(claimedBy)].join(', ')})`;
}

function placesText({ sightings, sightingsTotal }: ReportedFinding): string {
  const rest = sightingsTotal - sightings.length;
  const lines = sightings.map((sighting, index) =>
    index === 0 ? `  ${'found in'.padEnd(14)}${sightingWords(sighting)}\n` : valueLine(sightingWords(sighting)),
  );
  return `${lines.join('')}${rest > 0 ? valueLine(`and ${count(rest, 'more place')}`) : ''}`;
}

/** `logs/app.log:12:40 (base64, cut off)`, `deploy/web.yaml:4:1 (commit 9c1185a5c5e9)`. */
export function sightingWords(sighting: Sighting): string {
  const notes = sighting.encodings.map((encoding) => safe(encoding));
  const object = gitObjectOf(sighting.origin);
  if (object?.type === 'blob') notes.push(`${object.commits.length > 0 ? 'commit' : 'blob'} ${shortId(object)}`);
  if (sighting.field !== null) notes.push(`field ${safe(sighting.field)}`);
  if (!sighting.complete) notes.push('cut off');
  if (sighting.allowedBy !== null) notes.push(`allowed by ${safe(sighting.allowedBy)}`);
  return `${fittedPlace(placeText(sighting))}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`;
}

function shortId({ commits, object }: GitObjectOrigin): string {
  return safe((commits[0] ?? object).slice(0, 12));
}

/** The steps of a remedy, as a card shows them. */
export function remedyText({ remedy }: Finding, { style, width }: Pick<CardContext, 'style' | 'width'>): string {
  const steps = remedy.map((step, index) => {
    const action = fieldText(index === 0 ? 'what to do' : '', `${index + 1}. ${sentence(step.action)}`, width);
    if (step.command === null) return action;
    const lines = step.command.split('\n').map((line) => valueLine(`   ${style.command(safe(line, LONGEST_COMMAND))}`));
    return action + lines.join('');
  });
  return steps.join('');
}
