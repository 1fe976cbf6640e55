/** What `--no-authors` leaves of an event. */
import type { ScanEvent } from '../index.js';

/** The event without name and address of whoever made a commit. */
export function withoutAuthor(event: ScanEvent): ScanEvent {
  return event.type === 'commit' ? { ...event, authorName: null, authorEmail: null } : event;
}
