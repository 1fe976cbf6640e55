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
    yield* list('findings', findings, reportedMembers);
    yield `  "commits": ${text(Object.fromEntries([...commits].map(([id, commit]) => [id, commitMembers(commit)])))},\n`;
    yield* list('transmissions', transmissions, (transmission) => transmission);
    yield* list('failures', failures, placeMembers);
    yield* list('skipped', skipped, placeMembers);
    yield `  "summary": ${text(summary)}\n}\n`;
  });
}

/** A list of the document, one element a piece. */
function* list<Element>(
  key: string,
  elements: readonly Element[],
  membersOf: (element: Element) => object,
): Iterable<string> {
  yield `  "${key}": [`;
  for (const [index, element] of elements.entries()) {
    yield `${index === 0 ? '' : ','}\n    ${text(membersOf(element), '    ')}`;
  }
  yield elements.length === 0 ? '],\n' : '\n  ],\n';
}

/** JSON as it stands deeper in the document. No string holds a line break, so the lines can be indented. */
function text(value: object, indentation = '  '): string {
  return jsonText(value, 2).replaceAll('\n', `\n${indentation}`);
}

function reportedMembers({ finding, sightings, sightingsTotal }: ReportedFinding): object {
  return { ...findingMembers(finding), sightingsTotal, sightings: sightings.map(sightingMembers) };
}

function commitMembers({ authorName, authorEmail, date, subject }: CommitEvent): object {
  return { authorName, authorEmail, date, subject };
}

function placeMembers({ origin, code, message }: Failure): object {
  return { origin: origin === null ? null : originMembers(origin), code, message };
}
