/** Collects events into a report. Memory grows with distinct tokens, slowly, never with sightings. */
import type { AttributionEvent, CommitEvent, ScanEvent, StartEvent, Summary, Transmission } from '../../model/event.js';
import type { Failure, Skipped } from '../../model/failure.js';
import type { Finding, Sighting } from '../../model/finding.js';
import { joinVerdict } from '../../model/join-verdict.js';
import { objectKey } from '../../model/object-key.js';
import { gitObjectOf } from '../../model/origin.js';
import { compareSeverity } from '../../model/severity.js';
import { worstVerdict } from '../../model/worst-verdict.js';
import { attribute } from './attribute.js';
import { compareOrigins, compareSightings, compareText } from '../../model/compare-sightings.js';
import { EntryShelf, type ShelvedEntry } from './entry-shelf.js';
import type { Report, ReportedFinding } from './report.js';

/** Sightings that are listed for each finding when nobody says otherwise. */
export const DEFAULT_MAX_SIGHTINGS = 100;
/** Failures and skipped places that are listed; all are counted. A tree of a million sockets must not fill memory. */
const LISTED_PLACES = 10_000;
/** Attributions and commits that may be held before a finding names them. */
const HELD_FACTS = 100_000;

/** Takes the events of one scan in the order they come; `build` gives the report at any time. */
export class ReportBuilder {
  readonly #maxSightings: number;
  readonly #entries: EntryShelf;
  readonly #objects = new Set<string>();
  readonly #attributions = new Map<string, AttributionEvent>();
  readonly #commits = new Map<string, CommitEvent>();
  readonly #transmissions: Transmission[] = [];
  readonly #failures: Failure[] = [];
  readonly #skipped: Skipped[] = [];
  readonly #seen = { sightings: 0, failures: 0, skipped: 0 };
  #start: StartEvent | undefined;
  #summary: Summary | undefined;

  /** `entries`: an empty shelf. */
  constructor(maxSightings: number | null, entries = new EntryShelf()) {
    this.#maxSightings = maxSightings ?? DEFAULT_MAX_SIGHTINGS;
    this.#entries = entries;
  }

  accept(event: ScanEvent): void {
    switch (event.type) {
      case 'start':
        this.#start = event;
        return;
      case 'finding':
        this.#take(event.finding);
        return;
      case 'sighting':
        this.#place(event.fingerprint, event.sighting);
        return;
      case 'unlisted':
        this.#count(event.fingerprint, event.count);
        return;
      case 'attribution':
        if (this.#objects.has(event.object) || this.#attributions.size < HELD_FACTS) {
          this.#attributions.set(objectKey(event.repository, event.object), event);
        }
        return;
      case 'commit':
        if (this.#commits.size < HELD_FACTS) this.#commits.set(event.id, event);
        return;
      case 'history':
        this.#change(event.fingerprint, (found) => ({ histories: [...found.histories, event.history] }));
        return;
      case 'verdict':
        this.#change(event.fingerprint, (found) => {
          const verdicts = joinVerdict(found.verdicts, event.verdict);
          return { verdicts, verdict: worstVerdict(verdicts) };
        });
        return;
      case 'severity':
        this.#change(event.fingerprint, () => ({ severity: event.severity, proven: event.proven }));
        return;
      case 'advice':
        this.#change(event.fingerprint, () => ({ impact: event.impact, remedy: event.remedy }));
        return;
      case 'suppression':
        this.#change(event.fingerprint, () => ({ suppression: event.suppression }));
        return;
      case 'transmission':
        this.#transmissions.push(event.transmission);
        return;
      case 'failure':
        this.#seen.failures += 1;
        if (this.#failures.length < LISTED_PLACES) this.#failures.push(event.failure);
        return;
      case 'skipped':
        this.#seen.skipped += 1;
        if (this.#skipped.length < LISTED_PLACES) this.#skipped.push(event.skipped);
        return;
      case 'progress':
        return;
      case 'summary':
        this.#summary = event.summary;
        return;
      default:
        event satisfies never;
    }
  }

  /** The report so far. Without a `summary` event (the scan broke off) it says `complete: false`. */
  build(): Report {
    const findings = [...this.#entries.places].toSorted(compareEntries).map((place) => this.#settle(place));
    return {
      tool: this.#start?.tool ?? { name: 'kubeleaks', version: '' },
      run: this.#start?.run ?? { id: '', startedAt: '1970-01-01T00:00:00Z', options: {}, detectors: [], labels: {} },
      findings,
      commits: this.#namedCommits(findings),
      transmissions: this.#transmissions,
      failures: this.#failures.toSorted(comparePlaces),
      skipped: this.#skipped.toSorted(comparePlaces),
      summary: this.#summary ?? this.#countedSummary(findings),
    };
  }

  /** A second event for the same token brings newer facts; its places stay. */
  #take(finding: Finding): void {
    const known = this.#entries.get(finding.fingerprint);
    if (known === undefined) this.#entries.add({ finding, sightings: [], total: 0 });
    else known.finding = finding;
  }

  #place(fingerprint: string, sighting: Sighting): void {
    const entry = this.#entries.get(fingerprint);
    if (entry === undefined) return;
    this.#seen.sightings += 1;
    entry.total += 1;
    const at = placeFor(entry.sightings, sighting);
    if (at >= this.#maxSightings) return;
    entry.sightings.splice(at, 0, sighting);
    if (entry.sightings.length > this.#maxSightings) entry.sightings.pop();
    const object = gitObjectOf(sighting.origin);
    if (object !== undefined) this.#objects.add(object.object);
  }

  #count(fingerprint: string, places: number): void {
    const entry = this.#entries.get(fingerprint);
    if (entry === undefined) return;
    entry.total += places;
    this.#seen.sightings += places;
  }

  #change(fingerprint: string, change: (finding: Finding) => Partial<Finding>): void {
    const entry = this.#entries.get(fingerprint);
    if (entry !== undefined) entry.finding = { ...entry.finding, ...change(entry.finding) };
  }

