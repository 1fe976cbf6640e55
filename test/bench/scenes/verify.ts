/** Asking clusters: what verdicts cost beside the scan that finds the tokens. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { jwkOf } from '../../helpers/api-server/routes.js';
import { clusterKey } from '../../helpers/api-server/server.js';
import { mintToken } from '../../helpers/mint.js';
import { kubeleaksDir } from '../contenders.js';
import { cached } from '../corpus/cache.js';
import type { Contender, Race, Scene, Stage } from '../scene.js';

const CLUSTERS = 20;
const KEY_FILES = 50;
const KEYS_IN_FILE = 2;
const OFFLINE_TOKENS = 10_000;

/** Both results of tokens that were matched to a key, without anybody being asked, count as one. */
function countVerdicts(...results: readonly string[]): (stdout: string) => number {
  const wanted = new RegExp(`^\\{"type":"verdict".*"result":"(?:${results.join('|')})"`);
  return (stdout) => stdout.split('\n').filter((line) => wanted.test(line)).length;
}

/** The servers run beside the bench, which waits without answering while it measures. */
async function reviews(stage: Stage): Promise<Race> {
  const folder = join(stage.corpora, 'clusters');
  mkdirSync(folder, { recursive: true });
  const program = fileURLToPath(new URL('../verify/serve-clusters.js', import.meta.url));
  const child = spawn(process.execPath, [program, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  // It ends when the bench does, which must not wait for it.
  child.stdout.destroy();
  child.unref();
  (child.stdin as Socket).unref();
  const log = join(folder, 'leaks.log');
  const contexts = Array.from({ length: CLUSTERS }, (_, index) => ['--context', `c${index}`]).flat();
  const flags = ['--verify', '--kubeconfig', join(folder, 'kubeconfig'), ...contexts];
  const verifying: Contender = { ...kubeleaksDir(stage, log, flags), found: countVerdicts('live') };
  return {
    title: '10,000 sightings of 500 tokens of 20 clusters that answer in 50 ms',
    bytes: 0,
    contenders: [
      { ...verifying, name: 'kubeleaks --verify' },
      { ...kubeleaksDir(stage, log), name: 'kubeleaks' },
    ],
    goals: [],
    leaks: 500,
  };
}

/** Really signed tokens take a while to make: a line each, of keys in turn. */
async function offline(stage: Stage): Promise<Race> {
  const tokens = Math.round(OFFLINE_TOKENS * stage.scale);
  const folder = await cached(stage.corpora, `offline-${tokens}`, (path) => {
    mkdirSync(path);
    const names = Array.from({ length: KEY_FILES * KEYS_IN_FILE }, (_, index) => `offline-${index}`);
    for (let file = 0; file < KEY_FILES; file += 1) {
      const keys = names
        .slice(file * KEYS_IN_FILE, (file + 1) * KEYS_IN_FILE)
        .map((name) => jwkOf(clusterKey('RS256', 2048, name)));
      writeFileSync(join(path, `jwks-${file}.json`), JSON.stringify({ keys }));
    }
    const lines = Array.from(
      { length: tokens },
      (_, index) =>
        `token=${mintToken({ kind: 'unbound', seed: `o${index}`, key: names[index % names.length] as string })}\n`,
    );
    writeFileSync(join(path, 'leaks.log'), lines.join(''));
    return Promise.resolve();
  });
  const log = join(folder, 'leaks.log');
  const keys = Array.from({ length: KEY_FILES }, (_, file) => ['--keys', join(folder, `jwks-${file}.json`)]).flat();
  return {
    title: `${tokens} tokens matched to 100 keys of 50 clusters, offline`,
    bytes: 0,
    contenders: [
      {
        ...kubeleaksDir(stage, log, ['--verify=offline', ...keys]),
        name: 'kubeleaks --verify=offline',
        found: countVerdicts('genuine-unchecked', 'expired'),
      },
      { ...kubeleaksDir(stage, log), name: 'kubeleaks' },
    ],
    goals: [],
    leaks: tokens,
  };
}

/** See the file's head. */
export const verify: Scene = {
  id: 'verify',
  title: 'verdicts',
  repeat: 5,
  prepare: async (stage) => [await reviews(stage), await offline(stage)],
};
