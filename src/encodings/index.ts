/** The shelf: every encoding that is searched for. */
import { base64 } from './base64.js';
import type { Encoding } from './encoding.js';
import { plain } from './plain.js';

export const encodings: readonly Encoding[] = [plain, base64];
