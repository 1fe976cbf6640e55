/**
 * `node build/test/bench/tune-windows.js [SECONDS [SEED]]`: from the windows that are there, looks for better ones of
 * all anchors, so that logs and code pass the kernel's filter as rarely as may be, and writes
 * src/encodings/anchor-windows.ts. Run it when the anchors have changed; the longer it runs, the better.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { anchorWindows } from '../../src/encodings/anchor-windows.js';
import { encodings } from '../../src/encodings/index.js';
import { root } from '../helpers/root.js';
import { clusterLog } from './corpus/cluster-log.js';
import { codeText } from './corpus/code-text.js';
import { base64Text, hexDumpText } from './corpus/encoded-text.js';
import { makeLog } from './corpus/log.js';
import { PlanSearch } from './tune/plan.js';
import { Sample } from './tune/sample.js';

const seconds = Number(process.argv[2] ?? 300);
const bytes = 32 << 20;

/** Copies, because the maker of logs writes each piece over the last one. */
function otherLog(): Buffer {
  return Buffer.concat(
    [...makeLog({ bytes, seed: 11, leaks: 0, bytesPerForeignToken: 4 << 20 })].map((piece) => Buffer.from(piece)),
  );
}

const sample = new Sample(
  [
    { text: clusterLog(bytes), places: 24_000 },
    { text: otherLog(), places: 14_000 },
    { text: codeText(bytes, join(root, 'node_modules')), places: 24_000 },
    { text: base64Text(1 << 20), places: 1_000 },
    { text: hexDumpText(1 << 20), places: 2_536 },
  ],
  1,
);
const anchors = [...new Set(encodings.flatMap((encoding) => encoding.anchors.map(({ text }) => text)))];
const search = new PlanSearch(anchors, sample, Number(process.argv[3] ?? 1), anchorWindows);
const start = Date.now();
for (let passed = 0, told = 0; passed < seconds; passed = (Date.now() - start) / 1000) {
  search.step(1 - passed / seconds);
  if (passed < told) continue;
  told = passed + 10;
  console.error(`${passed.toFixed(0)} s: ${(100 * search.share).toFixed(3)} % of places pass`);
}

/** A string literal of latin1 text. */
function literal(text: string): string {
  const shown = [...text].map((byte) => {
    if (byte === '\\' || byte === "'") return `\\${byte}`;
    return /[ -~]/.test(byte) ? byte : `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return `'${shown.join('')}'`;
}

const file = `/**
 * The rarest three bytes of each anchor, one string a bucket of the kernel's filter: hints for \`CreateKernel\`.
 * Made by test/bench/tune-windows.ts; ${(100 * search.share).toFixed(2)} % of the places in its sample pass.
 */
export const anchorWindows: readonly string[] = [
${search.hints.map((hint) => `  ${literal(hint)},`).join('\n')}
];
`;
writeFileSync(join(root, 'src', 'encodings', 'anchor-windows.ts'), file);
