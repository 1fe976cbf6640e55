/** What was typed, and what the configuration says, in one: flags win. */
import {
  type Config,
  detectors,
  type Detector,
  formats,
  loadBaseline,
  loadConfig,
  loadDetector,
  loadIgnores,
  type ScanOptions,
  UsageError,
  type VerifyOptions,
} from '../index.js';
import type { ExitRules } from './exit-code.js';
import { misfit, type ValuesOf } from './flag.js';
import type { scanFlags } from './flags/scan.js';
import { verificationFlags } from './flags/verification.js';
import type { ReportRequest } from './reports.js';
import type { Shell } from './shell.js';

/** The flags of a scan, read. */
export type ScanValues = ValuesOf<typeof scanFlags>;

/** All that a scan needs to know from its user. */
export interface Settings {
  /** The first one is what `--format` and `--output` ask for. */
  readonly requests: readonly ReportRequest[];
  readonly scan: ScanOptions;
  /** Absent: nobody is asked. */
  readonly verify: VerifyOptions | undefined;
  readonly rules: ExitRules;
}

/**
 * Throws `UsageError` for what does not go together, and for files that cannot be used. Of the configuration an
 * inspection takes the format alone: nobody who looks at one token wants it filtered, or written away.
 */
export async function settle(
  values: ScanValues,
  shell: Shell,
  isInspection: boolean,
  isStream: boolean,
): Promise<Settings> {
  const extraDetectors = await loadDetectors(values.detector ?? []);
  const whole = await loadConfig(values.config, shell, {
    formats,
    detectors: [...detectors, ...extraDetectors].map(({ id }) => id),
  });
  const config: Config = isInspection ? { format: whole.format } : whole;
  const requests = requestsOf(values, config);
  refuseReveal(values.reveal ?? false, requests);
  const minSeverity = values.minSeverity ?? config.minSeverity;
  const failOn = values.failOn ?? config.failOn;
  return {
    requests,
    verify: await verification(values, whole, shell, isStream),
    scan: {
      ...(await judgement(values, config)),
      ...given('only', values.only ?? config.only),
      ...given('jobs', values.jobs ?? config.jobs),
      ...given('minSeverity', minSeverity),
      ...given('maxFindings', values.maxFindings),
      ...given('gitignore', values.gitignore),
      ...given('attribution', values.attribution),
      ...given('inlineAllow', values.inlineAllow),
      ...given('searchPath', shell.env['PATH']),
      gitVariables: shell.env,
      environment: shell.env,
      isInteractive: shell.isInputTerminal && shell.stderr.isTTY,
      archiveLimits: {
        ...given('depth', values.archiveDepth),
        ...given('entries', values.archiveEntries),
        ...given('ratio', values.archiveRatio),
        ...given('totalBytes', values.archiveBytes),
      },
      extraDetectors,
      allow: [...(config.allow ?? []), ...(values.allow ?? [])],
      labels: { ...config.labels, ...Object.fromEntries(values.label ?? []) },
      reveal: values.reveal ?? false,
      shownOptions: shownOptions(values, config),
    },
    rules: { failOn, minSeverity, strict: values.strict },
  };
}

/** Loaded only when one of its flags was typed. */
async function verification(
  values: ScanValues,
  config: Config,
  shell: Shell,
  isStream: boolean,
): Promise<VerifyOptions | undefined> {
  if (!Object.keys(verificationFlags).some((key) => key in values)) return undefined;
  return (await import('./verification.js')).verificationOf(values, config, shell, isStream);
}

/** One after the other, so that the first that is wrong is told, always the same one. */
async function loadDetectors(paths: readonly string[]): Promise<readonly Detector[]> {
  const loaded: Detector[] = [];
  for (const path of paths) loaded.push(await loadDetector(path));
  return loaded;
}

/** What does not count, because somebody said so. */
async function judgement(values: ScanValues, config: Config): Promise<Pick<ScanOptions, 'baseline' | 'ignores'>> {
  const path = values.baseline ?? config.baseline;
  const fingerprints = values.ignore ?? [];
  const files = values.ignoreFile ?? [];
  const settings = config.ignores ?? [];
  return {
    ...(path !== undefined && { baseline: await loadBaseline(path) }),
    ...(fingerprints.length + files.length + settings.length > 0 && {
      ignores: await loadIgnores({ fingerprints, files, settings }),
    }),
  };
}

function requestsOf(values: ScanValues, config: Config): readonly ReportRequest[] {
  const format = formats.find((name) => name === (values.format ?? config.format)) ?? 'human';
  const requests: ReportRequest[] = [{ format, file: fileOf(values.output ?? config.output) }];
  for (const [name, path] of values.also ?? []) {
    const file = fileOf(path);
    const known = formats.find((candidate) => candidate === name);
    if (known === undefined) throw misfit('--also', `one of ${formats.join(', ')} is needed before the =`, name);
    if (requests.some((request) => request.file === file)) {
      throw new UsageError('flag-conflict', `two reports cannot go to the same place: ${path}`);
    }
    requests.push({ format: known, file });
  }
  return requests;
}

/** `-` is standard output, as everywhere. */
function fileOf(path: string | undefined): string | undefined {
  return path === '-' ? undefined : path;
}

/** Only these have a place for a whole token, and a reader that does not scroll by. */
const revealing: ReadonlySet<string> = new Set(['json', 'jsonl']);

function refuseReveal(isRevealed: boolean, requests: readonly ReportRequest[]): void {
  const other = requests.find(({ format }) => !revealing.has(format));
  if (!isRevealed || other === undefined) return;
  throw new UsageError(
    'flag-conflict',
    `--reveal goes with json and jsonl only, not with ${other.format}; say -f json`,
  );
}

/** A member only when there is a value: absent and undefined are two things in the options of a scan. */
function given<const Key extends string, Value>(key: Key, value: Value | undefined): { readonly [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]: Value });
}

/** What a report tells about how it was made: no paths and nothing secret. */
function shownOptions(values: ScanValues, config: Config): ScanOptions['shownOptions'] & object {
  return {
    only: values.only ?? config.only ?? null,
    minSeverity: values.minSeverity ?? config.minSeverity ?? null,
    failOn: values.failOn ?? config.failOn ?? 'any',
    strict: values.strict ?? false,
    inlineAllow: values.inlineAllow ?? true,
    gitignore: values.gitignore ?? false,
    attribution: values.attribution ?? true,
    reveal: values.reveal ?? false,
    authors: values.authors ?? true,
    verify: values.verify ?? null,
    hasBaseline: (values.baseline ?? config.baseline) !== undefined,
  };
}
