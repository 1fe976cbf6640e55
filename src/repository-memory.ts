/** What a scan of a repository remembers for the next one, and what it knows from the one before. */
import type { ScanEvent } from './model/event.js';
import type { Fingerprint } from './model/finding.js';
import { gitObjectOf } from './model/origin.js';
import type { TokenHolder } from './sources/git/attribution/attribution.js';
import { KnownObjects } from './sources/git/known-objects.js';
import { pathText } from './sources/path-text.js';
import { joinNames, type ObjectNames, withoutNames } from './state/object-names.js';
import { joinObjects, type KnownHolder, ObjectState, type SearchedObjects } from './state/object-state.js';

/** Where it is remembered. */
export interface MemoryPlace {
  readonly path: string;
  /** Everything that decides what a search finds, as text. */
  readonly search: string;
}

/** Objects with these failures may be read next time; what is wrong within others stays so. */
const passing: ReadonlySet<string> = new Set(['object-corrupt', 'object-missing']);

/** After these nobody knows which objects were searched. */
const unknowing: ReadonlySet<string> = new Set(['thread-lost', 'too-many-findings']);

const nothing: SearchedObjects = { names: new Map(), holders: new Map() };

/** See the head of the file. One for a repository and its submodules. */
export class RepositoryMemory {
  readonly #place: MemoryPlace;
  readonly #state: ObjectState;
  #before: SearchedObjects = nothing;
  readonly #lists = new Map<number, ObjectNames[]>();
  readonly #unread = new Set<string>();
  readonly #holders = new Map<string, KnownHolder>();
  #isSure = true;

  constructor(place: MemoryPlace) {
    this.#place = place;
    this.#state = new ObjectState(place.path, place.search);
  }

  /** Reads what earlier runs remembered, and says when that cannot be used. */
  *recall(): Generator<ScanEvent> {
    const loaded = this.#state.load();
    if (loaded.kind === 'objects') this.#before = loaded.objects;
    if (loaded.kind !== 'refused') return;
    const origin = { kind: 'file', path: pathText(this.#place.path) } as const;
    yield { type: 'skipped', skipped: { origin, code: 'state-refused', message: loaded.message } };
  }

  /** What was searched before, of names of so many bytes. */
  known(hashBytes: number): KnownObjects {
    return new KnownObjects(this.#before.names.get(hashBytes) ?? new Uint8Array(0), hashBytes);
  }

  /** These were listed, to be searched or known before. Answers them as one. */
  listed(hashBytes: number, lists: readonly ObjectNames[]): KnownObjects {
    const names = joinNames(lists, hashBytes);
    this.#lists.set(hashBytes, [...(this.#lists.get(hashBytes) ?? []), names]);
    return new KnownObjects(names, hashBytes);
  }

  /** Some objects were not searched, and nobody knows which: nothing is remembered. */
  distrust(): void {
    this.#isSure = false;
  }

  /** Looks at what passes: what failed is not remembered. */
  see(event: ScanEvent): void {
    if (event.type !== 'failure') return;
    const { origin, code } = event.failure;
    if (unknowing.has(code)) this.#isSure = false;
    const object = origin === null ? undefined : gitObjectOf(origin);
    if (object !== undefined && passing.has(code)) this.#unread.add(object.object);
  }

  /**
   * The objects that hold tokens, with those that earlier runs found to hold the same ones: without them a token's history
   * would start where this run's does. `objects`: those of the repository.
   */
  withKnown(holders: ReadonlyMap<string, TokenHolder>, objects: KnownObjects): ReadonlyMap<string, TokenHolder> {
    const told = new Set([...holders.values()].flatMap(({ fingerprints }) => [...fingerprints]));
    const all = new Map(holders);
    for (const [name, { type, fingerprints }] of this.#before.holders) {
      const same = fingerprints.filter((fingerprint) => told.has(fingerprint));
      if (same.length > 0 && !all.has(name) && objects.has(name))
        all.set(name, { type, fingerprints: new Set<Fingerprint>(same) });
    }
    return all;
  }

  /** These hold tokens. */
  found(holders: ReadonlyMap<string, TokenHolder>): void {
    for (const [name, { type, fingerprints }] of holders)
      this.#holders.set(name, { type, fingerprints: [...fingerprints].sort() });
  }

  /** Remembers it all, when everything was searched. @throws UsageError when the file cannot be written */
  save(): void {
    if (!this.#isSure) return;
    const lengths = [...this.#lists.keys()];
    const names = new Map(
      lengths.map((length) => [
        length,
        withoutNames(joinNames(this.#lists.get(length) ?? [], length), this.#unread, length),
      ]),
    );
    const now: SearchedObjects = { names, holders: this.#holders };
    const earlier: SearchedObjects = { names: new Map(), holders: this.#before.holders };
    // Another run may have come to its end meanwhile.
    const meanwhile = this.#state.load();
    const joined = joinObjects(joinObjects(earlier, now), meanwhile.kind === 'objects' ? meanwhile.objects : nothing);
    this.#state.save(joined);
  }
}
