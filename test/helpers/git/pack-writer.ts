/** Writes packs by hand, so that tests can make ones that git would never make. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

export type HashName = 'sha1' | 'sha256';
export type ObjectType = 'commit' | 'tree' | 'blob' | 'tag';

/** Copies a range of the base, or inserts bytes: at most 127, as the format has it. */
export type DeltaInstruction =
  | { readonly copy: readonly [from: number, length: number] }
  | { readonly insert: Uint8Array };

/** An object that is stored whole. */
export interface WholeRecipe {
  readonly type: ObjectType;
  readonly bytes: Uint8Array;
  readonly level?: number;
}

/** A delta of another entry, named by its number. */
export interface DeltaRecipe {
  readonly base: number;
  readonly delta: readonly DeltaInstruction[];
  /** Names the base by its id instead of its distance; needed when it lies later. */
  readonly isByName?: boolean;
}

export type EntryRecipe = WholeRecipe | DeltaRecipe;

/** One object of a pack that was written. */
export interface WrittenObject {
  readonly name: string;
  readonly type: ObjectType;
  readonly bytes: Buffer;
  readonly offset: number;
  readonly crc: number;
}

const typeNumbers = { commit: 1, tree: 2, blob: 3, tag: 4 } as const;

/** The id of an object. */
export function objectName(type: ObjectType, bytes: Uint8Array, hash: HashName = 'sha1'): string {
  return createHash(hash).update(`${type} ${bytes.length}\0`).update(bytes).digest('hex');
}

/** What a delta makes of its base; the plainest way to say it. */
export function applyInstructions(base: Uint8Array, delta: readonly DeltaInstruction[]): Buffer {
  return Buffer.concat(
    delta.map((step) => ('insert' in step ? step.insert : base.subarray(step.copy[0], step.copy[0] + step.copy[1]))),
  );
}

/** A size in a delta's head. */
export function encodeSize(size: number): Buffer {
  const bytes: number[] = [];
  let left = size;
  for (; left > 127; left = Math.floor(left / 128)) bytes.push((left % 128) | 128);
  return Buffer.from([...bytes, left]);
}

function encodeInstruction(step: DeltaInstruction): Buffer {
  if ('insert' in step) return Buffer.concat([Buffer.from([step.insert.length]), step.insert]);
  const [from, length] = step.copy;
  let command = 128;
  const operands: number[] = [];
  for (let byte = 0; byte < 4; byte += 1) {
    const value = Math.floor(from / 256 ** byte) % 256;
    if (value !== 0) operands.push(value);
    if (value !== 0) command |= 1 << byte;
  }
  const size = length === 0x10000 ? 0 : length;
  for (let byte = 0; byte < 3; byte += 1) {
    const value = (size >> (8 * byte)) & 255;
    if (value !== 0) operands.push(value);
    if (value !== 0) command |= 16 << byte;
  }
  return Buffer.from([command, ...operands]);
}

/** A delta as packs store it, before it is deflated. */
export function encodeDelta(baseSize: number, resultSize: number, delta: readonly DeltaInstruction[]): Buffer {
  return Buffer.concat([encodeSize(baseSize), encodeSize(resultSize), ...delta.map(encodeInstruction)]);
}

/** The head of an entry, without what names a base. */
export function encodeHead(kind: number, size: number): Buffer {
  const bytes = [(kind << 4) | (size & 15)];
  for (let left = Math.floor(size / 16); left > 0; left = Math.floor(left / 128)) {
    bytes[bytes.length - 1] = (bytes.at(-1) as number) | 128;
    bytes.push(left % 128);
  }
  return Buffer.from(bytes);
}

function encodeDistance(distance: number): Buffer {
  const bytes = [distance % 128];
  for (let left = Math.floor(distance / 128); left > 0; left = Math.floor(left / 128)) {
    left -= 1;
    bytes.unshift((left % 128) | 128);
  }
  return Buffer.from(bytes);
}

/** What the recipes mean: types, bytes and names, in their order. Bases may stand anywhere, without circles. */
export function resolveRecipes(
  recipes: readonly EntryRecipe[],
  hash: HashName = 'sha1',
): Array<{ readonly type: ObjectType; readonly bytes: Buffer; readonly name: string }> {
  const done: Array<{ readonly type: ObjectType; readonly bytes: Buffer; readonly name: string } | undefined> = [];
  const resolve = (number: number): { readonly type: ObjectType; readonly bytes: Buffer; readonly name: string } => {
    const known = done[number];
    if (known !== undefined) return known;
    const recipe = recipes[number] as EntryRecipe;
    const base = 'base' in recipe ? resolve(recipe.base) : undefined;
    const type = 'type' in recipe ? recipe.type : (base?.type ?? 'blob');
    const bytes =
      'type' in recipe ? Buffer.from(recipe.bytes) : applyInstructions(base?.bytes ?? Buffer.alloc(0), recipe.delta);
    return (done[number] = { type, bytes, name: objectName(type, bytes, hash) });
  };
  return recipes.map((_, number) => resolve(number));
}

