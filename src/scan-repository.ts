/** One repository of a scan: its objects and what lies beside them, and where what was found in them came from. */
import type { ScanEvent, SightingEvent } from './model/event.js';
import type { Fingerprint } from './model/finding.js';
import type { GitHaystack, PackHaystack } from './model/haystack.js';
import type { HistoryFilter } from './model/history-filter.js';
import { gitObjectOf } from './model/origin.js';
import type { PackLayout } from './model/pack-layout.js';
import { describeSearch } from './describe-search.js';
import type { Detector } from './model/detector.js';
import { RepositoryMemory } from './repository-memory.js';
import type { ScanOptions } from './scan-options.js';
import type { Unread, Work } from './scanner/hand-out.js';
import type { AttributionTools, Filtered, TokenHolder } from './sources/git/attribution/attribution.js';
import { filesBeside, findSubmodules } from './sources/git/files-beside.js';
import { findGit } from './sources/git/find-git.js';
import { GitError } from './sources/git/git-error.js';
import type { KnownObjects } from './sources/git/known-objects.js';
import { ObjectListing } from './sources/git/object-listing.js';
import { makePrivateGit, type PrivateGit } from './sources/git/private-git.js';
import { openRepository, type Repository } from './sources/git/repository/repository.js';
import { pathText } from './sources/path-text.js';

/** What it gets from the scan it belongs to. */
export interface RepositoryTools {
  /** Paths outside the target that its parts may lie in. */
  readonly allow: readonly string[];
  readonly searchPath: string | undefined;
  /** Ends the scan, and removes at once what was made for it. */
  readonly signal?: AbortSignal | undefined;
  /** Of a clone, which was made for the scan: what reports call it. What lies beside its objects is our own. */
  readonly shown?: string | undefined;
  /** Starts another thread that reads packs; undefined where there is to be none. */
  readonly startReader?: AttributionTools['startReader'];
  /** Searches work, and hands back what could not be read. */
  search(work: Iterator<Work>, unread: (unread: Unread) => void): AsyncGenerator<ScanEvent>;
  /** Where it is remembered what was searched, and what decides how that is done; absent: everything is searched. */
  readonly state?: { readonly path: string; readonly detectors: readonly Detector[]; readonly options: ScanOptions };
}

/** How often a repository is listed again that is repacked while it is read. */
const MOST_LISTINGS = 5;

/** Objects asked of git at once. */
const NAMES_AT_ONCE = 1000;

/** Entries of packs whose layout is kept for attribution: some 20 bytes each. Beyond, packs are laid out again. */
const MOST_LAID_OUT = 4_000_000;

interface Opened {
  readonly repository: Repository;
  readonly holders: Map<string, TokenHolder>;
  /** What lies in it, when that is to be remembered. */
  objects?: KnownObjects;
}

/** See the head of the file. `search` first, `attribute` when everything was searched. */
export class RepositoryScan {
  readonly #path: string;
  readonly #tools: RepositoryTools;
  /** By repository path: the named one, and its submodules. */
  readonly #repositories = new Map<string, Opened>();
  readonly #memory: RepositoryMemory | undefined;
  /** Of packs, by path: what the search laid out, for attribution. */
  readonly #layouts = new Map<string, PackLayout>();
  #laidOut = 0;

  constructor(path: string, tools: RepositoryTools) {
    this.#path = path;
    this.#tools = tools;
    const { state } = tools;
    if (state === undefined) return;
    this.#memory = new RepositoryMemory({ path: state.path, search: describeSearch(state.detectors, state.options) });
  }

  /** Are there files of a checkout besides? Known when it was searched. */
  get hasWorkTree(): boolean {
    const [named] = this.#repositories.values();
    return (named?.repository.workTree ?? null) !== null;
  }

