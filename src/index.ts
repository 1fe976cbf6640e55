/** Front door of the library: thin, and whatever is heavy is imported when a verb needs it. */
import type { Config, Vocabulary } from './config/config.js';
import type { Environment } from './config/config-path.js';
import type { ScanEvent } from './model/event.js';
import type { MetricsServer } from './metrics/metrics-server.js';
import type { Metric } from './metrics/metrics-text.js';
import type { Output, OutputOptions, TextStream } from './output/output.js';
import { createReporter as makeReporter, type Format } from './reporters/create-reporter.js';
import type { Reporter, ReporterOptions } from './reporters/reporter.js';
import type { Detector } from './model/detector.js';
import type { IgnoreSources } from './load-ignores.js';
import type { RedactedFile, RedactFileOptions } from './redact-file.js';
import type { RedactCounts, RedactOptions } from './redact-options.js';
import type { ScanOptions, Target } from './scan-options.js';
import type { Baseline } from './triage/baseline.js';
import type { Ignores } from './triage/ignores.js';
import type { Failure } from './model/failure.js';
import type { Survey, SurveyOptions } from './survey.js';
import type { Comparison } from './model/comparison.js';
import type { ComparisonStyle } from './reporters/comparison-text.js';
import type { ReportOptions } from './report-options.js';
import type { ReportPlaces } from './verify-report.js';
import type { VerifyOptions } from './verify-options.js';

export { detectors } from '../detectors/index.js';
export { type Config, failOnValues, type FailOn, mostJobs } from './config/config.js';
export type { Environment } from './config/config-path.js';
export type { Choice } from './model/choice.js';
export type { Comparison, ComparedToken, ChangedToken } from './model/comparison.js';
export type { Claims, Identity, Issuer, Lifetime } from './model/claims.js';
export type { Detector } from './model/detector.js';
export type { ScanEvent, Summary } from './model/event.js';
export type { Failure, Skipped } from './model/failure.js';
export type { Finding, Fingerprint, Sighting } from './model/finding.js';
export type { HistoryFilter } from './model/history-filter.js';
export type { Impact } from './model/impact.js';
export type { Metric } from './metrics/metrics-text.js';
export type { MetricsServer } from './metrics/metrics-server.js';
export { joinVerdict } from './model/join-verdict.js';
export type { Jwt } from './model/jwt.js';
export type { Origin } from './model/origin.js';
export { type Severity, severities } from './model/severity.js';
export { UsageError } from './model/usage-error.js';
export type { Verdict } from './model/verdict.js';
export { worstVerdict } from './model/worst-verdict.js';
export { type VerifyMode, verifyModes } from './model/verify-mode.js';
export { version } from './model/version.js';
export { maskTokens } from './output/mask.js';
export type { Output, OutputOptions, TextStream } from './output/output.js';
export { type Format, formats } from './reporters/create-reporter.js';
export { escapeTerminal } from './reporters/words/escape-terminal.js';
export { originText } from './reporters/words/place-text.js';
export type { Reporter, ReporterOptions } from './reporters/reporter.js';
export type { RedactedFile, RedactFileOptions } from './redact-file.js';
export type { RedactCounts, RedactOptions } from './redact-options.js';
export type { ScanOptions, Target } from './scan-options.js';
export { foresee } from './foresee.js';
export { isRepository } from './sources/is-repository.js';
export { isCloneUrl } from './sources/git/clone/clone-url.js';
export type { Baseline } from './triage/baseline.js';
export { endedIgnoreFor, type IgnoreEntry, type Ignores } from './triage/ignores.js';
export type { Survey, SurveyedCluster, SurveyOptions } from './survey.js';
export type { ComparisonStyle } from './reporters/comparison-text.js';
export type { ReportOptions } from './report-options.js';
export type { ReportPlaces } from './verify-report.js';
export type { VerifyOptions } from './verify-options.js';

