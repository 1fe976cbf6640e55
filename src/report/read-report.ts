/** Text of an earlier report → the report in memory, which grows with distinct tokens and never with their places. */
import * as v from 'valibot';
import type { AttributionEvent, CommitEvent, Summary, Transmission } from '../model/event.js';
import type { Failure, Skipped } from '../model/failure.js';
import type { History, Sighting, Suppression } from '../model/finding.js';
import type { Impact } from '../model/impact.js';
import { joinVerdict } from '../model/join-verdict.js';
import { objectKey } from '../model/object-key.js';
import type { Verdict } from '../model/verdict.js';
import { detached } from './detached.js';
import type { EarlierReport, EarlierToken } from './earlier-report.js';
import type { Members, ReportPart } from './part.js';
import { Places } from './places.js';
import { type FindingData, reportData, type RunData } from './report-data.js';
import { readParts, type ReportText } from './read-parts.js';
import { unreadable } from './unreadable.js';

/** Facts beside the tokens that are kept, as the reporters keep them; a report holds no more. */
const MOST_PLACES = 10_000;
const MOST_FACTS = 100_000;

/**
 * Reads the whole report; of each token `mostSightings` places are kept. Throws `UsageError` `report-unreadable` when
 * it cannot be read, or a part of it is not what the schema says.
 */
export async function readReport(text: ReportText, mostSightings: number): Promise<EarlierReport> {
  const collector = new Collector(text.name, mostSightings);
  for await (const parts of readParts(text)) for (const part of parts) collector.take(part);
  return collector.report();
}

interface Token {
  readonly facts: FindingData;
  readonly places: Places;
  verdicts: readonly Verdict[];
  histories: readonly History[];
  impact: Impact | null;
  suppression: Suppression | null;
  unlisted: number;
}

class Collector {
  readonly #name: string;
  readonly #most: number;
  readonly #tokens = new Map<string, Token>();
  readonly #commits = new Map<string, CommitEvent>();
  readonly #attributions = new Map<string, AttributionEvent>();
  readonly #transmissions: Transmission[] = [];
  readonly #failures: Failure[] = [];
  readonly #skipped: Skipped[] = [];
  /** Places that came before their finding. */
  #places: Places;
  #run: RunData | undefined;
  #summary: Summary | undefined;
  #counted = { failures: 0, skipped: 0 };

  constructor(name: string, most: number) {
    this.#name = name;
    this.#most = most;
    this.#places = new Places(most);
  }