  /** Searches everything there is, reachable or not. */
  async *search(): AsyncGenerator<ScanEvent> {
    if (this.#memory !== undefined) yield* this.#memory.recall();
    const repository = yield* this.#open(this.#path, []);
    if (repository === undefined) return;
    yield* this.#searchObjects(repository);
    for (const folder of findSubmodules(repository)) {
      const submodule = yield* this.#open(folder, [this.#path]);
      if (submodule !== undefined) yield* this.#searchObjects(submodule);
    }
    if (this.#tools.shown === undefined) yield* withoutGone(this.#tools.search(filesBeside(repository), () => {}));
  }

  /** Remembers which object holds which token. */
  sighted({ fingerprint, sighting }: SightingEvent): void {
    const object = gitObjectOf(sighting.origin);
    const holders = object === undefined ? undefined : this.#repositories.get(object.repository.path.text)?.holders;
    if (object === undefined || holders === undefined) return;
    const holder = holders.get(object.object) ?? { type: object.type, fingerprints: new Set<Fingerprint>() };
    holder.fingerprints.add(fingerprint);
    holders.set(object.object, holder);
  }

  /** Tells where what was found came from, and answers what of it a filter lets through. */
  async *attribute(filter: HistoryFilter | undefined): AsyncGenerator<ScanEvent, Filtered> {
    const leftOut = new Set<Fingerprint>();
    const passed = new Set<Fingerprint>();
    for (const { repository, holders, objects } of this.#repositories.values()) {
      if (holders.size === 0) continue;
      const { attributeRepository } = await import('./attribute-repository.js');
      const known = objects === undefined ? holders : this.#memory?.withKnown(holders, objects);
      const all = known ?? holders;
      const told = yield* attributeRepository(repository, all, this.#layouts, this.#tools, filter);
      for (const fingerprint of told.leftOut) leftOut.add(fingerprint);
      for (const fingerprint of told.passed) passed.add(fingerprint);
    }
    return { leftOut, passed };
  }

  /** Remembers what was searched, once everything that was found is told. @throws UsageError when it cannot */
  remember(): void {
    for (const { holders } of this.#repositories.values()) this.#memory?.found(holders);
    this.#memory?.save();
  }

  *#open(path: string, allow: readonly string[]): Generator<ScanEvent, Repository | undefined> {
    try {
      const opened = openRepository(path, [...this.#tools.allow, ...allow]);
      const { shown } = this.#tools;
      const repository = shown === undefined ? opened : { ...opened, name: { path: pathText(shown), remote: shown } };
      this.#repositories.set(repository.name.path.text, { repository, holders: new Map() });
      if (repository.isShallow) {
        yield failure(
          path,
          'history-shallow',
          'a shallow clone: its older history is not here; git fetch --unshallow brings it',
        );
      }
      return repository;
    } catch (error) {
      if (!(error instanceof GitError)) throw error;
      yield failure(path, error.code, error.message);
      return undefined;
    }
  }

  async *#searchObjects(repository: Repository): AsyncGenerator<ScanEvent> {
    const memory = this.#memory;
    const hashBytes = repository.hash === 'sha1' ? 20 : 32;
    const listing = new ObjectListing(repository, memory?.known(hashBytes));
    const refused = new Set<string>();
    let hasLost = true;
    for (let round = 0; hasLost && round < MOST_LISTINGS; round += 1) {
      hasLost = false;
      yield* this.#seen(this.#laidOutOf(listed(listing, refused)), (unread) => {
        for (const name of unread.refused) refused.add(name);
        hasLost ||= unread.isGone;
      });
      hasLost ||= listing.hasLost;
    }
    if (hasLost) {
      this.#memory?.distrust();
      yield failure(this.#path, 'repository-changing', 'it is repacked again and again; scan it when that is over');
    }
    if (listing.isPartial) yield* this.#tellMissing(repository);
    const opened = this.#repositories.get(repository.name.path.text);
    if (memory !== undefined && opened !== undefined) opened.objects = memory.listed(hashBytes, listing.names);
    if (refused.size > 0) yield* this.#searchRefused(repository, [...refused].sort());
  }

  /** Keeps the layouts of packs that pass. */
  *#laidOutOf(work: Iterable<Work>): Generator<Work> {
    for (const item of work) {
      if (item.kind === 'objects' && item.haystack.kind === 'pack') this.#keepLayout(item.haystack);
      yield item;
    }
  }

  #keepLayout({ path, layout }: PackHaystack): void {
    if (this.#layouts.has(path) || this.#laidOut + layout.count > MOST_LAID_OUT) return;
    this.#layouts.set(path, layout);
    this.#laidOut += layout.count;
  }

  /** Searches, and lets the memory see what failed. */
  async *#seen(work: Iterator<Work>, unread: (unread: Unread) => void): AsyncGenerator<ScanEvent> {
    for await (const event of this.#tools.search(work, unread)) {
      this.#memory?.see(event);
      yield event;
    }
  }

  /** A partial clone is searched as far as it is there; the rest is counted. */
  async *#tellMissing(repository: Repository): AsyncGenerator<ScanEvent> {
    const { findMissingObjects } = await import('./sources/git/missing-objects.js');
    const { count, some, isCut } = findMissingObjects(repository, this.#layouts);
    if (count === 0 && !isCut) return;
    const what = count === 0 ? 'some objects are' : `${count} objects (${some.join(', ')}, …) are`;
    yield failure(
      this.#path,
      'objects-missing',
      `a partial clone: ${isCut && count > 0 ? 'at least ' : ''}${what} not here; git fetch --refetch --no-filter brings them`,
    );
  }

  /** What cannot be read here is asked of git. */
  async *#searchRefused(repository: Repository, names: readonly string[]): AsyncGenerator<ScanEvent> {
    const git = findGit(this.#tools.searchPath, this.#path);
    if (git === undefined) {
      this.#memory?.distrust();
      yield failure(
        this.#path,
        'git-missing',
        `${names.length} objects are too big or broken to be read without git, which is not installed`,
      );
      return;
    }
    let privateGit: PrivateGit | undefined;
    try {
      privateGit = makePrivateGit(git, repository, this.#tools.signal);
      yield* this.#seen(askedByName(repository, privateGit, names), () => {});
    } catch (error) {
      if (!(error instanceof GitError)) throw error;
      this.#memory?.distrust();
      yield failure(this.#path, error.code, error.message);
    } finally {
      privateGit?.close();
    }
  }
}

function failure(path: string, code: string, message: string): ScanEvent {
  return { type: 'failure', failure: { origin: { kind: 'file', path: pathText(path) }, code, message } };
}

/** Git's own temporary files come and go: what is gone before it is read was one. */
async function* withoutGone(events: AsyncIterable<ScanEvent>): AsyncGenerator<ScanEvent> {
  for await (const event of events) {
    if (event.type !== 'failure' || event.failure.code !== 'not-found') yield event;
  }
}

function* listed(listing: ObjectListing, refused: Set<string>): Generator<Work> {
  for (const item of listing.list()) {
    if (item.kind === 'unreadable') for (const name of item.names) refused.add(name);
    else yield item;
  }
}

function* askedByName({ name }: Repository, { command }: PrivateGit, names: readonly string[]): Generator<Work> {
  for (let start = 0; start < names.length; start += NAMES_AT_ONCE) {
    const haystack: GitHaystack = {
      kind: 'named',
      repository: name,
      command,
      names: names.slice(start, start + NAMES_AT_ONCE),
    };
    yield { kind: 'objects', haystack };
  }
}
