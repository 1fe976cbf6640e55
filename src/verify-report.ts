/** An earlier report → its tokens, read again from their places, so that nobody keeps files of clear tokens. */
import { createHash } from 'node:crypto';
import { isAbsolute, relative, resolve } from 'node:path';
import { readUserFile, readUserFileStart } from './config/user-file.js';
import type { ScanEvent, SummaryEvent } from './model/event.js';
import type { HeldFinding } from './model/finding.js';
import { UsageError } from './model/usage-error.js';
import { scan } from './scan.js';
import type { ScanOptions, Target } from './scan-options.js';
import { realPaths } from './sources/walk.js';

/** Where the tokens of a report are to be found. */
export interface ReportPlaces {
  /** The report's own path. */
  readonly report: string;
  /** The folder that its places are in; nothing outside it is opened. */
  readonly source?: string | undefined;
}

/** A report of a hundred thousand findings with a hundred places each is about that long. */
const MOST_BYTES = 512 * 1024 * 1024 - 32;
const SCHEMA = 'kubeleaks/report/1';

/** What is taken from a report: it is data, so its severities, titles, verdicts and commands are not. */
interface Wanted {
  readonly fingerprints: ReadonlySet<string>;
  /** Clear tokens that the report itself holds (`--reveal`). */
  readonly revealed: readonly string[];
  readonly paths: ReadonlySet<string>;
  readonly madeAt: string | null;
}

type Fields = { readonly [key: string]: unknown };

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

/** The file or the repository that an origin, however deep, stands in. */
function pathOf(origin: Fields): string | null {
  switch (origin['kind']) {
    case 'file': {
      const { text, bytes } = fieldsOf(origin['path']);
      // A path that is not UTF-8 cannot be named in JSON text alone; its bytes decide.
      return typeof bytes === 'string' ? null : typeof text === 'string' ? text : null;
    }
    case 'archive-entry':
      return pathOf(fieldsOf(origin['archive']));
    case 'embedded':
      return pathOf(fieldsOf(origin['in']));
    case 'git-object': {
      const { text } = fieldsOf(fieldsOf(origin['repository'])['path']);
      return typeof text === 'string' ? text : null;
    }
    default:
      return null;
  }
}

function fingerprintOf(token: string): string {
  return `sha256:${createHash('sha256').update(token, 'latin1').digest('hex')}`;
}

/** True when the file at `path` starts like a report of ours; what cannot be read is none. */
export async function isReportFile(path: string): Promise<boolean> {
  return (await readUserFileStart(path, 4096)).includes(`"${SCHEMA}"`);
}

function read(text: string, path: string): Wanted {
  let document: Fields;
  try {
    document = fieldsOf(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch {
    document = {};
  }
  if (document['schema'] !== SCHEMA) {
    throw new UsageError('report-unreadable', `${path} is no report of kubeleaks; one made with -f json is needed`);
  }
  const findings = listOf(document['findings']);
  const fingerprints = findings.map(({ fingerprint }) => fingerprint).filter((text_) => typeof text_ === 'string');
  const revealed = findings.map(({ token }) => fieldsOf(token)['raw']).filter((raw) => typeof raw === 'string');
  const origins = findings.flatMap(({ sightings }) => listOf(sightings).map(({ origin }) => pathOf(fieldsOf(origin))));
  const startedAt = fieldsOf(document['run'])['startedAt'];
  return {
    fingerprints: new Set(fingerprints),
    revealed: revealed.filter((raw) => fingerprints.includes(fingerprintOf(raw))),
    paths: new Set(origins.filter((origin) => origin !== null)),
    madeAt: typeof startedAt === 'string' ? startedAt : null,
  };
}

/** The places below the source folder, links followed; one that leads out of it is left out. */
function targetsOf(wanted: Wanted, source: string | undefined): readonly Target[] {
  const texts: Target[] =
    wanted.revealed.length === 0 ? [] : [{ kind: 'text', bytes: Buffer.from(wanted.revealed.join('\n'), 'latin1') }];
  if (source === undefined) return texts;
  const [folder = source] = realPaths([source]);
  const files = realPaths([...wanted.paths].map((path) => resolve(folder, path))).flatMap((path): Target[] => {
    const way = relative(folder, path);
    return way.startsWith('..') || isAbsolute(way) ? [] : [{ kind: 'path', path }];
  });
  return [...texts, ...files];
}

function counted({ summary }: SummaryEvent, findings: number, sightings: number, missing: number): SummaryEvent {
  const failures = summary.failures + missing;
  return {
    type: 'summary',
    summary: { ...summary, findings, sightings, failures, complete: summary.complete && missing === 0 },
  };
}

/**
 * Scans the places of a report again and tells of the tokens that it names, and of no others. Those that are not
 * there any more are told as one failure. Throws `UsageError` when the report cannot be read, or gives no way to its
 * tokens.
 */
export async function* findReported(places: ReportPlaces, options: ScanOptions = {}): AsyncGenerator<ScanEvent> {
  const wanted = read(
    (await readUserFile(places.report, { what: 'the report', mostBytes: MOST_BYTES })) ?? '',
    places.report,
  );
  const targets = targetsOf(wanted, places.source);
  if (targets.length === 0 && wanted.fingerprints.size > 0) {
    const message = `${places.report} holds no clear tokens; --source names the folder in which to read them again`;
    throw new UsageError('no-source', message);
  }
  const found = new Set<string>();
  let sightings = 0;
  const onFinding = (held: HeldFinding): void => {
    if (wanted.fingerprints.has(held.finding.fingerprint)) options.onFinding?.(held);
  };
  const isWanted = (event: ScanEvent): boolean =>
    !('fingerprint' in event) || wanted.fingerprints.has(event.fingerprint);
  for await (const event of scan(targets.length === 0 ? [{ kind: 'text', bytes: new Uint8Array() }] : targets, {
    ...options,
    onFinding,
  })) {
    if (event.type === 'finding') {
      if (!wanted.fingerprints.has(event.finding.fingerprint)) continue;
      found.add(event.finding.fingerprint);
    }
    if (!isWanted(event)) continue;
    if (event.type === 'sighting') sightings += 1;
    if (event.type !== 'summary') {
      yield event;
      continue;
    }
    const missing = wanted.fingerprints.size - found.size;
    if (missing > 0) {
      const message = `${missing === 1 ? '1 token' : `${missing} tokens`} of the report of ${wanted.madeAt ?? 'an unknown day'} did not stand in its places any more`;
      yield { type: 'failure', failure: { origin: null, code: 'token-gone', message } };
    }
    yield counted(event, found.size, sightings, missing > 0 ? 1 : 0);
  }
}