/**
 * Scans targets one after the other and tells what happens, first `start`, last `summary`. The world's failures are
 * events; misuse throws a `UsageError`.
 */
export async function* scan(
  targets: readonly Target[],
  options: ScanOptions & Verifiable = {},
): AsyncGenerator<ScanEvent> {
  const verb = await import('./scan.js');
  yield* verified((listening) => verb.scan(targets, { ...options, ...listening }), options.verify);
}

/** What a verb takes to ask clusters about the tokens it finds. */
export interface Verifiable {
  /** Absent: nobody is asked, and nothing of it is loaded. */
  readonly verify?: VerifyOptions;
}

async function* verified(
  find: (listening: Pick<ScanOptions, 'onFinding'>) => AsyncGenerator<ScanEvent>,
  options: VerifyOptions | undefined,
): AsyncGenerator<ScanEvent> {
  if (options === undefined) {
    yield* find({});
    return;
  }
  const { verifying } = await import('./verify.js');
  yield* verifying((note) => find({ onFinding: note }), options);
}

/** The tokens of an earlier report, read again from their places; see `verify-report`. */
export async function* verifyReport(
  places: ReportPlaces,
  options: ScanOptions & Verifiable = {},
): AsyncGenerator<ScanEvent> {
  const verb = await import('./verify-report.js');
  yield* verified((listening) => verb.findReported(places, { ...options, ...listening }), options.verify);
}

/** Earlier reports as one, retold by the clock of today; see `merge-reports`. */
export async function* mergeReports(paths: readonly string[], options: ReportOptions = {}): AsyncGenerator<ScanEvent> {
  yield* (await import('./merge-reports.js')).mergeReports(paths, options);
}

/** What changed from one report to the next; see `compare-reports`. */
export async function compareReports(
  oldPath: string,
  newPath: string,
  options: Pick<ReportOptions, 'now' | 'minSeverity' | 'maxSightings'> = {},
): Promise<Comparison> {
  return (await import('./compare-reports.js')).compareReports(oldPath, newPath, options);
}

/** A comparison as text, for people or as JSON; see `reporters/comparison-text`. */
export async function comparisonText(comparison: Comparison, style: ComparisonStyle): Promise<Iterable<string>> {
  return (await import('./reporters/comparison-text.js')).comparisonText(comparison, style);
}

/** True when a file is a report of kubeleaks. */
export async function isReportFile(path: string): Promise<boolean> {
  return (await import('./verify-report.js')).isReportFile(path);
}

/** The clusters that are known; see `survey`. */
export async function surveyClusters(options: SurveyOptions): Promise<Survey> {
  return (await import('./survey.js')).surveyClusters(options);
}

/** Remembers the keys of clusters; see `survey`. */
export async function pinClusters(options: SurveyOptions): Promise<Survey> {
  return (await import('./survey.js')).pinClusters(options);
}

/** A map of clusters and keys to share; see `survey`. */
export async function exportClusters(
  options: SurveyOptions,
): Promise<{ readonly text: string; readonly failures: readonly Failure[] }> {
  return (await import('./survey.js')).exportClusters(options);
}

/** Decodes every token in a text: whose, which cluster, until when, what to do. Nothing leaves this machine. */
export async function* inspect(
  text: string | Uint8Array,
  options: ScanOptions & Verifiable = {},
): AsyncGenerator<ScanEvent> {
  const verb = await import('./inspect.js');
  yield* verified((listening) => verb.inspect(text, { ...options, ...listening }), options.verify);
}

/**
 * The same bytes with every service-account token replaced, in every encoding that can be written anew. Chunks may be cut
 * anywhere. As part of a pipeline of Node: `pipeline(input, (chunks) => redact(chunks), output)`.
 */
export async function* redact(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: RedactOptions = {},
): AsyncGenerator<Uint8Array> {
  const verb = await import('./redact.js');
  const { redactedChunks } = await import('./redaction/redacted-chunks.js');
  yield* redactedChunks(chunks, async (inlet, outlet) => verb.redact(inlet, outlet, options));
}

