/** The shelf: every encoding that is searched for. */
import { base64 } from './base64.js';
import { byteList } from './byte-list.js';
import type { Encoding } from './encoding.js';
import { escapes } from './escapes.js';
import { hexDump } from './hex-dump.js';
import { plain } from './plain.js';
import { utf16 } from './utf16.js';

/** Every encoding, `plain` first. */
export const encodings: readonly Encoding[] = [plain, base64, utf16, escapes, hexDump, byteList];
