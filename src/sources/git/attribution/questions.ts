/** What is asked of a history: of every object that holds a token, and of every token. */
import type { Fingerprint } from '../../../model/finding.js';
import type { GitObjectOrigin } from '../../../model/origin.js';
import type { CommitGraph } from './commit-graph.js';
import type { HistoryQuestion } from './history-search.js';

/** One question for all that the same objects hold. */
export class Questions {
  readonly list: HistoryQuestion[] = [];
  /** The objects that hold each token. */
  readonly findings = new Map<Fingerprint, string[]>();
  readonly #numbers = new Map<string, number>();
  readonly #ofObject = new Map<string, number>();
  readonly #ofFinding = new Map<Fingerprint, number>();

  /** `blobs`: in the order of their numbers in the closure. */
  constructor(
    holders: ReadonlyMap<
      string,
      { readonly type: GitObjectOrigin['type']; readonly fingerprints: ReadonlySet<Fingerprint> }
    >,
    blobs: readonly string[],
    graph: CommitGraph,
  ) {
    blobs.forEach((blob, number) => this.#numbers.set(blob, number));
    const questionOf = (objects: readonly string[]): HistoryQuestion => ({
      blobs: objects.flatMap((object) => this.#numbers.get(object) ?? []),
      commits: objects
        .filter((object) => holders.get(object)?.type === 'commit')
        .map((object) => graph.names.findHex(object))
        .filter((commit) => commit >= 0),
      tags: objects.filter((object) => holders.get(object)?.type === 'tag'),
    });
    for (const [object, { fingerprints }] of holders) {
      this.#ofObject.set(object, this.list.push(questionOf([object])) - 1);
      for (const fingerprint of fingerprints) {
        const objects = this.findings.get(fingerprint) ?? [];
        objects.push(object);
        this.findings.set(fingerprint, objects);
      }
    }
    const known = new Map<string, number>();
    for (const [fingerprint, objects] of this.findings) {
      const key = objects.join();
      const only = objects.length === 1 ? this.#ofObject.get(objects[0] as string) : known.get(key);
      const question = only ?? this.list.push(questionOf(objects)) - 1;
      known.set(key, question);
      this.#ofFinding.set(fingerprint, question);
    }
  }

  /** The number of an object's question. */
  ofObject(object: string): number {
    return this.#ofObject.get(object) as number;
  }

  /** The number of a token's question. */
  ofFinding(fingerprint: Fingerprint): number {
    return this.#ofFinding.get(fingerprint) as number;
  }

  /** The number of a blob in the closure. */
  numberOf(blob: string): number {
    return this.#numbers.get(blob) as number;
  }
}
