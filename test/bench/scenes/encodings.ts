/** 500 MB of manifests and dumps in which base64, hex and escapes are dense: anchors of every encoding hit and lead nowhere. */
import { cached, writePieces } from '../corpus/cache.js';
import { Random } from '../corpus/random.js';
import { foreignToken, leakedToken } from '../corpus/tokens.js';
import { kubeleaksDir, reading, ripgrep } from '../contenders.js';
import type { Scene } from '../scene.js';

type Wrapping = (text: string) => string;

const wrappings: readonly Wrapping[] = [
  (text) => text,
  (text) => Buffer.from(text).toString('base64'),
  (text) => Buffer.from(text).toString('base64url'),
  (text) => JSON.stringify(JSON.stringify({ token: text })),
  (text) => Buffer.from(text).toString('hex'),
  (text) => encodeURIComponent(`token=${text}`),
  (text) => Buffer.from(text).toString('base64').replaceAll(/.{76}/g, '$&\n'),
];

function manifest(random: Random, value: string): string {
  return `---
apiVersion: v1
kind: Secret
metadata:
  name: ${random.hex(8)}
  uid: ${random.uuid()}
data:
  ca.crt: ${Buffer.from(`-----BEGIN CERTIFICATE-----\n${random.base64url(900)}\n`).toString('base64')}
  config: ${Buffer.from(`{"auths":{"registry.acme.example":{"auth":"${random.base64url(40)}"}}}`).toString('base64')}
  value: ${value}
`;
}

function* manifests(bytes: number, leaks: number): Generator<Uint8Array> {
  const random = new Random(6);
  let written = 0;
  let leaked = 0;
  while (written < bytes) {
    const isDue = leaked <= Math.floor((leaks * written) / bytes);
    if (isDue) leaked += 1;
    const token = isDue ? leakedToken(random) : random.below(20) === 0 ? foreignToken(random) : random.hex(64);
    const piece = Buffer.from(manifest(random, random.pick(wrappings)(token)));
    yield piece;
    written += piece.length;
  }
}

/** See the file's head. */
export const encodings: Scene = {
  id: 'encodings',
  title: '500 MB of manifests, dense in base64',
  repeat: 5,
  async prepare(stage) {
    const leaks = 70;
    const bytes = Math.round(500e6 * stage.scale);
    const path = await cached(stage.corpora, `manifests-${bytes}.yaml`, (to) =>
      writePieces(to, manifests(bytes, leaks)),
    );
    return [
      {
        title: 'Secrets as manifests',
        bytes,
        contenders: [kubeleaksDir(stage, path), ...ripgrep(stage, path), ...reading(path)],
        goals: [],
        memoryLimit: 200e6,
        leaks,
      },
    ];
  },
};
