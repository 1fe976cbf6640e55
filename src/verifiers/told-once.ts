/** Says once a run what would otherwise be said for every token: that a cluster does not answer, or that its clock is off. */
import { apiFailureMeaning, type ApiFailure } from '../clusters/api-failure.js';
import type { Member } from '../clusters/fleet.js';
import { missingRight, type Right } from '../clusters/missing-right.js';
import type { Failure, Skipped } from '../model/failure.js';

/** A clock that is off by less cannot be told from a slow answer. */
const SKEW_MS = 5000;

/** Collects what is to be told; `take` empties it. */
export class ToldOnce {
  readonly #told = new Set<string>();
  #failures: Failure[] = [];
  #notes: Skipped[] = [];

  /** A cluster could not be asked something. */
  failure({ cluster }: Member, failure: ApiFailure, right: Right): void {
    const needs = failure === 'forbidden' ? `; it takes ${missingRight(right)}` : '';
    this.#fail('cluster-not-asked', `cluster ${cluster.name} ${apiFailureMeaning[failure]}${needs}`);
  }

  /** Several clusters claim the key that signed a token. */
  ambiguous(names: readonly string[]): void {
    this.#fail(
      'cluster-ambiguous',
      `${[...new Set(names)].toSorted().join(' and ')} claim the same signing key, so no token that it signed is sent to either`,
    );
  }

  /** Compares the cluster's clock with ours. */
  skew({ cluster, api }: Member): void {
    const skew = api.skewMs ?? 0;
    if (Math.abs(skew) < SKEW_MS) return;
    const message = `the clock of cluster ${cluster.name} is about ${Math.round(Math.abs(skew) / 1000)} s ${skew > 0 ? 'ahead of' : 'behind'} ours; expiry is judged by its clock`;
    if (this.#isNew(`skew ${cluster.identity}`)) this.#notes.push({ origin: null, code: 'clock-skew', message });
  }

  /** What was not told yet. */
  take(): { readonly failures: readonly Failure[]; readonly notes: readonly Skipped[] } {
    const taken = { failures: this.#failures, notes: this.#notes };
    this.#failures = [];
    this.#notes = [];
    return taken;
  }

  #fail(code: string, message: string): void {
    if (this.#isNew(message)) this.#failures.push({ origin: null, code, message });
  }

  #isNew(what: string): boolean {
    if (this.#told.has(what)) return false;
    this.#told.add(what);
    return true;
  }
}
