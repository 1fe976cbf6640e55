import { appendFileSync, existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { scan, type ScanEvent, UsageError } from '../src/index.js';
import { mintShape } from './helpers/mint.js';
import { tempFolder } from './helpers/temp-folder.js';

const token = (seed: string): string => mintShape({ kind: 'legacy', seed });

interface FollowSettings {
  readonly statePath?: string;
  readonly allow?: readonly string[];
}

/** Events of a scan that follows, taken one by one; whatever is waited for must come, or the test times out. */
class Watcher {
  readonly events: ScanEvent[] = [];
  readonly #stop = new AbortController();
  readonly #source: AsyncGenerator<ScanEvent>;

  constructor(t: ExecutionContext, paths: readonly string[], { statePath, allow = [] }: FollowSettings = {}) {
    this.#source = scan([{ kind: 'follow', paths, statePath }], { signal: this.#stop.signal, allow });
    t.teardown(() => this.#stop.abort());
  }

  /** Where tokens were seen, as `file:line:column`. */
  get places(): readonly string[] {
    return this.events.flatMap((event) => {
      if (event.type !== 'sighting' || event.sighting.origin.kind !== 'file') return [];
      const { origin, line, column } = event.sighting;
      return [`${origin.path.text.slice(origin.path.text.lastIndexOf('/') + 1)}:${line}:${column}`];
    });
  }

  async until(isThere: (event: ScanEvent) => boolean): Promise<void> {
    for (;;) {
      const next = await this.#source.next();
      if (next.done === true) return;
      this.events.push(next.value);
      if (isThere(next.value)) return;
    }
  }

  /** Waits until as many bytes were searched as were written. */
  async caughtUp(bytes: number): Promise<void> {
    await this.until((event) => event.type === 'progress' && event.bytes === bytes);
  }

  async sighted(): Promise<void> {
    await this.until(({ type }) => type === 'sighting');
  }

  /** Says stop, and gives the summary. */
  async stop(): Promise<Extract<ScanEvent, { type: 'summary' }>['summary'] | undefined> {
    this.#stop.abort();
    await this.until(() => false);
    const last = this.events.at(-1);
    return last?.type === 'summary' ? last.summary : undefined;
  }
}

test('a token is told when its line is written, once, and being stopped is a complete end', async (t) => {
  const folder = await tempFolder(t);
  const path = join(folder, 'app.log');
  writeFileSync(path, 'first line\n');
  const watcher = new Watcher(t, [folder]);
  await watcher.caughtUp(11);
  appendFileSync(path, `second ${token('a')}\n`);
  await watcher.sighted();
  appendFileSync(path, `third ${token('b')}\n`);
  await watcher.sighted();
  const summary = await watcher.stop();
  t.deepEqual(watcher.places, ['app.log:2:8', 'app.log:3:7']);
  t.true(summary?.complete);
  t.is(summary?.findings, 2);
});

test('a token without a line end behind it is told when its writer rests', async (t) => {
  const folder = await tempFolder(t);
  const watcher = new Watcher(t, [folder]);
  writeFileSync(join(folder, 'app.log'), `token=${token('a')}`);
  await watcher.sighted();
  await watcher.stop();
  t.deepEqual(watcher.places, ['app.log:1:7']);
});

test('a renamed file is read on, its successor from its start, and nothing twice', async (t) => {
  const folder = await tempFolder(t);
  const path = join(folder, 'app.log');
  writeFileSync(path, `${token('a')}\n`);
  const watcher = new Watcher(t, [path]);
  await watcher.sighted();
  renameSync(path, `${path}.1`);
  appendFileSync(`${path}.1`, `late ${token('b')}\n`);
  writeFileSync(path, `new ${token('c')}\n`);
  await watcher.sighted();
  await watcher.sighted();
  await watcher.stop();
  t.deepEqual([...watcher.places].sort(), ['app.log:1:1', 'app.log:1:5', 'app.log:2:6']);
});

test('an emptied file is read from its start, even when it has grown beyond where it was', async (t) => {
  const path = join(await tempFolder(t), 'app.log');
  writeFileSync(path, `${token('a')}\n`);
  const watcher = new Watcher(t, [path]);
  await watcher.sighted();
  writeFileSync(path, `longer ${token('b')}\n`);
  await watcher.sighted();
  writeFileSync(path, 'short\n');
  await watcher.until(({ type }) => type === 'progress');
  appendFileSync(path, `${token('c')}\n`);
  await watcher.sighted();
  await watcher.stop();
  t.deepEqual(watcher.places, ['app.log:1:1', 'app.log:1:8', 'app.log:2:1']);
});

test('a deleted file is read to its end and let go; one of its name starts anew', async (t) => {
  const folder = await tempFolder(t);
  const path = join(folder, 'app.log');
  writeFileSync(path, `${token('a')}\n`);
  const watcher = new Watcher(t, [folder]);
  await watcher.sighted();
  rmSync(path);
  writeFileSync(path, `x ${token('a')}\n`);
  await watcher.sighted();
  await watcher.stop();
  t.deepEqual(watcher.places, ['app.log:1:1', 'app.log:1:3']);
});

test('what is not there yet is followed once it is', async (t) => {
  const folder = await tempFolder(t);
  const watcher = new Watcher(t, [join(folder, 'later')]);
  await watcher.until(({ type }) => type === 'skipped');
  mkdirSync(join(folder, 'later'));
  writeFileSync(join(folder, 'later', 'app.log'), `${token('a')}\n`);
  await watcher.sighted();
  t.is((await watcher.stop())?.failures, 0);
});

test('a link that leads outside is followed where that is allowed, and told where it is not', async (t) => {
  const folder = await tempFolder(t);
  for (const name of ['pods', 'containers']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'pods', 'app.log'), `${token('a')}\n`);
  symlinkSync(join(folder, 'pods', 'app.log'), join(folder, 'containers', 'link.log'));
  const refused = new Watcher(t, [join(folder, 'containers')]);
  await refused.until((event) => event.type === 'skipped' && event.skipped.code === 'outside-target');
  t.is((await refused.stop())?.sightings, 0);
  const allowed = new Watcher(t, [join(folder, 'containers')], { allow: [join(folder, 'pods')] });
  await allowed.sighted();
  appendFileSync(join(folder, 'pods', 'app.log'), `${token('b')}\n`);
  await allowed.sighted();
  await allowed.stop();
  t.deepEqual(allowed.places, ['app.log:1:1', 'app.log:2:1']);
});

test('an archive is not followed, and told as skipped', async (t) => {
  const folder = await tempFolder(t);
  writeFileSync(join(folder, 'app.log.gz'), gzipSync(`${token('a')}\n`));
  const watcher = new Watcher(t, [folder]);
  await watcher.until((event) => event.type === 'skipped' && event.skipped.code === 'archive-not-followed');
  t.is((await watcher.stop())?.sightings, 0);
});

test('a run that goes on from a state neither repeats nor skips', async (t) => {
  const folder = await tempFolder(t);
  const path = join(folder, 'app.log');
  const statePath = join(folder, 'state');
  const text = `${token('a')}\nstarts here ${token('b').slice(0, 500)}`;
  writeFileSync(path, text);
  const first = new Watcher(t, [path], { statePath });
  await first.caughtUp(text.length);
  await first.stop();
  t.deepEqual(first.places, ['app.log:1:1']);
  appendFileSync(path, `${token('b').slice(500)}\n${token('c')}\n`);
  const second = new Watcher(t, [path], { statePath });
  await second.sighted();
  await second.sighted();
  await second.stop();
  t.deepEqual(second.places, ['app.log:2:13', 'app.log:3:1']);
  const third = new Watcher(t, [path], { statePath });
  t.is((await third.stop())?.sightings, 0);
});

test('a state does not hide a file that was written anew', async (t) => {
  const folder = await tempFolder(t);
  const path = join(folder, 'app.log');
  const statePath = join(folder, 'state');
  writeFileSync(path, `${token('a')}\n`);
  const first = new Watcher(t, [path], { statePath });
  await first.sighted();
  await first.stop();
  writeFileSync(path, `other ${token('b')} and more\n`);
  const second = new Watcher(t, [path], { statePath });
  await second.sighted();
  await second.stop();
  t.deepEqual(second.places, ['app.log:1:7']);
});

for (const [what, content] of [
  ['another program', '{"some":"json"}'],
  ['a later version', '{"schema":"kubeleaks/follow/2","files":[]}'],
  ['a state that was cut', '{"schema":"kubeleaks/follow/1","fil'],
] as const) {
  test(`a state file of ${what} is refused, and left as it is`, async (t) => {
    const folder = await tempFolder(t);
    const statePath = join(folder, 'state');
    writeFileSync(statePath, content);
    const watcher = new Watcher(t, [folder], { statePath });
    const error = await t.throwsAsync(
      watcher.until(() => false),
      { instanceOf: UsageError },
    );
    t.is(error?.code, 'state-foreign');
    t.true(existsSync(statePath));
  });
}

test('a file that is written in any pieces gives what a scan of the whole gives', async (t) => {
  const lines = fc.array(
    fc.oneof(
      fc.string({ maxLength: 30 }).map((text) => text.replaceAll('eyJ', '')),
      fc.constantFrom('a', 'b', 'c').map((seed) => `token=${token(seed)},`),
      fc.constantFrom('d', 'e').map((seed) => `data: ${Buffer.from(`t: ${token(seed)}\n`).toString('base64')}`),
    ),
    { minLength: 1, maxLength: 6 },
  );
  const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 });
  const folder = await tempFolder(t);
  let run = 0;
  await fc.assert(
    fc.asyncProperty(lines, cuts, async (content, parts) => {
      const bytes = Buffer.from(`${content.join('\n')}\n`);
      const path = join(folder, `${(run += 1)}.log`);
      writeFileSync(path, '');
      const watcher = new Watcher(t, [path]);
      let written = 0;
      for (const part of [...parts.sort((a, b) => a - b), 1]) {
        const to = Math.round(part * bytes.length);
        if (to === written) continue;
        appendFileSync(path, bytes.subarray(written, to));
        written = to;
        await watcher.caughtUp(written);
      }
      await watcher.stop();
      const whole: string[] = [];
      for await (const event of scan([{ kind: 'files', path }])) {
        if (event.type === 'sighting') whole.push(`${event.sighting.line}:${event.sighting.column}`);
      }
      t.deepEqual(
        watcher.places.map((place) => place.slice(place.indexOf(':') + 1)),
        whole,
      );
    }),
    { numRuns: 25 },
  );
});
