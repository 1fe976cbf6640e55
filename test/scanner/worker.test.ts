import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { CHUNK } from '../../src/scanner/limits.js';
import type { Task, TaskResult } from '../../src/scanner/messages.js';
import { TaskRunner } from '../../src/scanner/worker.js';
import { mintToken } from '../helpers/mint.js';

function folder(t: ExecutionContext): string {
  const path = mkdtempSync(join(tmpdir(), 'kubeleaks-'));
  t.teardown(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** What came of one task; the last message of it, which small ones say all in. */
async function run(task: Task): Promise<TaskResult> {
  const results: TaskResult[] = [];
  await new TaskRunner({}, (result) => results.push(result)).run(1, task);
  return results.at(-1) as TaskResult;
}

const codes = ({ failures }: TaskResult): readonly string[] => failures.map(({ code }) => code);

test('a file that became shorter is searched as far as it goes, and what is gone is a failure', async (t) => {
  const path = join(folder(t), 'a.log');
  const token = mintToken();
  writeFileSync(path, `${token}\n${'x'.repeat(5000)}`);
  const end = readFileSync(path).length;
  truncateSync(path, token.length + 1);
  const result = await run({ kind: 'range', path, range: { start: 0, end } });
  t.deepEqual(
    result.found.map((found) => found.token),
    [token],
  );
  t.deepEqual(codes(result), ['file-changed']);
  t.regex(result.failures[0]?.message ?? '', /^it became shorter while it was read: bytes \d+ to \d+ are gone$/);
});

test('a file that grew since its size was read is searched as far as it was long', async (t) => {
  const path = join(folder(t), 'a.log');
  const token = mintToken();
  writeFileSync(path, `${token}\n`);
  const end = readFileSync(path).length;
  writeFileSync(path, `${'y'.repeat(5000)}\n`, { flag: 'a' });
  const result = await run({ kind: 'range', path, range: { start: 0, end } });
  t.is(result.found.length, 1);
  t.deepEqual(codes(result), []);
});

test('a file that is gone when its turn comes is a failure, and the next one is searched', async (t) => {
  const root = folder(t);
  const paths = [join(root, 'gone'), join(root, 'here')];
  writeFileSync(join(root, 'here'), mintToken());
  const result = await run({ kind: 'files', paths, as: 'walked' });
  t.is(result.found.length, 1);
  t.deepEqual(codes(result), ['not-found']);
});

test('what is searched in line lets others have their turn, and finds the same', async (t) => {
  const path = join(folder(t), 'a.log');
  writeFileSync(path, `${mintToken()}\n${'x'.repeat(3 * CHUNK)}\n${mintToken()}\n`);
  const results: TaskResult[] = [];
  let turns = 0;
  const turn = async (): Promise<void> => {
    turns += 1;
    await Promise.resolve();
  };
  const runner = new TaskRunner({}, (result) => results.push(result), { isDue: () => true, turn });
  await runner.run(1, { kind: 'files', paths: [path], as: 'named' });
  t.true(turns >= 3, `${turns} turns`);
  t.is(results.flatMap(({ found }) => found).length, 2);
});

test('what is searched in line ends in the middle when nobody waits for it any more', async (t) => {
  const path = join(folder(t), 'a.log');
  writeFileSync(path, `${'x'.repeat(3 * CHUNK)}\n${mintToken()}\n`);
  const results: TaskResult[] = [];
  const turn = (): Promise<void> => Promise.reject(new Error('over'));
  const runner = new TaskRunner({}, (result) => results.push(result), { isDue: () => true, turn });
  await t.throwsAsync(runner.run(1, { kind: 'files', paths: [path], as: 'named' }), { message: 'over' });
  t.deepEqual(results, []);
});

test('anchors count as work: text that is slow to look at lets others have their turn sooner', async (t) => {
  const root = folder(t);
  const workOf = async (name: string, text: string): Promise<number> => {
    writeFileSync(join(root, name), text);
    let work = 0;
    const isDue = (done: number): boolean => {
      work += done;
      return false;
    };
    const pace = { isDue, turn: () => Promise.resolve() };
    await new TaskRunner({}, () => {}, pace).run(1, { kind: 'files', paths: [join(root, name)], as: 'named' });
    return work;
  };
  t.true((await workOf('slow', 'eyJ.'.repeat(50_000))) > 10 * (await workOf('quick', 'xxx.'.repeat(50_000))));
});
