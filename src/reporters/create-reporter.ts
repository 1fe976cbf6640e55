/** The list of formats, and the one way to a reporter. Each is loaded when it is asked for. */
import type { Reporter, ReporterOptions } from './reporter.js';

/** The names that `-f` and `--also` take. */
export const formats = ['human', 'json', 'jsonl'] as const;

/** One of `formats`. */
export type Format = (typeof formats)[number];

type Make = (options: ReporterOptions) => Reporter;

const table: Readonly<Record<Format, () => Promise<Make>>> = {
  human: async () => (await import('./human.js')).createHumanReporter,
  json: async () => (await import('./json.js')).createJsonReporter,
  jsonl: async () => (await import('./jsonl.js')).createJsonlReporter,
};

const defaults: ReporterOptions = { color: false, width: 80, maxSightings: null, live: false, detail: false };

/** Makes the reporter of `format`. Options not given: no colour, 80 columns, buffered, short cards. */
export async function createReporter(format: Format, options: Partial<ReporterOptions> = {}): Promise<Reporter> {
  const make = await table[format]();
  return make({ ...defaults, ...options });
}
