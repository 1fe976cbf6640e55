/** Lists what has to be searched of a repository's objects, as haystacks that threads can take. */
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import type { Failure } from '../../model/failure.js';
import type { GitHaystack } from '../../model/haystack.js';
import type { PackLayout } from '../../model/pack-layout.js';
import { pathText } from '../path-text.js';
import { GitError } from './git-error.js';
import type { KnownObjects } from './known-objects.js';
import { listLooseObjects } from './loose-object.js';
import { entryKind } from './pack/entry-header.js';
import { brokenNames } from './pack/broken-names.js';
import { leaveKnown } from './pack/leave-known.js';
import { indexPath } from './pack/open-pack.js';
import { PackIndex } from './pack/pack-index.js';
import { layOutPack } from './pack/pack-layout.js';
import { planUnits } from './pack/plan-units.js';
import { listPacks } from './repository/list-packs.js';
import type { Repository } from './repository/repository.js';

/** What a listing brings. */
export type Listed =
  /** About so many bytes follow. */
  | { readonly kind: 'expected'; readonly bytes: number }
  | { readonly kind: 'objects'; readonly haystack: GitHaystack }
  /** Objects whose entries make no sense: to be asked of git. */
  | { readonly kind: 'unreadable'; readonly names: readonly string[] }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Loose objects of one haystack. */
const LOOSE_AT_ONCE = 200;

interface LaidOut {
  readonly layout: PackLayout;
  readonly unreadable: readonly string[];
  readonly circular: readonly string[];
  readonly known: Uint8Array | null;
}

/** Lists a repository once; and again, for what was repacked meanwhile. */
export class ObjectListing {
  readonly #repository: Repository;
  readonly #hashBytes: number;
  readonly #seenPacks = new Set<string>();
  readonly #seenLoose = new Set<string>();
  readonly #told = new Set<string>();
  readonly #known: KnownObjects | undefined;
  /** For each pack, and the loose objects of each folder: the names of what is searched, ascending; only when some are known. */
  readonly names: Uint8Array[] = [];
  /** Packs that were listed and gone when they were opened, by this listing or a searcher. */
  hasLost = false;
  /** It says itself that some objects are left out: a partial clone. */
  isPartial = false;

  /** `known`: objects to leave out. */
  constructor(repository: Repository, known?: KnownObjects) {
    this.#repository = repository;
    this.#known = known;
    this.#hashBytes = repository.hash === 'sha1' ? 20 : 32;
  }