  take(part: ReportPart): void {
    switch (part.kind) {
      case 'finding':
        this.#take(part.value);
        return;
      case 'sighting':
        this.#sighted(part.fingerprint, part.value);
        return;
      case 'failure':
        this.#counted.failures += 1;
        keep(this.#failures, this.#read(reportData.place, part.value, 'a failure'), MOST_PLACES);
        return;
      case 'skipped':
        this.#counted.skipped += 1;
        keep(this.#skipped, this.#read(reportData.place, part.value, 'a skipped place'), MOST_PLACES);
        return;
      case 'transmission':
        keep(this.#transmissions, this.#read(reportData.transmission, part.value, 'a transmission'), MOST_FACTS);
        return;
      case 'commit': {
        const commit = detached({
          type: 'commit' as const,
          id: part.id,
          ...this.#read(reportData.commit, part.value, 'a commit'),
        });
        if (this.#commits.size < MOST_FACTS) this.#commits.set(commit.id, commit);
        return;
      }
      case 'run':
        this.#run = this.#read(reportData.run, part.value, 'run');
        return;
      case 'summary':
        this.#summary = this.#read(reportData.summary, part.value, 'summary');
        return;
      case 'tool':
        return;
      case 'event':
        this.#learn(part.type, part.value);
        return;
      default:
        part satisfies never;
    }
  }

  report(): EarlierReport {
    const run = this.#run;
    if (run === undefined) throw unreadable(this.#name, 'it does not say when it was made; make it again');
    const { startedAt } = run;
    const tokens = [...this.#tokens].map(([fingerprint, token]) => [fingerprint, settled(token, startedAt)] as const);
    return {
      runs: [run.id],
      startedAt,
      detectors: run.detectors,
      labels: run.labels,
      tokens: new Map(tokens),
      commits: this.#commits,
      attributions: [...this.#attributions.values()],
      transmissions: this.#transmissions,
      failures: this.#summary === undefined ? [...this.#failures, this.#brokenOff(startedAt)] : this.#failures,
      skipped: this.#skipped,
      summary: this.#summary ?? this.#countedSummary(),
    };
  }

  #take(members: Members): void {
    const facts = detached(this.#read(reportData.finding, members, `finding ${this.#tokens.size + 1}`));
    const { fingerprint, verdicts, histories, impact, suppression } = facts;
    const places = this.#places;
    this.#places = new Places(this.#most);
    const unlisted = Math.max((facts.sightingsTotal ?? 0) - places.seen, 0);
    this.#tokens.set(fingerprint, { facts, places, verdicts, histories, impact, suppression, unlisted });
  }

  #sighted(fingerprint: unknown, value: unknown): void {
    const sighting: Sighting = this.#read(reportData.sighting, value, 'a sighting');
    if (fingerprint === null) this.#places.add(sighting);
    else this.#tokenOf(fingerprint)?.places.add(sighting);
  }

  /** Events that say more of a token; of what is computed anew (severities, advice) only the impact is a fact. */
  #learn(type: string, value: Members): void {
    const token = this.#tokenOf(value['fingerprint']);
    switch (type) {
      case 'verdict':
        if (token === undefined) return;
        token.verdicts = joinVerdict(
          token.verdicts,
          detached(this.#read(reportData.verdict, value['verdict'], 'a verdict')),
        );
        return;
      case 'history':
        if (token === undefined) return;
        token.histories = [...token.histories, detached(this.#read(reportData.history, value['history'], 'a history'))];
        return;
      case 'advice':
        if (token === undefined || value['impact'] === null) return;
        token.impact = detached(this.#read(reportData.impact, value['impact'], 'an impact'));
        return;
      case 'suppression':
        if (token === undefined) return;
        token.suppression = this.#read(v.nullable(reportData.suppression), value['suppression'], 'a suppression');
        return;
      case 'unlisted':
        if (token !== undefined) token.unlisted += this.#read(reportData.count, value['count'], 'a count of places');
        return;
      case 'attribution': {
        const facts = detached({ type, ...this.#read(reportData.attribution, value, 'an attribution') } as const);
        if (this.#attributions.size < MOST_FACTS)
          this.#attributions.set(objectKey(facts.repository, facts.object), facts);
        return;
      }
      default:
      // An event of a later version of the same contract; its readers must take it so.
    }
  }

  #tokenOf(fingerprint: unknown): Token | undefined {
    return typeof fingerprint === 'string' ? this.#tokens.get(fingerprint) : undefined;
  }

  #read<Output>(schema: v.GenericSchema<unknown, Output>, value: unknown, what: string): Output {
    const result = v.safeParse(schema, value, { abortEarly: true });
    if (result.success) return result.output;
    // Valibot's message quotes the value, which could be a token.
    const where = v.getDotPath(result.issues[0]);
    const member = where === null ? what : `${where} of ${what}`;
    throw unreadable(this.#name, `${member} is not what the schema of reports says; was the file edited?`);
  }

  #brokenOff(startedAt: string): Failure {
    const message = `the scan of ${startedAt} did not come to its end, so its report holds what was found until then`;
    return { origin: null, code: 'report-unfinished', message };
  }

  #countedSummary(): Summary {
    const sightings = [...this.#tokens.values()].reduce((sum, { places }) => sum + places.seen, 0);
    const { failures, skipped } = this.#counted;
    const counted = { findings: this.#tokens.size, sightings, suppressed: 0, failures: failures + 1, skipped };
    return { bytes: 0, haystacks: 0, objects: 0, ...counted, seconds: 0, complete: false };
  }
}

function settled(token: Token, startedAt: string): EarlierToken {
  const { facts, places, histories, suppression, unlisted } = token;
  return {
    facts,
    verdicts: token.verdicts.map((verdict) => ({ claimedBy: startedAt, ...verdict })),
    impact: token.impact && { claimedBy: startedAt, ...token.impact },
    histories,
    suppression,
    sightings: places.kept,
    total: places.seen + unlisted,
  };
}

function keep<Item>(list: Item[], item: Item, most: number): void {
  if (list.length < most) list.push(detached(item));
}
