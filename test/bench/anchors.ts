/**
 * `node build/test/bench/anchors.js`: the table of anchors as src/encodings/anchors.ts tells it: for each encoding how
 * many strings, how long, and how many hits a gigabyte of logs, of code, of hex and of base64 brings. Texts are made
 * from a seed; the code is the text files of node_modules.
 */
import { join } from 'node:path';
import type { Encoding } from '../../src/encodings/encoding.js';
import { encodings } from '../../src/encodings/index.js';
import { createKernel } from '../../src/kernel/create-kernel.js';
import { root } from '../helpers/root.js';
import { clusterLog } from './corpus/cluster-log.js';
import { codeText } from './corpus/code-text.js';
import { base64Text, hexDumpText } from './corpus/encoded-text.js';

const bytes = 64 << 20;
const kernelBytes = 1 << 20;

const texts: Readonly<Record<string, Buffer>> = {
  log: clusterLog(bytes, 2),
  code: codeText(bytes, join(root, 'node_modules')),
  hex: hexDumpText(bytes, 2),
  base64: base64Text(bytes, 2),
};

function textsOf({ anchors }: Encoding): readonly string[] {
  return [...new Set(anchors.map(({ text }) => text))];
}

/** Hits of some strings a gigabyte; one that stands across two pieces is not counted. */
function hitsPerGigabyte(strings: readonly string[], text: Buffer): number {
  const kernel = createKernel(strings, kernelBytes);
  let hits = 0;
  for (let piece = 0; piece < text.length; piece += kernelBytes) {
    text.copy(kernel.input, 0, piece, piece + kernelBytes);
    for (let at = 0; at < kernelBytes; at = kernel.resumeAt) hits += kernel.find(at, kernelBytes, kernelBytes);
  }
  return Math.round((hits * 1e9) / text.length);
}

function row(name: string, strings: readonly string[]): string {
  const lengths = strings.map((text) => text.length);
  const hits = Object.values(texts).map((text) => String(hitsPerGigabyte(strings, text)).padStart(8));
  const range = `${Math.min(...lengths)} to ${Math.max(...lengths)}`;
  return `| ${name.padEnd(9)} | ${String(strings.length).padStart(7)} | ${range.padEnd(7)} | ${hits.join(' | ')} |`;
}

console.log(
  `| encoding  | strings | bytes   | ${Object.keys(texts)
    .map((name) => name.padStart(8))
    .join(' | ')} |`,
);
console.log('| --- | ---: | --- | ---: | ---: | ---: | ---: |');
for (const encoding of encodings) console.log(row(encoding.id, textsOf(encoding)));
console.log(row('all', [...new Set(encodings.flatMap(textsOf))]));
