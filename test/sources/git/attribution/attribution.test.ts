import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { AttributionEvent, HistoryEvent } from '../../../../src/model/event.js';
import type { Fingerprint } from '../../../../src/model/finding.js';
import type { PathText } from '../../../../src/model/path-text.js';
import {
  attributeObjects,
  type AttributionTold,
  type TokenHolder,
} from '../../../../src/sources/git/attribution/attribution.js';
import { openRepository } from '../../../../src/sources/git/repository/repository.js';
import { AttributionOracle } from '../../../helpers/git/attribution-oracle.js';
import { GitRepository } from '../../../helpers/git/git-repository.js';
import { drawFrom, type HistorySize, writeRandomHistory } from '../../../helpers/git/random-history.js';
import { tempFolder } from '../../../helpers/temp-folder.js';

/** Attributes blobs that hold these tokens. */
async function attributed(
  path: string,
  tokens: Readonly<Record<string, readonly string[]>>,
  type: TokenHolder['type'] = 'blob',
): Promise<{
  objects: Map<string, AttributionEvent>;
  histories: Map<string, HistoryEvent['history']>;
  all: AttributionTold[];
}> {
  const holders = new Map<string, TokenHolder>();
  for (const [token, blobs] of Object.entries(tokens)) {
    for (const blob of blobs) {
      const holder = holders.get(blob) ?? { type, fingerprints: new Set() };
      holder.fingerprints.add(token as Fingerprint);
      holders.set(blob, holder);
    }
  }
  const all: AttributionTold[] = [];
  for await (const told of attributeObjects(openRepository(path, []), holders, () => undefined)) all.push(told);
  const objects = new Map(all.flatMap((told) => (told.type === 'attribution' ? [[told.object, told] as const] : [])));
  const histories = new Map(
    all.flatMap((told) => (told.type === 'history' ? [[told.fingerprint as string, told.history] as const] : [])),
  );
  return { objects, histories, all };
}

function latin1({ text, bytes }: PathText): string {
  return Buffer.from(bytes ?? text, bytes === undefined ? 'utf8' : 'base64').toString('latin1');
}

/** Compares all that is told of every blob, and of tokens in some of them, with what git says. */
async function agree(t: ExecutionContext, repository: GitRepository, how: string): Promise<void> {
  const oracle = new AttributionOracle(repository);
  const draw = drawFrom(how.length);
  const tokens: Record<string, string[]> = {};
  oracle.blobs.forEach((blob, number) => (tokens[`one ${number}`] = [blob]));
  for (let set = 0; set < 10; set += 1) tokens[`some ${set}`] = oracle.blobs.filter(() => draw(4) === 0);
  const { objects, histories } = await attributed(repository.path, tokens);
  for (const [token, blobs] of Object.entries(tokens)) {
    if (blobs.length === 0) continue;
    const expected = oracle.ask(blobs);
    const { introducedBy, removedBy, commits, refs, state, partial } = histories.get(token) as HistoryEvent['history'];
    t.deepEqual([...removedBy].sort(), expected.removing, `${how}: ${token} removed`);
    t.is(commits, expected.commits, `${how}: ${token} commits`);
    t.deepEqual([...refs].sort(), expected.refs, `${how}: ${token} refs`);
    t.true(expected.introducing.includes(introducedBy as string), `${how}: ${token} introduced`);
    t.is(state, expected.refs.length > 0 ? 'present' : 'removed', how);
    t.false(partial, how);
    if (blobs.length > 1) continue;
    const object = objects.get(blobs[0] as string) as AttributionEvent;
    t.deepEqual([...object.commits].sort(), expected.introducing, `${how}: ${token} brought in`);
    t.deepEqual(object.paths.map(latin1).sort(), oracle.paths(blobs[0] as string), `${how}: ${token} paths`);
    t.true(object.reachable);
  }
}

const agrees = test.macro(async (t, seed: number, size: HistorySize, args: readonly string[] = []) => {
  const repository = new GitRepository(join(await tempFolder(t), 'r'), args);
  writeRandomHistory(repository, seed, size);
  await agree(t, repository, 'as imported');
  repository.git('repack', '-q', '-adf', '--depth=50', '--window=50');
  await agree(t, repository, 'repacked');
});

test('what is told agrees with git on a short random history', agrees, 1, { commits: 30, contents: 12, filler: 0 });
test('what is told agrees with git on long trees', agrees, 2, { commits: 60, contents: 30, filler: 200 });
test('what is told agrees with git on SHA-256', agrees, 3, { commits: 30, contents: 20, filler: 60 }, [
  '--object-format=sha256',
]);
