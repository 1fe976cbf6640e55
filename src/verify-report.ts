/** An earlier report → its tokens, read again from their places, so that nobody keeps files of clear tokens. */
import { createHash } from 'node:crypto';
import { isAbsolute, relative, resolve } from 'node:path';
import { readUserFileStart, userFilePieces } from './config/user-file.js';
import type { ScanEvent, SummaryEvent } from './model/event.js';
import type { HeldFinding } from './model/finding.js';
import { UsageError } from './model/usage-error.js';
import { detached } from './report/detached.js';
import type { ReportPart } from './report/part.js';
import { readParts } from './report/read-parts.js';
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

/** How a document and how events of ours begin. */
const BEGINNINGS = [/"kubeleaks\/report\/\d+"/, /^\s*\{"type":"start","tool":\{"name":"kubeleaks"/];

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
  const start = await readUserFileStart(path, 4096);
  return BEGINNINGS.some((beginning) => beginning.test(start));
}

async function read(path: string): Promise<Wanted> {
  const what = 'the report';
  const fingerprints = new Set<string>();
  const raws = new Set<string>();
  const paths = new Set<string>();
  let madeAt: string | null = null;
  const take = (part: ReportPart): void => {
    if (part.kind === 'finding') {
      const { fingerprint, token } = part.value;
      const { raw } = fieldsOf(token);
      if (typeof fingerprint === 'string') fingerprints.add(detached(fingerprint));
      if (typeof raw === 'string') raws.add(detached(raw));
    } else if (part.kind === 'sighting') {
      const place = pathOf(fieldsOf(fieldsOf(part.value)['origin']));
      if (place !== null && !paths.has(place)) paths.add(detached(place));
    } else if (part.kind === 'run') {
      const { startedAt } = fieldsOf(part.value);
      madeAt = typeof startedAt === 'string' ? startedAt : null;
    }
  };
  for await (const parts of readParts({ name: `${what} ${path}`, pieces: () => userFilePieces(path, what) }))
    for (const part of parts) take(part);
  const revealed = [...raws].filter((raw) => fingerprints.has(fingerprintOf(raw)));
  return { fingerprints, revealed, paths, madeAt };
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
  const wanted = await read(places.report);
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
