/** `json`: the report document, version 1; its schema is published beside it. */
import type { CommitEvent } from '../model/event.js';
import type { Failure } from '../model/failure.js';
import { jsonText } from './json-text.js';
import { findingMembers } from './report/finding-members.js';
import { bufferedReporter } from './report/buffered-reporter.js';
import type { ReportedFinding } from './report/report.js';
import { originMembers, sightingMembers } from './report/sighting-members.js';
import type { Reporter, ReporterOptions } from './reporter.js';

/** Makes a reporter that writes one JSON document at the end: sorted, and byte for byte the same for the same scan. */
export function createJsonReporter(options: ReporterOptions): Reporter {
  return bufferedReporter(options.maxSightings, function* (report) {
    const { tool, run, findings, commits, transmissions, failures, skipped, summary } = report;
    yield `{\n  "schema": "kubeleaks/report/1",\n`;
    yield `  "tool": ${text({ name: tool.name, version: tool.version })},\n`;
    yield `  "run": ${text({
      id: run.id,
      startedAt: run.startedAt,
      options: run.options,
      detectors: run.detectors,
      labels: run.labels,
    })},\n`;
    yield* list('findings', findings, findingText);
    yield `  "commits": ${text(Object.fromEntries([...commits].map(([id, commit]) => [id, commitMembers(commit)])))},\n`;
    yield* list('transmissions', transmissions, text);
    yield* list('failures', failures, (failure) => text(placeMembers(failure)));
    yield* list('skipped', skipped, (place) => text(placeMembers(place)));
    yield `  "summary": ${text(summary)}\n}\n`;
  });
}

/** A list of the document, one element a piece. */
function* list<Element>(key: string, elements: readonly Element[], write: (element: Element) => string): Iterable<string> {
  yield `  "${key}": [`;
  for (const [index, element] of elements.entries()) {
    yield `${index === 0 ? '' : ','}\n    ${write(element).replaceAll('\n', '\n  ')}`;
  }
  yield elements.length === 0 ? '],\n' : '\n  ],\n';
}

/** JSON as it stands one level deep in the document. A string holds no line break, so the lines can be indented. */
function text(value: unknown): string {
  return jsonText(value, 2).replaceAll('\n', '\n  ');
}

function findingText({ finding, sightings, sightingsTotal }: ReportedFinding): string {
  return text({ ...findingMembers(finding), sightingsTotal, sightings: sightings.map(sightingMembers) });
}

function commitMembers({ authorName, authorEmail, date, subject }: CommitEvent): object {
  return { authorName, authorEmail, date, subject };
}

function placeMembers({ origin, code, message }: Failure): object {
  return { origin: origin === null ? null : originMembers(origin), code, message };
}
