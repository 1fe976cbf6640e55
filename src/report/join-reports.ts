/** Several earlier reports as one: a token is one finding, however many of them name it. */
import type { Summary } from '../model/event.js';
import type { History, Sighting } from '../model/finding.js';
import { joinVerdict } from '../model/join-verdict.js';
import { compareSightings, compareText } from '../model/compare-sightings.js';
import type { EarlierReport, EarlierToken } from './earlier-report.js';

/**
 * Joins `reports`, in whatever order they come: of what they claim of one cluster or repository, the latest counts. A
 * token that any of them does not suppress is not suppressed. A cut copy of a token that is there whole becomes a place
 * of the whole. The same run given twice counts once. `reports` has one at least.
 */
export function joinReports(reports: readonly EarlierReport[], mostSightings: number): EarlierReport {
  const inTime = reports.toSorted(
    (a, b) => compareText(a.startedAt, b.startedAt) || compareText(a.runs.join(), b.runs.join()),
  );
  const runs = new Set<string>();
  const tokens = new Map<string, EarlierToken>();
  const counted: EarlierReport[] = [];
  for (const report of inTime) {
    const isSameRun = report.runs.every((id) => runs.has(id));
    if (!isSameRun) counted.push(report);
    for (const id of report.runs) runs.add(id);
    for (const [fingerprint, token] of report.tokens) {
      const known = tokens.get(fingerprint);
      tokens.set(fingerprint, known === undefined ? token : joinTokens(known, token, mostSightings, isSameRun));
    }
  }
  foldCutCopies(tokens, mostSightings);
  return {
    runs: [...runs],
    startedAt: inTime.at(-1)?.startedAt ?? '',
    detectors: [...new Set(inTime.flatMap(({ detectors }) => detectors))],
    labels: Object.assign({}, ...inTime.map(({ labels }) => labels)) as EarlierReport['labels'],
    tokens,
    commits: new Map(inTime.flatMap(({ commits }) => [...commits])),
    attributions: inTime.flatMap(({ attributions }) => attributions),
    transmissions: uniqueBy(
      inTime.flatMap(({ transmissions }) => transmissions),
      ({ auditId, fingerprint }) => `${auditId} ${fingerprint}`,
    ),
    failures: counted.flatMap(({ failures }) => failures),
    skipped: counted.flatMap(({ skipped }) => skipped),
    summary: counted.map(({ summary }) => summary).reduce(added),
  };
}

/** `later` is the one whose facts count. */
function joinTokens(earlier: EarlierToken, later: EarlierToken, most: number, isSameRun: boolean): EarlierToken {
  return {
    facts: later.facts,
    verdicts: later.verdicts.reduce(joinVerdict, earlier.verdicts),
    impact: later.impact ?? earlier.impact,
    histories: joinHistories(earlier.histories, later.histories),
    suppression: earlier.suppression && later.suppression,
    ...joinPlaces(earlier, later, most, isSameRun),
  };
}

function joinHistories(earlier: readonly History[], later: readonly History[]): readonly History[] {
  const nameOf = ({ repository }: History): string => `${repository.text}\0${repository.bytes ?? ''}`;
  return [...new Map([...earlier, ...later].map((history) => [nameOf(history), history])).values()];
}

/**
 * Reports that list a place in common looked at the same things, so what they only counted is taken for the same too;
 * others looked elsewhere.
 */
function joinPlaces(
  a: EarlierToken,
  b: EarlierToken,
  most: number,
  isSameRun = false,
): Pick<EarlierToken, 'sightings' | 'total'> {
  const places = uniqueBy([...a.sightings, ...b.sightings], ({ id }) => id);
  const isShared = isSameRun || places.length < a.sightings.length + b.sightings.length;
  const unlisted = [a, b].map(({ total, sightings }) => total - sightings.length);
  const rest = isShared ? Math.max(...unlisted) : unlisted.reduce((sum, count) => sum + count, 0);
  return { sightings: places.toSorted(compareSightings).slice(0, most), total: places.length + rest };
}

function foldCutCopies(tokens: Map<string, EarlierToken>, most: number): void {
  const wholes = new Map<string, string>();
  for (const [fingerprint, { facts }] of tokens)
    if (facts.token.complete) wholes.set(facts.bodyFingerprint, fingerprint);
  for (const [fingerprint, cut] of tokens) {
    if (cut.facts.token.complete) continue;
    const at = wholes.get(cut.facts.bodyFingerprint);
    const whole = at === undefined ? undefined : tokens.get(at);
    if (at === undefined || whole === undefined) continue;
    const sightings = cut.sightings.map((sighting): Sighting => ({ ...sighting, complete: false }));
    tokens.set(at, { ...whole, ...joinPlaces(whole, { ...cut, sightings }, most) });
    tokens.delete(fingerprint);
  }
}

function uniqueBy<Item>(items: readonly Item[], nameOf: (item: Item) => string): readonly Item[] {
  return [...new Map(items.map((item) => [nameOf(item), item])).values()];
}

function added(a: Summary, b: Summary): Summary {
  return {
    bytes: a.bytes + b.bytes,
    haystacks: a.haystacks + b.haystacks,
    objects: a.objects + b.objects,
    findings: a.findings + b.findings,
    sightings: a.sightings + b.sightings,
    suppressed: a.suppressed + b.suppressed,
    failures: a.failures + b.failures,
    skipped: a.skipped + b.skipped,
    seconds: a.seconds + b.seconds,
    complete: a.complete && b.complete,
  };
}
