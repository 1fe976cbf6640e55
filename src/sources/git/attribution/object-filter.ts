/** Decides which objects that hold tokens count, by what attribution found out about them. */
import type { HistoryFilter } from '../../../model/history-filter.js';
import type { CommitGraph } from './commit-graph.js';
import type { HistoryAnswer } from './history-search.js';
import type { IsInPaths } from './path-patterns.js';
import type { Tip } from './tips.js';

/** See the head of the file. */
export class ObjectFilter {
  /** Branches that are asked for and not here. */
  readonly missingBranches: readonly string[];
  readonly #filter: HistoryFilter;
  readonly #graph: CommitGraph;
  /** What the branches reach; null when none is asked for. */
  readonly #isInBranch: Uint8Array | null;
  readonly #refs = new Set<string>();
  readonly #isInPaths: IsInPaths | null;

  /** `head`: the commit that is checked out, or -1. `isInPaths`: null when any path will do. */
  constructor(
    filter: HistoryFilter,
    graph: CommitGraph,
    tips: readonly Tip[],
    head: number,
    isInPaths: IsInPaths | null,
  ) {
    const { branches } = filter;
    this.#filter = filter;
    this.#graph = graph;
    const missing: string[] = [];
    const commits: number[] = [];
    const byName = new Map(tips.map((tip) => [tip.name, tip]));
    for (const branch of branches ?? []) {
      const tip = namesOf(branch)
        .map((name) => byName.get(name))
        .find((found) => found !== undefined);
      if (tip !== undefined) {
        this.#refs.add(tip.name);
        commits.push(tip.commit);
      } else if (branch === 'HEAD' && head >= 0) commits.push(head);
      else missing.push(branch);
    }
    this.missingBranches = missing;
    this.#isInBranch = branches === undefined ? null : graph.reach(commits);
    this.#isInPaths = isInPaths;
  }

  /** What no commit brought in has no date: it counts whatever the time. */
  passes(answer: HistoryAnswer, paths: readonly Uint8Array[], isStaged: boolean): boolean {
    const { reachableOnly } = this.#filter;
    if (reachableOnly === true && !answer.isReached && !isStaged) return false;
    const isInPaths = this.#isInPaths;
    if (isInPaths !== null && !paths.some((path) => isInPaths(path))) return false;
    const commits = reachableOnly === true ? answer.introducing : [...answer.introducing, ...answer.dangling];
    if (commits.length > 0) return commits.some((commit) => this.#passesCommit(commit));
    return this.#isInBranch === null || answer.refs.some((ref) => this.#refs.has(ref));
  }

  #passesCommit(commit: number): boolean {
    const { sinceMs, untilMs } = this.#filter;
    const time = (this.#graph.times[commit] as number) * 1000;
    if (sinceMs !== undefined && time < sinceMs) return false;
    if (untilMs !== undefined && time > untilMs) return false;
    return this.#isInBranch === null || this.#isInBranch[commit] === 1;
  }
}

/** What a short name may stand for, a branch first. */
function namesOf(branch: string): readonly string[] {
  return [`refs/heads/${branch}`, `refs/remotes/${branch}`, `refs/tags/${branch}`, `refs/${branch}`, branch];
}
