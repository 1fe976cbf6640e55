import { randomBytes } from 'node:crypto';
import { constants, deflateSync, inflateRawSync, inflateSync } from 'node:zlib';
import test from 'ava';
import fc from 'fast-check';
import { PackMemory, packStatus, slackBytes } from '../../../../src/sources/git/pack/pack-memory.js';

const memory = new PackMemory({ inputBytes: 1 << 20, textBytes: 1 << 20, ropeBytes: 1 << 12 });

/** Inflates, and fails when anything beyond the slack was written. */
function inflate(stream: Uint8Array, size: number): { status: number; bytes: Buffer } {
  const { bytes, input, texts } = memory;
  bytes.set(stream, input);
  const end = input + stream.length;
  bytes.fill(0xa5, texts, texts + size + 4096);
  const guard = Buffer.from(bytes.subarray(texts - 64, texts));
  const status = memory.inflate(input, end, texts, size);
  const after = Buffer.from(bytes.subarray(texts + size + slackBytes, texts + size + 4096));
  if (!after.every((byte) => byte === 0xa5)) throw new Error('wrote beyond the slack');
  if (!guard.equals(bytes.subarray(texts - 64, texts))) throw new Error('wrote before the target');
  return { status, bytes: Buffer.from(bytes.subarray(texts, texts + size)) };
}

/** What zlib makes of a stream of which `size` bytes are expected. */
function judge(stream: Uint8Array, size: number): Buffer | 'refused' {
  try {
    const bytes = inflateSync(stream);
    return bytes.length === size ? bytes : 'refused';
  } catch {
    return 'refused';
  }
}

/** What zlib makes of raw DEFLATE data, and the checksum that a zlib stream of it would end in. */
function judgeRaw(raw: Uint8Array): { isTaken: boolean; bytes: Buffer; used: number; checksum: Buffer } {
  try {
    const { buffer, engine } = inflateRawSync(raw, { info: true, maxOutputLength: 1 << 19 }) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    return { isTaken: true, bytes: buffer, used: engine.bytesWritten, checksum: deflateSync(buffer).subarray(-4) };
  } catch {
    return { isTaken: false, bytes: Buffer.alloc(0), used: raw.length, checksum: Buffer.from([0, 0, 0, 1]) };
  }
}

/** Text of few letters, with repeats near and far: whatever a compressor has a case for. */
const texts = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc
    .array(fc.constantFrom('a', 'b', 'kube', 'token ', '\0\0\0\0\0\0\0\0', 'eyJhbGciOiJSUzI1NiIs'), { maxLength: 400 })
    .map((words) => new Uint8Array(Buffer.from(words.join('')))),
  fc.tuple(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 70_000 })).map(([period, length]) => {
    const unit = randomBytes(period);
    return new Uint8Array(Buffer.alloc(length, unit));
  }),
  fc.integer({ min: 1, max: 150_000 }).map((length) => new Uint8Array(randomBytes(length).map((byte) => byte & 63))),
);
const settings = fc.record({
  level: fc.integer({ min: 0, max: 9 }),
  strategy: fc.constantFrom(
    constants.Z_DEFAULT_STRATEGY,
    constants.Z_FIXED,
    constants.Z_HUFFMAN_ONLY,
    constants.Z_RLE,
    constants.Z_FILTERED,
  ),
  windowBits: fc.integer({ min: 9, max: 15 }),
  memLevel: fc.integer({ min: 1, max: 9 }),
});

test('what zlib deflated, at any setting, comes back', (t) => {
  fc.assert(
    fc.property(texts, settings, (text, options) => {
      const stream = deflateSync(text, options);
      const { status, bytes } = inflate(stream, text.length);
      return status === packStatus.ok && bytes.equals(text) && memory.consumed === stream.length;
    }),
    { numRuns: 100 },
  );
  t.pass();
});

test('bytes after the stream are not its bytes', (t) => {
  const stream = deflateSync('a tale');
  t.is(inflate(Buffer.concat([stream, Buffer.from('more')]), 6).status, packStatus.ok);
  t.is(memory.consumed, stream.length);
});

test('a stream that ends early is not taken, wherever it ends', (t) => {
  const text = Buffer.from('one two three four five six seven '.repeat(30) + randomBytes(200).toString('hex'));
  for (const strategy of [constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED]) {
    const stream = deflateSync(text, { strategy });
    for (let length = 0; length < stream.length; length += 1) {
      // What follows in memory must not pass for the rest of the stream.
      memory.bytes.fill(0, memory.input, memory.input + stream.length + 64);
      t.not(inflate(stream.subarray(0, length), text.length).status, packStatus.ok, `${length} of ${stream.length}`);
    }
  }
});

test('a wrong size is told, whether too small or too large', (t) => {
  const text = Buffer.alloc(70_000, 'abcdefghij');
  for (const level of [0, 1, 6]) {
    const stream = deflateSync(text, { level });
    for (const size of [0, 1, 69_999, 70_001, 100_000])
      t.is(inflate(stream, size).status, packStatus.wrongSize, `${level} ${size}`);
  }
});

test('a bomb stops at the announced size', (t) => {
  t.is(inflate(deflateSync(Buffer.alloc(200_000_000)), 1000).status, packStatus.wrongSize);
});

test('a wrong checksum is told', (t) => {
  const stream = deflateSync('a tale');
  stream[stream.length - 1] = (stream.at(-1) as number) ^ 1;
  t.is(inflate(stream, 6).status, packStatus.wrongChecksum);
});

test('damaged streams are taken exactly when zlib takes them, and then give the same', (t) => {
  const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(texts, settings, damage, (text, options, flips) => {
      const stream = deflateSync(text, options);
      for (const [at, mask] of flips) stream[at % stream.length] = (stream[at % stream.length] as number) ^ mask;
      const expected = judge(stream, text.length);
      const { status, bytes } = inflate(stream, text.length);
      if (expected === 'refused') return status !== packStatus.ok;
      return status === packStatus.ok && bytes.equals(expected);
    }),
    { numRuns: 200 },
  );
  t.pass();
});

test('damaged data with a right checksum is taken exactly when zlib takes it, and then gives the same', (t) => {
  const damage = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 7 })), { minLength: 1, maxLength: 3 });
  let taken = 0;
  fc.assert(
    fc.property(texts, settings, damage, (text, options, flips) => {
      const raw = deflateSync(text.subarray(0, 2000), options).subarray(2, -4);
      for (const [at, bit] of flips) raw[at % raw.length] = (raw[at % raw.length] as number) ^ (1 << bit);
      const expected = judgeRaw(raw);
      const stream = Buffer.concat([Buffer.from([0x78, 0x9c]), raw.subarray(0, expected.used), expected.checksum]);
      const { status, bytes } = inflate(stream, expected.bytes.length);
      if (!expected.isTaken) return status !== packStatus.ok;
      taken += 1;
      return status === packStatus.ok && bytes.equals(expected.bytes);
    }),
    { numRuns: 300 },
  );
  t.true(taken > 50, `${taken} were taken`);
});
