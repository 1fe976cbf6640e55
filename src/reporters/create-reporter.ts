/** The list of formats, and the one way to a reporter. Each is loaded when it is asked for. */
import type { Reporter, ReporterOptions } from './reporter.js';

/** The names that `-f` and `--also` take. */
export const formats = ['human', 'json', 'jsonl', 'sarif', 'csv', 'junit', 'gitlab', 'github', 'html'] as const;

/** One of `formats`. */
export type Format = (typeof formats)[number];

type Make = (options: ReporterOptions) => Reporter;

const table: Readonly<Record<Format, () => Promise<Make>>> = {
  human: async () => (await import('./human.js')).createHumanReporter,
  json: async () => (await import('./json.js')).createJsonReporter,
  jsonl: async () => (await import('./jsonl.js')).createJsonlReporter,
  sarif: async () => (await import('./sarif.js')).createSarifReporter,
  csv: async () => (await import('./csv.js')).createCsvReporter,
  junit: async () => (await import('./junit.js')).createJunitReporter,
  gitlab: async () => (await import('./gitlab.js')).createGitlabReporter,
  github: async () => (await import('./github.js')).createGithubReporter,
  html: async () => (await import('./html.js')).createHtmlReporter,
};

const defaults: ReporterOptions = {
  color: false,
  width: 80,
  maxSightings: null,
  live: false,
  detail: false,
  detectors: [],
};

/** Makes the reporter of `format`. Options not given: no colour, 80 columns, buffered, short cards. */
export async function createReporter(format: Format, options: Partial<ReporterOptions> = {}): Promise<Reporter> {
  const make = await table[format]();
  return make({ ...defaults, ...options });
}
