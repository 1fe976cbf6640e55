/** The repositories of one scan: searched whole or in part, and told of when everything was searched. */
import { availableParallelism } from 'node:os';
import type { Choice } from './model/choice.js';
import type { ScanEvent } from './model/event.js';
import type { Fingerprint } from './model/finding.js';
import type { HistoryTools } from './history-tools.js';
import { objectKey } from './model/object-key.js';
import { gitObjectOf } from './model/origin.js';
import type { ChosenScan } from './scan-chosen.js';
import type { RepositoryScan } from './scan-repository.js';
import type { Place } from './scanner/hand-out.js';
import { ApartReader } from './scanner/apart-reader.js';
import type { Casebook } from './triage/casebook.js';

const preexisting = { kind: 'preexisting', reason: 'the version before held it at the same path' } as const;
const filtered = { kind: 'filter', reason: 'outside of what was asked for' } as const;

/** See the head of the file. Nothing of git is loaded before the first repository. */
export class Histories {
  readonly #tools: HistoryTools;
  readonly #whole: RepositoryScan[] = [];
  readonly #parts: ChosenScan[] = [];
  readonly #clones: { close(): void }[] = [];
  /** Where each git object that holds a token was read. */
  readonly #sources = new Map<string, string>();
  /** When there is a filter: what stands in files, of which it says nothing. */
  readonly #elsewhere = new Set<Fingerprint>();

  constructor(tools: HistoryTools) {
    this.#tools = tools;
  }

  /**
   * Searches everything that the state does not know; answers whether there are files of a checkout besides. Of a clone
   * `shown` is what reports call it.
   */
  async *search(
    path: string,
    { statePath, shown }: { readonly statePath?: string | undefined; readonly shown?: string } = {},
  ): AsyncGenerator<ScanEvent, boolean> {
    const { RepositoryScan } = await import('./scan-repository.js');
    const { options, detectors } = this.#tools;
    const { allow = [], searchPath, signal } = options;
    const repository = new RepositoryScan(path, {
      allow,
      searchPath,
      signal,
      shown,
      startReader: (options.jobs ?? availableParallelism()) > 1 ? () => new ApartReader() : undefined,
      search: (work, unread) => this.#tools.search(work, unread),
      ...(statePath !== undefined && { state: { path: statePath, detectors, options } }),
    });
    this.#whole.push(repository);
    yield* repository.search();
    return repository.hasWorkTree;
  }

  /** Searches what is staged, or what ranges hold. */
  async *searchChosen(path: string, choice: Choice): AsyncGenerator<ScanEvent> {
    const { ChosenScan } = await import('./scan-chosen.js');
    const part = new ChosenScan(path, choice, this.#tools);
    this.#parts.push(part);
    yield* part.search();
  }

  /** Clones and searches repositories elsewhere. */
  async *searchClones(urls: readonly string[]): AsyncGenerator<ScanEvent> {
    const { scanClones } = await import('./scan-clones.js');
    yield* scanClones(urls, {
      options: this.#tools.options,
      search: (path, shown) => this.search(path, { shown }),
      keep: (clone) => this.#clones.push(clone),
    });
  }

  /** Is handed every event, and remembers what stands where. */
  see(event: ScanEvent): void {
    if (
      event.type === 'sighting' &&
      this.#tools.options.historyFilter !== undefined &&
      gitObjectOf(event.sighting.origin) === undefined
    ) {
      this.#elsewhere.add(event.fingerprint);
    }
    if (event.type === 'sighting') for (const repository of this.#whole) repository.sighted(event);
    for (const part of this.#parts) part.see(event);
  }

  /** One object may lie in several packs: it is told from the one that was read first. */
  isFirstPlace({ place, source }: { readonly place: Place; readonly source: string | null }): boolean {
    const object = source === null ? undefined : gitObjectOf(place.origin);
    if (object === undefined || source === null) return true;
    const key = objectKey(object.repository.path, object.object);
    const first = this.#sources.get(key);
    if (first === undefined) this.#sources.set(key, source);
    return first === undefined || first === source;
  }

  /** Tells where what was found came from, and which of it was there before what was looked at. */
  async *attribute(casebook: Casebook): AsyncGenerator<ScanEvent> {
    if (this.#whole.length + this.#parts.length > 0) yield* casebook.settle();
    for (const part of this.#parts) yield* casebook.excuse(yield* part.compare(), preexisting);
    const { attribution, historyFilter } = this.#tools.options;
    if (attribution === false) return;
    const leftOut = new Set<Fingerprint>();
    const passed = new Set<Fingerprint>();
    for (const repository of this.#whole) {
      const told = yield* repository.attribute(historyFilter);
      for (const fingerprint of told.leftOut) leftOut.add(fingerprint);
      for (const fingerprint of told.passed) passed.add(fingerprint);
    }
    const nowhere = [...leftOut].filter((print) => !passed.has(print) && !this.#elsewhere.has(print));
    yield* casebook.excuse(nowhere, filtered);
  }

  /** Remembers what was searched. @throws UsageError when that cannot be written */
  remember(): void {
    for (const repository of this.#whole) repository.remember();
  }

  /** Removes what was made for the scan alone. */
  close(): void {
    for (const made of [...this.#parts, ...this.#clones]) made.close();
  }
}
