import { execFileSync, spawnSync } from 'node:child_process';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { openByteOutput } from '../../src/output/byte-output.js';
import { tempFolder } from '../helpers/temp-folder.js';

const hasPipes = spawnSync('mkfifo', ['--version']).status === 0 && process.platform === 'linux';

/** Both ends of a pipe. */
async function openPipe(t: ExecutionContext) {
  const path = join(await tempFolder(t), 'pipe');
  execFileSync('mkfifo', [path]);
  const [reader, writer] = await Promise.all([open(path, 'r'), open(path, 'w')]);
  t.teardown(async () => await Promise.all([reader.close().catch(() => {}), writer.close()]));
  return { reader, writer };
}

/** Bytes that tell where they stood. */
function pieceOf(length: number, salt: number): Buffer {
  return Buffer.alloc(length, Buffer.from(`${salt} and so on; `));
}

test('a pipe gets the bytes that were written, in their order, whatever pieces they came in', async (t) => {
  if (!hasPipes) return t.pass('there are no named pipes here');
  const { reader, writer } = await openPipe(t);
  const someLengths = fc.array(fc.oneof(fc.nat(100), fc.nat(20_000), fc.nat(300_000), fc.constant(700_000)), {
    maxLength: 6,
  });
  const step = fc.record({ lengths: someLengths, isFinished: fc.boolean(), isAwaited: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
      const output = openByteOutput(writer.fd);
      const sent: Buffer[] = [];
      const write = async (): Promise<void> => {
        for (const { lengths, isFinished, isAwaited } of steps) {
          const pieces = lengths.map((length, index) => pieceOf(length, sent.length + index));
          sent.push(...pieces.map((piece) => Buffer.from(piece)));
          await output.write(pieces);
          // What was taken may change.
          for (const piece of pieces) piece.fill(0);
          if (isFinished) await output.finish();
          if (isAwaited) await new Promise(setImmediate);
        }
        await output.finish();
      };
      const wanted = steps.flatMap(({ lengths }) => lengths).reduce((sum, length) => sum + length, 0);
      const got = Buffer.alloc(wanted);
      const read = async (): Promise<void> => {
        for (let filled = 0; filled < wanted; )
          filled += (await reader.read(got, filled, wanted - filled, null)).bytesRead;
      };
      await Promise.all([write(), read()]);
      return got.equals(Buffer.concat(sent));
    }),
    { numRuns: 40 },
  );
  return t.pass();
});

test('a reader that left while bytes were written for it is noticed, and is no error', async (t) => {
  if (!hasPipes) return t.pass('there are no named pipes here');
  const { reader, writer } = await openPipe(t);
  const output = openByteOutput(writer.fd);
  await output.write([pieceOf(500_000, 1)]);
  const finished = output.finish();
  await reader.close();
  await finished;
  t.true(output.isClosed);
  await output.write([pieceOf(10, 1)]);
  return t.is(output.finish(), undefined);
});

test('a full disk is told', async (t) => {
  if (process.platform !== 'linux') return t.pass('there is no /dev/full here');
  const full = await open('/dev/full', 'w');
  t.teardown(async () => await full.close());
  const output = openByteOutput(full.fd);
  const error = await t.throwsAsync(async () => await output.write([pieceOf(10, 1)]));
  return t.regex(error?.message ?? '', /standard output/);
});
