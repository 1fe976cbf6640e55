/** Human output while a stream flows: each token as soon as its first place is known. */
import type { AdviceEvent, ScanEvent, SeverityEvent, Summary, Transmission } from '../../model/event.js';
import type { Failure, Skipped } from '../../model/failure.js';
import type { Finding, Fingerprint, Sighting, Suppression } from '../../model/finding.js';
import { joinVerdict } from '../../model/join-verdict.js';
import type { Severity } from '../../model/severity.js';
import type { Verdict } from '../../model/verdict.js';
import type { Reporter } from '../reporter.js';
import { cardText, remedyText, sightingWords, verdictWords } from './card.js';
import { escapeTerminal as safe } from '../words/escape-terminal.js';
import { impactLines } from '../words/impact-lines.js';
import type { Styler } from './styler.js';
import { summaryText } from './summary-text.js';
import { suppressedText } from './suppressed-text.js';
import { sentence } from '../words/sentence.js';

/** Tokens that are remembered; on an endless stream the oldest are forgotten, and shown again when they come again. */
const REMEMBERED = 65_536;
/** Failures, skipped places and transmissions that are kept for the summary. */
const KEPT = 10_000;

interface Known {
  readonly finding: Finding;
  readonly places: number;
}

/** How to show what comes. */
export interface LiveOptions {
  readonly style: Styler;
  readonly width: number;
  readonly detail: boolean;
  /** Places of one token that are shown; all are counted. */
  readonly listed: number;
}

/** Takes events in the order they come, and answers with what a person should see at once. */
export class LiveReporter implements Reporter {
  readonly #options: LiveOptions;
  readonly #known = new Map<Fingerprint, Known>();
  readonly #bySeverity = new Map<Severity, number>();
  readonly #failures: Failure[] = [];
  readonly #skipped: Skipped[] = [];
  readonly #transmissions: Transmission[] = [];
  readonly #seen = { findings: 0, sightings: 0, failures: 0, skipped: 0 };
  #startedAt = '';
  /** True while the last thing shown is a single line, which a card should not stick to. */
  #afterLine = false;
  #summary: Summary | undefined;

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  accept(event: ScanEvent): string {
    const text = this.#answer(event);
    if (text === '') return '';
    const isCard = text.endsWith('\n\n');
    const gap = isCard && this.#afterLine ? '\n' : '';
    this.#afterLine = !isCard;
    return gap + text;
  }

  #answer(event: ScanEvent): string {
    switch (event.type) {
      case 'start':
        this.#startedAt = event.run.startedAt;
        return '';
      case 'finding':
        this.#remember(event.finding);
        return '';
      case 'sighting':
        return this.#place(event.fingerprint, event.sighting);
      case 'verdict':
        return this.#judge(event.fingerprint, event.verdict);
      case 'severity':
        return this.#grade(event);
      case 'advice':
        return this.#advise(event);
      case 'suppression':
        return this.#suppress(event.fingerprint, event.suppression);
      case 'failure':
        this.#seen.failures += 1;
        keep(this.#failures, event.failure);
        return '';
      case 'skipped':
        this.#seen.skipped += 1;
        keep(this.#skipped, event.skipped);
        return '';
      case 'transmission':
        keep(this.#transmissions, event.transmission);
        return '';
      case 'summary':
        this.#summary = event.summary;
        return '';
      case 'attribution':
      case 'unlisted':
      case 'history':
      case 'commit':
      case 'progress':
        return '';
      default:
        return event satisfies never;
    }
  }

  *finish(): Iterable<string> {
    const broken = { ...this.#seen, bytes: 0, haystacks: 0, objects: 0, suppressed: 0, seconds: 0, complete: false };
    if (this.#afterLine) yield '\n';
    yield summaryText(
      {
        summary: this.#summary ?? broken,
        failures: this.#failures,
        skipped: this.#skipped,
        transmissions: this.#transmissions,
        bySeverity: this.#bySeverity,
      },
      this.#options,
    );
  }

  #remember(finding: Finding): void {
    const before = this.#known.get(finding.fingerprint);
    if (before === undefined) this.#seen.findings += 1;
    else this.#tally(before.finding, -1);
    this.#tally(finding, 1);
    this.#known.set(finding.fingerprint, { finding, places: before?.places ?? 0 });
    if (this.#known.size <= REMEMBERED) return;
    for (const oldest of this.#known.keys()) {
      this.#known.delete(oldest);
      return;
    }
  }

  #tally({ severity, suppression }: Finding, change: 1 | -1): void {
    if (suppression !== null) return;
    this.#bySeverity.set(severity, (this.#bySeverity.get(severity) ?? 0) + change);
  }

  #place(fingerprint: Fingerprint, sighting: Sighting): string {
    this.#seen.sightings += 1;
    const token = this.#known.get(fingerprint);
    if (token === undefined) return '';
    const { finding, places } = token;
    const { style, width, detail, listed } = this.#options;
    this.#known.set(fingerprint, { finding, places: places + 1 });
    if (finding.suppression !== null) return places === 0 ? suppressedText(finding, width) : '';
    if (places === 0) {
      const context = { style, width, detail, now: this.#startedAt, commits: new Map() };
      return `${cardText({ finding, sightings: [sighting], sightingsTotal: 1 }, context)}\n`;
    }
    if (places >= listed) return '';
    const last = places + 1 === listed ? ' (further places are only counted)' : '';
    return `${shortName(fingerprint)} also in ${sightingWords(sighting)}${last}\n`;
  }

  #judge(fingerprint: Fingerprint, verdict: Verdict): string {
    const verdicts = joinVerdict(this.#known.get(fingerprint)?.finding.verdicts ?? [], verdict);
    return this.#change(fingerprint, { verdicts }, () => `${shortName(fingerprint)} is ${verdictWords(verdict)}\n`);
  }

  #grade({ fingerprint, severity, proven }: SeverityEvent): string {
    const painted = this.#options.style.severity(severity, severity);
    return this.#change(
      fingerprint,
      { severity, proven },
      ({ title }) => `${shortName(fingerprint)} is now ${painted}: ${sentence(title)}\n`,
    );
  }

  /** What to do was on the card already; with rights to take away, or proof, it is worth saying again. */
  #advise({ fingerprint, impact, remedy }: AdviceEvent): string {
    return this.#change(fingerprint, { impact, remedy }, (finding) => {
      const { style, width } = this.#options;
      const lines = impactLines(finding)
        .map((line) => `  ${line}\n`)
        .join('');
      return `${shortName(fingerprint)}, what to do now:\n${lines}${remedyText(finding, { style, width })}`;
    });
  }

  #suppress(fingerprint: Fingerprint, suppression: Suppression | null): string {
    return this.#change(fingerprint, { suppression }, (finding) =>
      suppression === null ? `${shortName(fingerprint)} counts again\n` : suppressedText(finding, this.#options.width),
    );
  }

  /** Settles new facts; what was shown before gets a line, the others show them on their card. */
  #change(fingerprint: Fingerprint, facts: Partial<Finding>, say: (finding: Finding) => string): string {
    const token = this.#known.get(fingerprint);
    if (token === undefined) return '';
    const finding = { ...token.finding, ...facts };
    this.#remember(finding);
    return token.places === 0 ? '' : say(finding);
  }
}

function keep<Fact>(list: Fact[], fact: Fact): void {
  if (list.length < KEPT) list.push(fact);
}

function shortName(fingerprint: Fingerprint): string {
  return safe(fingerprint.slice(0, 'sha256:'.length + 16));
}