/** A pack, and the objects in it in the order of the recipes. */
export interface WrittenPack {
  readonly bytes: Buffer;
  readonly objects: readonly WrittenObject[];
  readonly hash: HashName;
}

/** Makes a pack of the recipes, in their order. */
export function makePack(recipes: readonly EntryRecipe[], hash: HashName = 'sha1'): WrittenPack {
  const resolved = resolveRecipes(recipes, hash);
  const head = Buffer.alloc(12);
  head.write('PACK', 'latin1');
  head.writeUInt32BE(2, 4);
  head.writeUInt32BE(recipes.length, 8);
  const parts: Buffer[] = [head];
  const objects: WrittenObject[] = [];
  let offset = head.length;
  for (const [number, recipe] of recipes.entries()) {
    const { type, bytes, name } = resolved[number] as { type: ObjectType; bytes: Buffer; name: string };
    const entry =
      'type' in recipe
        ? Buffer.concat([
            encodeHead(typeNumbers[type], bytes.length),
            deflateSync(bytes, { level: recipe.level ?? -1 }),
          ])
        : encodeDeltaEntry(
            recipe,
            resolved[recipe.base] as { bytes: Buffer; name: string },
            bytes.length,
            offset - (objects[recipe.base]?.offset ?? offset),
          );
    objects.push({ name, type, bytes, offset, crc: crc32(entry) });
    parts.push(entry);
    offset += entry.length;
  }
  const body = Buffer.concat(parts);
  return { bytes: Buffer.concat([body, createHash(hash).update(body).digest()]), objects, hash };
}

function encodeDeltaEntry(
  recipe: DeltaRecipe,
  base: { readonly bytes: Buffer; readonly name: string },
  size: number,
  distance: number,
): Buffer {
  const delta = encodeDelta(base.bytes.length, size, recipe.delta);
  const isByName = recipe.isByName === true || distance === 0;
  const reference = isByName ? Buffer.from(base.name, 'hex') : encodeDistance(distance);
  return Buffer.concat([encodeHead(isByName ? 7 : 6, delta.length), reference, deflateSync(delta)]);
}

/** An index of a pack. Offsets from `largeFrom` on go to the table of 64-bit ones (version 2). */
export function makeIndex(pack: WrittenPack, version: 1 | 2 = 2, largeFrom = 2 ** 31): Buffer {
  const sorted = [...pack.objects].sort((a, b) => (a.name < b.name ? -1 : 1));
  const word = (value: number): Buffer => Buffer.from([value >>> 24, value >>> 16, value >>> 8, value]);
  const names = sorted.map(({ name }) => Buffer.from(name, 'hex'));
  const fanout = Array.from({ length: 256 }, (_, byte) =>
    word(names.filter((name) => (name[0] as number) <= byte).length),
  );
  const large = sorted.filter(({ offset }) => offset >= largeFrom);
  const offsets = sorted.map((object) =>
    word(object.offset < largeFrom ? object.offset : 0x80000000 + large.indexOf(object)),
  );
  const largeWords = large.map(({ offset }) => Buffer.concat([word(Math.floor(offset / 2 ** 32)), word(offset)]));
  const body =
    version === 1
      ? [...fanout, ...sorted.flatMap(({ offset }, at) => [word(offset), names[at] as Buffer])]
      : [
          Buffer.from('ff744f6300000002', 'hex'),
          ...fanout,
          ...names,
          ...sorted.map(({ crc }) => word(crc)),
          ...offsets,
          ...largeWords,
        ];
  const trailer = pack.bytes.subarray(pack.bytes.length - (pack.hash === 'sha1' ? 20 : 32));
  const content = Buffer.concat([...body, trailer]);
  return Buffer.concat([content, createHash(pack.hash).update(content).digest()]);
}

/** Writes pack and index into a folder. Answers the path of the pack. */
export function writePack(folder: string, pack: WrittenPack, index: Uint8Array = makeIndex(pack)): string {
  const path = join(folder, `pack-${createHash('sha1').update(pack.bytes).digest('hex')}`);
  writeFileSync(`${path}.pack`, pack.bytes);
  writeFileSync(`${path}.idx`, index);
  return `${path}.pack`;
}
