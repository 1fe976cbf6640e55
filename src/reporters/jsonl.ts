/** `jsonl`: the events themselves, one a line, written as they come. */
import type { ScanEvent } from '../model/event.js';
import { jsonText } from './json-text.js';
import { findingMembers } from './report/finding-members.js';
import { sightingMembers } from './report/sighting-members.js';
import type { Reporter } from './reporter.js';

/** Makes a reporter that writes every event but `progress` as one line of JSON. Nothing is held back. */
export function createJsonlReporter(): Reporter {
  return {
    accept: (event) => (event.type === 'progress' ? '' : `${jsonText(lineOf(event))}\n`),
    finish: () => [],
  };
}

function lineOf(event: ScanEvent): ScanEvent {
  switch (event.type) {
    case 'finding':
      return { type: 'finding', finding: findingMembers(event.finding) };
    case 'sighting':
      return { type: 'sighting', fingerprint: event.fingerprint, sighting: sightingMembers(event.sighting) };
    default:
      return event;
  }
}