  /** Everything that no earlier call listed. Packs are laid out when their turn comes. */
  *list(): Generator<Listed> {
    this.hasLost = false;
    for (const alternate of this.#repository.closedAlternates) {
      yield* this.#failOnce(
        alternate,
        'outside-target',
        `objects lie outside of what was named; --allow ${alternate} opens them`,
      );
    }
    for (const folder of this.#repository.objectFolders) {
      yield* this.#listPacks(folder);
      yield* this.#listLoose(folder);
    }
  }

  *#listPacks(folder: string): Generator<Listed> {
    const { packs, withoutIndex, outside, isPartial } = listPacks(folder, this.#repository.territory);
    this.isPartial ||= isPartial;
    for (const path of outside)
      yield* this.#failOnce(path, 'outside-target', `it leads outside of what was named; --allow ${path} opens it`);
    for (const path of withoutIndex)
      yield* this.#failOnce(path, 'pack-without-index', 'a pack without index; git index-pack makes one');
    const fresh = packs.filter((path) => !this.#seenPacks.has(path));
    yield { kind: 'expected', bytes: fresh.reduce((sum, path) => sum + sizeOf(path), 0) };
    for (const path of fresh) {
      this.#seenPacks.add(path);
      yield* this.#listPack(path);
    }
  }

  *#listPack(path: string): Generator<Listed> {
    const opened = this.#layOut(path);
    if (opened instanceof GitError) {
      if (opened.code === 'object-missing') this.hasLost = true;
      else yield* this.#failOnce(path, opened.code, opened.message);
      return;
    }
    const { layout, unreadable, circular, known } = opened;
    for (const object of circular) yield { kind: 'failed', failure: this.#circular(object) };
    if (unreadable.length > 0) yield { kind: 'unreadable', names: unreadable };
    const plan = planUnits(layout, (type) => type !== entryKind.tree);
    const { units, apart } = known === null ? plan : leaveKnown(plan, layout, known);
    const { name: repository } = this.#repository;
    for (const { base, entries } of units) {
      yield { kind: 'objects', haystack: { kind: 'pack', repository, path, layout, base, entries, apart, known } };
    }
  }

  #layOut(path: string): LaidOut | GitError {
    let pack: number | undefined;
    try {
      pack = openSync(path, 'r');
      const index = new PackIndex(readFileSync(indexPath(path)), this.#hashBytes);
      const layout = layOutPack(pack, fstatSync(pack).size, index);
      const broken = brokenNames(layout, index);
      if (this.#known === undefined) return { layout, ...broken, known: null };
      this.names.push(searchedNames(layout, index));
      const known = this.#known;
      return {
        layout,
        unreadable: broken.unreadable.filter((name) => !known.has(name)),
        circular: broken.circular.filter((name) => !known.has(name)),
        known: known.entriesIn(layout, index),
      };
    } catch (error) {
      if (error instanceof GitError) return error;
      const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      return isGone
        ? new GitError('object-missing', 'It is gone.')
        : new GitError('pack-corrupt', 'It cannot be read.');
    } finally {
      if (pack !== undefined) closeSync(pack);
    }
  }

  #circular(object: string): Failure {
    const { name: repository } = this.#repository;
    const origin = {
      kind: 'git-object',
      repository,
      object,
      type: 'blob',
      paths: [],
      commits: [],
      reachable: null,
    } as const;
    return { origin, code: 'object-corrupt', message: 'this object is a delta that is made from itself' };
  }

  *#listLoose(folder: string): Generator<Listed> {
    let files = listLooseObjects(folder, this.#hashBytes).filter((file) => !this.#seenLoose.has(`${folder}/${file}`));
    for (const file of files) this.#seenLoose.add(`${folder}/${file}`);
    if (this.#known !== undefined) {
      const known = this.#known;
      this.names.push(Buffer.from(files.join('').replaceAll('/', ''), 'hex'));
      files = files.filter((file) => !known.has(file.replace('/', '')));
    }
    const { name: repository } = this.#repository;
    for (let start = 0; start < files.length; start += LOOSE_AT_ONCE) {
      yield {
        kind: 'objects',
        haystack: { kind: 'loose', repository, folder, files: files.slice(start, start + LOOSE_AT_ONCE) },
      };
    }
  }

  *#failOnce(path: string, code: string, message: string): Generator<Listed> {
    if (this.#told.has(path)) return;
    this.#told.add(path);
    yield { kind: 'failed', failure: { origin: { kind: 'file', path: pathText(path) }, code, message } };
  }
}

/** Names of everything in a pack that is no tree, ascending. */
function searchedNames(layout: PackLayout, index: PackIndex): Uint8Array {
  const isTree = new Uint8Array(layout.count);
  for (let entry = 0; entry < layout.count; entry += 1) {
    if (layout.types[entry] === entryKind.tree) isTree[layout.positions[entry] as number] = 1;
  }
  const names = new Uint8Array(layout.count * layout.hashBytes);
  let end = 0;
  for (let position = 0; position < layout.count; position += 1) {
    if (isTree[position] === 1) continue;
    index.copyName(position, names, end);
    end += layout.hashBytes;
  }
  return names.subarray(0, end);
}

function sizeOf(path: string): number {
  try {
    const file = openSync(path, 'r');
    try {
      return fstatSync(file).size;
    } finally {
      closeSync(file);
    }
  } catch {
    return 0;
  }
}
