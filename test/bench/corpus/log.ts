/** Logs of any size: blocks of varied lines, with JWTs in them. */
import { foreignToken, leakedToken } from './tokens.js';
import { logLine } from './log-line.js';
import { Random } from './random.js';

/** What stands in a log. */
export interface LogRecipe {
  readonly bytes: number;
  readonly seed: number;
  /** Service-account tokens in the whole log, all different, spread evenly. */
  readonly leaks: number;
  /** About one JWT of someone else per this many bytes; each copy has a signature of its own. */
  readonly bytesPerForeignToken: number;
}

const blockBytes = 64 << 20;
/** Blocks of lines that are really different; longer logs take them in turn, each time begun at another line. */
const distinctBlocks = 4;

interface Block {
  readonly bytes: Buffer;
  /** Where signatures of foreign tokens end. */
  readonly signatureEnds: readonly number[];
}

/** The log in pieces of up to 64 MB; a piece is overwritten once the next one is asked for. */
export function* makeLog(recipe: LogRecipe): Generator<Uint8Array> {
  const random = new Random(recipe.seed);
  const blocks: Block[] = [];
  let written = 0;
  let leaked = 0;
  for (let count = 0; written < recipe.bytes; count += 1) {
    const size = Math.min(blockBytes, recipe.bytes);
    if (blocks.length < Math.min(distinctBlocks, Math.ceil(recipe.bytes / size)))
      blocks.push(makeBlock(random, size, recipe));
    const block = blocks[count % blocks.length];
    if (block === undefined) return;
    freshen(block, random);
    const wanted = Math.min(block.bytes.length, recipe.bytes - written);
    const due = Math.round((recipe.leaks * (written + wanted)) / recipe.bytes) - leaked;
    leaked += due;
    const pieces = withLeaks(block.bytes, wanted, random, due);
    for (const piece of pieces) yield piece;
    written += wanted;
  }
}

function makeBlock(random: Random, size: number, recipe: LogRecipe): Block {
  const bytes = Buffer.alloc(size, '\n');
  const signatureEnds: number[] = [];
  let at = 0;
  let nextToken = random.below(recipe.bytesPerForeignToken);
  for (let count = 0; ; count += 1) {
    const hasToken = at >= nextToken;
    const line = hasToken
      ? `{"level":"debug","msg":"request","header":{"authorization":"Bearer ${foreignToken(random)}"}}`
      : logLine(random, count);
    const length = Buffer.byteLength(line);
    if (at + length + 1 > size) return { bytes, signatureEnds };
    bytes.write(line, at);
    at += length + 1;
    if (!hasToken) continue;
    signatureEnds.push(at - '"}}\n'.length);
    nextToken = at + Math.floor(recipe.bytesPerForeignToken / 2) + random.below(recipe.bytesPerForeignToken);
  }
}

/** Gives every foreign token of a block another signature: a log repeats its lines, but hardly its tokens. */
function freshen({ bytes, signatureEnds }: Block, random: Random): void {
  for (const end of signatureEnds) bytes.write(random.base64url(24), end - 24);
}

/** The first `wanted` bytes with `leaks` lines written over others, at line starts. The pieces are the same bytes. */
function withLeaks(block: Buffer, wanted: number, random: Random, leaks: number): readonly Uint8Array[] {
  const copy = leaks === 0 ? block : Buffer.from(block);
  for (let count = 0; count < leaks; count += 1) {
    const line = `W1123 12:00:00.000000 1 request.go:1] curl -H "Authorization: Bearer ${leakedToken(random)}" https://10.0.0.1:6443/api\n`;
    const share = Math.floor(wanted / leaks);
    const start = copy.indexOf(0x0a, count * share + random.below(Math.max(1, share - 8192))) + 1;
    if (start + line.length > wanted) throw new RangeError('a log too small for its leaks');
    copy.write(line, start);
  }
  return [copy.subarray(0, wanted)];
}
