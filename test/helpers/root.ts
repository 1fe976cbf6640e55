/** Where the project stands. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root folder, absolute; the compiled tests lie three folders below it. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