  /** What is packed stays so: whoever writes a million findings looks at one after the other. */
  #settle(place: ShelvedEntry): ReportedFinding {
    const settled = (): ReportedFinding => {
      const { finding, sightings, total } = this.#entries.read(place);
      const attributed = sightings.map((sighting) => ({
        ...sighting,
        origin: attribute(sighting.origin, this.#attributions),
      }));
      return { finding, sightings: attributed, sightingsTotal: total };
    };
    if (!this.#entries.isPacked(place)) return settled();
    return {
      get finding() {
        return settled().finding;
      },
      get sightings() {
        return settled().sightings;
      },
      get sightingsTotal() {
        return settled().sightingsTotal;
      },
    };
  }

  #namedCommits(findings: readonly ReportedFinding[]): ReadonlyMap<string, CommitEvent> {
    const named = new Set<string>();
    if (this.#commits.size === 0) return new Map();
    for (const { finding, sightings } of findings) {
      for (const { introducedBy, removedBy } of finding.histories) {
        if (introducedBy !== null) named.add(introducedBy);
        for (const id of removedBy) named.add(id);
      }
      for (const { origin } of sightings) {
        const object = gitObjectOf(origin);
        if (object !== undefined) for (const id of [object.object, ...object.commits]) named.add(id);
      }
    }
    const kept = [...this.#commits].filter(([id]) => named.has(id));
    return new Map(kept.toSorted(([a], [b]) => compareText(a, b)));
  }

  #countedSummary(findings: readonly ReportedFinding[]): Summary {
    const suppressed = findings.filter(({ finding }) => finding.suppression !== null).length;
    return {
      bytes: 0,
      haystacks: 0,
      objects: 0,
      findings: findings.length,
      sightings: this.#seen.sightings,
      suppressed,
      failures: this.#seen.failures,
      skipped: this.#seen.skipped,
      seconds: 0,
      complete: false,
    };
  }
}

/** Where `sighting` belongs among `sorted`. */
function placeFor(sorted: readonly Sighting[], sighting: Sighting): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const known = sorted[middle];
    if (known !== undefined && compareSightings(known, sighting) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function compareEntries(a: ShelvedEntry, b: ShelvedEntry): number {
  return compareSeverity(a.severity, b.severity) || compareText(a.fingerprint, b.fingerprint);
}

function comparePlaces(a: Failure, b: Failure): number {
  if (a.origin === null || b.origin === null) return Number(a.origin !== null) - Number(b.origin !== null);
  return compareOrigins(a.origin, b.origin) || compareText(a.code, b.code) || compareText(a.message, b.message);
}