/** Standard input to standard output, tokens replaced. Throws `UsageError` when a stream cannot be read or written. */
export async function redactStandardStreams(options: RedactOptions = {}): Promise<RedactCounts> {
  const verb = await import('./redact.js');
  const { openStdinInlet } = await import('./sources/stdin-inlet.js');
  const { openByteOutput } = await import('./output/byte-output.js');
  return await verb.redact(openStdinInlet(), openByteOutput(), options);
}

/** A file, tokens replaced where it lies; see `redact-file`. */
export async function redactFile(path: string, options: RedactFileOptions = {}): Promise<RedactedFile> {
  return await (await import('./redact-file.js')).redactFile(path, options);
}

/** Answers messages on standard input as rsyslog's mmexternal wants it; see `redaction/answer-messages`. */
export async function answerMessages(options: RedactOptions = {}): Promise<RedactCounts> {
  const verb = await import('./redact-messages.js');
  const { openStdinInlet } = await import('./sources/stdin-inlet.js');
  const { openByteOutput } = await import('./output/byte-output.js');
  return await verb.redactMessages(openStdinInlet(), openByteOutput(), options);
}

/** See `config/load-config`: the user's configuration, from the named file or the user's own folder. */
export async function loadConfig(
  named: string | undefined,
  environment: Environment,
  vocabulary: Vocabulary,
): Promise<Config> {
  const room = await import('./config/load-config.js');
  return room.loadConfig(named, environment, vocabulary);
}

/** See `config/pins-path`. */
export async function pinsPath(environment: Environment): Promise<string | undefined> {
  return (await import('./config/pins-path.js')).pinsPath(environment);
}

/** Opens a file (by its path) or a stream that stays its owner's for masked text; see `output/output`. */
export async function openOutput(target: string | TextStream, options: OutputOptions = {}): Promise<Output> {
  if (typeof target === 'string') return (await import('./output/output-file.js')).openOutputFile(target, options);
  return (await import('./output/output-stream.js')).openOutputStream(target, 'standard output', options);
}

/** See `reporters/create-reporter`. Formats with a list of rules tell what the built-in detectors mean. */
export async function createReporter(format: Format, options: Partial<ReporterOptions> = {}): Promise<Reporter> {
  const { detectors } = await import('../detectors/index.js');
  return makeReporter(format, { detectors, ...options });
}

/** Serves numbers that `read` gives at each request; see `metrics/metrics-server`. */
export async function serveMetrics(address: string, read: () => readonly Metric[]): Promise<MetricsServer> {
  return (await import('./metrics/metrics-server.js')).MetricsServer.listen(address, read);
}

/** Reads an earlier report as a baseline; see `load-baseline`. */
export async function loadBaseline(path: string): Promise<Baseline> {
  return await (await import('./load-baseline.js')).loadBaseline(path);
}

/** Reads ignore entries of flags, files and the configuration; see `load-ignores`. */
export async function loadIgnores(sources: IgnoreSources): Promise<Ignores> {
  return await (await import('./load-ignores.js')).loadIgnores(sources);
}

/** Runs a module of the user's own as a detector; see `load-detector`. */
export async function loadDetector(path: string): Promise<Detector> {
  return await (await import('./load-detector.js')).loadDetector(path);
}

/** What stands under a path; see `sources/walk`. */
export async function kindOfPath(path: string): Promise<'folder' | 'file' | 'nothing'> {
  const kind = (await import('./sources/walk.js')).kindOfPath(path);
  return typeof kind === 'string' ? kind : 'nothing';
}

/** What stands behind standard input; see `sources/stdin-kind`. */
export async function stdinKind(): Promise<'input' | 'none'> {
  return (await import('./sources/stdin-kind.js')).stdinKind();
}
