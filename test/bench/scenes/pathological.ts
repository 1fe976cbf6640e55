/** 100 MB made to be slow, each beside a plain log of the same size: time must grow with bytes, not with malice. */
import { cached, writePieces } from '../corpus/cache.js';
import { makeLog } from '../corpus/log.js';
import { Random } from '../corpus/random.js';
import { kubeleaksDir } from '../contenders.js';
import type { Scene, Stage } from '../scene.js';

type Filler = (random: Random) => string;

/** Each gives some text that is repeated to the full size. */
const fillers: Readonly<Record<string, Filler>> = {
  'only eyJ': () => 'eyJ',
  'only ZXlK': () => 'ZXlK',
  'only base64 letters': (random) => random.base64url(1 << 20).replaceAll(/[-_]/g, 'A'),
  'only base64 letters, in lines of 76': (random) => `${random.base64url(76)}\n`.repeat(1 << 10),
  'only a hex dump': hexDump,
  'only eyJ as a dump without lines': () => '65 79 4a ',
  'only eyJ as hex digits': () => '65794a',
  'only hex digits': (random) => random.hex(1 << 20),
  'only eyJ and dots': () => 'eyJ.',
  'one header, again and again': () => 'eyJhbGciOiJSUzI1NiJ9.',
  'one header, without dots': () => 'eyJhbGciOiJSUzI1NiJ9',
  'header and open payload, again and again': () => 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIi',
  'only backslash u 0 0 6 5': () => '\\u0065',
  'only backslash x 6 5': () => '\\x65\\x79\\x4a',
  'only eyJ as decimal numbers': () => '101 121 74 ',
  'only eyJ as numbers of C': () => '0x65, 0x79, 0x4a, ',
  'only numbers': (random) => Array.from({ length: 1 << 16 }, () => `${random.below(256)} `).join(''),
  'UTF-16 eyJ': () => 'e\0y\0J\0',
};

function hexDump(random: Random): string {
  return Array.from({ length: 1 << 14 }, (_, row) => {
    const bytes = Array.from({ length: 8 }, () => random.hex(4)).join(' ');
    return `${(row * 16).toString(16).padStart(8, '0')}: ${bytes}  ................\n`;
  }).join('');
}

function* fill(filler: Filler, bytes: number): Generator<Uint8Array> {
  const unit = Buffer.from(filler(new Random(4)));
  const piece = Buffer.alloc(Math.ceil((4 << 20) / unit.length) * unit.length, unit);
  for (let written = 0; written < bytes; written += piece.length) yield piece.subarray(0, bytes - written);
}

async function prepareFile(stage: Stage, title: string, bytes: number): Promise<string> {
  const name = `${title.replaceAll(/\W+/g, '-')}-${bytes}.txt`;
  const filler = fillers[title];
  const pieces =
    filler === undefined ? makeLog({ bytes, seed: 5, leaks: 4, bytesPerForeignToken: 4 << 20 }) : fill(filler, bytes);
  return await cached(stage.corpora, name, (to) => writePieces(to, pieces));
}

/** See the file's head. */
export const pathological: Scene = {
  id: 'pathological',
  title: '100 MB made to be slow',
  repeat: 3,
  async prepare(stage) {
    const bytes = Math.round(100e6 * stage.scale);
    const plain = 'a plain log';
    const contenders = [];
    for (const title of [plain, ...Object.keys(fillers)]) {
      const path = await prepareFile(stage, title, bytes);
      contenders.push({ ...kubeleaksDir(stage, path), name: `kubeleaks: ${title}` });
    }
    const goals = [{ comparedTo: `kubeleaks: ${plain}`, ratio: 20 }];
    return [{ title: 'one pattern a file', bytes, contenders, goals, memoryLimit: 200e6 }];
  },
};
