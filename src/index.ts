/** Front door of the library: thin, and whatever is heavy is imported when a verb needs it. */
export type { ScanEvent } from './model/event.js';
