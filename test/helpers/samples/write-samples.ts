/**
 * Writes `samples/` anew: `node build/test/helpers/samples/write-samples.js`. Everything but keys and signatures is
 * the same each time; the keys are made for the run and forgotten.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../root.js';
import { formSamples } from './forms.js';
import { leakSamples, manifestSamples } from './leaks.js';
import { logSamples } from './logs.js';
import { safeSamples } from './safes.js';

const samples = [...leakSamples(), ...safeSamples(), ...logSamples(), ...manifestSamples(), ...formSamples()];
for (const [path, content] of samples) {
  const file = join(root, 'samples', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
