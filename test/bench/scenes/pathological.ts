/** 100 MB made to be slow, each beside a plain log of the same size: time must grow with bytes, not with malice. */
import { cached, writePieces } from '../corpus/cache.js';
import { makeLog } from '../corpus/log.js';
import { pathologicalText } from '../corpus/pathological-text.js';
import { kubeleaksDir } from '../contenders.js';
import type { Scene, Stage } from '../scene.js';

function* fill(text: string, bytes: number): Generator<Uint8Array> {
  const unit = Buffer.from(text, 'latin1');
  const piece = Buffer.alloc(Math.ceil((4 << 20) / unit.length) * unit.length, unit);
  for (let written = 0; written < bytes; written += piece.length) yield piece.subarray(0, bytes - written);
}

async function prepareFile(stage: Stage, title: string, bytes: number): Promise<string> {
  const name = `${title.replaceAll(/\W+/g, '-')}-${bytes}.txt`;
  const filler = pathologicalText[title];
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
    for (const title of [plain, ...Object.keys(pathologicalText)]) {
      const path = await prepareFile(stage, title, bytes);
      contenders.push({ ...kubeleaksDir(stage, path), name: `kubeleaks: ${title}` });
    }
    const goals = [{ comparedTo: `kubeleaks: ${plain}`, ratio: 10 }];
    return [{ title: 'one pattern a file', bytes, contenders, goals, memoryLimit: 200e6 }];
  },
};
