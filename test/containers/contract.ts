/** What every unit on the shelf of containers promises, as tests that run over each of them. */
import test from 'ava';
import fc from 'fast-check';
import { Budget } from '../../src/containers/budget.js';
import type { Container } from '../../src/containers/container.js';
import { brief, chunksOf, codes, contentOf, inputOf, openAll, spoolToMemory } from './harness.js';

/** A sound container, with what is in it. */
export interface Sample {
  readonly title: string;
  readonly bytes: Uint8Array;
  /** [path or null, content as latin1] of every entry. */
  readonly entries: readonly (readonly [string | null, string])[];
  /** True when the first `length` bytes are a sound container too, so that nothing tells the cut. */
  readonly isSoundAt?: (length: number) => boolean;
}

/** Pieces that are sound each for itself, in a row: a copy cut between two of them is sound too. */
export function joined(pieces: readonly Uint8Array[]): Pick<Sample, 'bytes' | 'isSoundAt'> {
  let length = 0;
  const ends = new Set(pieces.map((piece) => (length += piece.length)));
  return { bytes: Buffer.concat(pieces), isSoundAt: (at) => ends.has(at) };
}

/** Offsets at which a sample is cut short: all of a small one, a spread over a larger one. */
function cutsOf(length: number): number[] {
  const step = Math.max(1, Math.floor(length / 1500));
  return Array.from({ length: Math.ceil((length - 1) / step) }, (_, index) => 1 + index * step);
}

/** Declares the tests. */
export function contract(container: Container, samples: readonly Sample[]): void {
  const { id } = container;
  for (const { title, bytes, entries, isSoundAt } of samples) {
    const whole = entries.map(([, content]) => content).join('');

    test(`${id}, ${title}: it is told by its first bytes and gives what was put in`, async (t) => {
      t.true(container.matches(bytes.subarray(0, container.magicBytes)));
      t.deepEqual(brief(await openAll(container, bytes)), entries);
      t.deepEqual(brief(await openAll(container, bytes, { isFile: true })), entries);
    });

    test(`${id}, ${title}: every cutting of the input gives the same`, async (t) => {
      t.deepEqual(brief(await openAll(container, bytes, { cuts: [1] })), entries);
      await fc.assert(
        fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 9 }), async (cuts) => {
          t.deepEqual(brief(await openAll(container, bytes, { cuts })), entries);
        }),
        { numRuns: 25 },
      );
    });

    test(`${id}, ${title}: a copy that ends early gives a beginning, and says so`, async (t) => {
      for (const length of cutsOf(bytes.length)) {
        const seen = await openAll(container, bytes.subarray(0, length));
        t.true(
          whole.startsWith(contentOf(seen).toString('latin1')) || container.kind === 'archive',
          `cut at ${length}`,
        );
        if (isSoundAt?.(length) !== true) t.true(codes(seen).length > 0, `cut at ${length} is not told`);
      }
    });

    test(`${id}, ${title}: bytes that were changed never make it throw or hang`, async (t) => {
      const change = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255));
      await fc.assert(
        fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), fc.boolean(), async (changes, isFile) => {
          const broken = Uint8Array.from(bytes);
          for (const [at, value] of changes) broken[at] = value;
          const seen = await openAll(container, broken, { isFile, limits: { ratioFloorBytes: 2 ** 22 } });
          t.true(seen.every((item) => !('code' in item) || item.message.endsWith('.')));
        }),
        { numRuns: 150 },
      );
    });

    test(`${id}, ${title}: bytes that were cut out or put in never make it throw or hang`, async (t) => {
      const place = fc.nat(bytes.length - 1);
      await fc.assert(
        fc.asyncProperty(place, fc.nat(40), fc.uint8Array({ maxLength: 40 }), async (at, out, put) => {
          const broken = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + out)]);
          const seen = await openAll(container, broken, { limits: { ratioFloorBytes: 2 ** 22 } });
          t.true(Array.isArray(seen));
        }),
        { numRuns: 100 },
      );
    });

    test(`${id}, ${title}: entries that are not read are passed over`, async (t) => {
      const seen = await openAll(container, bytes, { isUnread: (index) => index % 2 === 0 });
      t.deepEqual(
        brief(seen),
        entries.map(([path, content], index) => [path, index % 2 === 0 ? '' : content]),
      );
    });

    test(`${id}, ${title}: errors of the input pass through untouched`, async (t) => {
      const broken = async function* (): AsyncGenerator<Uint8Array> {
        yield* chunksOf(bytes.subarray(0, bytes.length >> 1), [64]);
        throw new RangeError('the disk is gone');
      };
      const read = async (): Promise<void> => {
        for await (const item of container.open({ chunks: broken(), spool: spoolToMemory }, new Budget())) {
          if (item.kind === 'entry') for await (const _ of item.read());
        }
      };
      await t.throwsAsync(read, { instanceOf: RangeError, message: 'the disk is gone' });
    });

    test(`${id}, ${title}: leaving early ends the input`, async (t) => {
      let isEnded = false;
      const endless = async function* (): AsyncGenerator<Uint8Array> {
        try {
          for await (const chunk of chunksOf(bytes, [16])) yield chunk;
        } finally {
          isEnded = true;
        }
      };
      for await (const item of container.open({ chunks: endless(), spool: spoolToMemory }, new Budget())) {
        t.is(item.kind, 'entry');
        if (item.kind === 'entry') for await (const _ of item.read()) break;
        break;
      }
      t.true(isEnded);
    });

    test(`${id}, ${title}: an entry can be read once, and not after it was passed`, async (t) => {
      for await (const item of container.open(inputOf(bytes), new Budget())) {
        if (item.kind !== 'entry') continue;
        item.read();
        t.throws(() => item.read(), { any: true, name: 'UsageError' });
      }
    });
  }

  test(`${id}: random bytes never make it throw or hang`, async (t) => {
    const magic = samples[0]?.bytes.subarray(0, container.magicBytes) ?? new Uint8Array(0);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), fc.boolean(), async (bytes, hasMagic) => {
        const seen = await openAll(container, hasMagic ? Buffer.concat([magic, bytes]) : bytes);
        t.true(Array.isArray(seen));
      }),
      { numRuns: 150 },
    );
  });

  test(`${id}: text, zeros and nothing are not told as it`, (t) => {
    for (const text of [
      '',
      'eyJhbGciOiJSUzI1NiJ9.',
      '\0'.repeat(1024),
      'PK',
      'BZh',
      'ustar',
      '{"a":1}\n'.repeat(200),
    ]) {
      t.false(container.matches(Buffer.from(text).subarray(0, container.magicBytes)), text);
    }
  });
}
