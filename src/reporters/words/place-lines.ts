/** The places of a token, a line each, for formats that have a field of text. */
import type { ReportedFinding } from '../report/report.js';
import { escapeTerminal as safe } from './escape-terminal.js';
import { placeText } from './place-text.js';
import { byReach } from './primary-sighting.js';

/** At most `listed` places, the easiest to reach first, then how many more there are. */
export function placeLines({ sightings, sightingsTotal }: ReportedFinding, listed: number): readonly string[] {
  const lines = byReach(sightings)
    .slice(0, listed)
    .map((sighting) => `Found in: ${safe(placeText(sighting))}`);
  const rest = sightingsTotal - lines.length;
  return rest > 0 ? [...lines, `and in ${rest} more place${rest === 1 ? '' : 's'}`] : lines;
}
