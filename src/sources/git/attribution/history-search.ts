/**
 * Finds out which commits have something, brought it or took it away. A commit *has* what its tree reaches; it
 * *introduces* what it has and none of its parents has; it *removes* what it has not and a parent has.
 */
import { type CommitGraph, MISSING_PARENT } from './commit-graph.js';
import type { Tip } from './tips.js';
import type { TreeClosure } from './tree-closure.js';

/** What is asked about: one thing that several objects hold. */
export interface HistoryQuestion {
  /** Numbers of blobs in the closure. */
  readonly blobs: readonly number[];
  /** Numbers of commits that hold it themselves; they have it for good, and so have all that come after them. */
  readonly commits: readonly number[];
  /** Names of tags that hold it themselves. */
  readonly tags: readonly string[];
}

/** What is known of it. */
export interface HistoryAnswer {
  /** Commits that introduce it, the first one first: those that refs reach, */
  readonly introducing: number[];
  /** and those that no ref reaches. */
  readonly dangling: number[];
  /** Commits reached by refs that remove it, the first one first. */
  readonly removing: number[];
  /** How many commits have it, by their tree or themselves: of those that refs reach, */
  reachedCommits: number;
  /** and of the others. */
  danglingCommits: number;
  /** Does one of those that refs reach have it? */
  isReached: boolean;
  /** Refs whose object has it. */
  readonly refs: string[];
  /** Not everything is listed. */
  isCut: boolean;
}

/** What is asked. */
export interface HistorySources {
  readonly graph: CommitGraph;
  readonly closure: TreeClosure;
  readonly tips: readonly Tip[];
  /** By number of commit, whether a ref reaches it, */
  readonly isReached: Uint8Array;
  /** and the number of its tree in the closure, or -1 when nothing that is asked for can be reached from it. */
  readonly roots: Int32Array;
}

/** Questions that one number of 32 bits answers at once. */
const AT_ONCE = 32;
/** Commits that are kept of each kind, and refs. */
const MOST_COMMITS = 10_000;
const MOST_REFS = 1000;

/** See the head of the file. */
export class HistorySearch {
  readonly #graph: CommitGraph;
  readonly #closure: TreeClosure;
  readonly #tips: readonly Tip[];
  readonly #isReached: Uint8Array;
  readonly #roots: Int32Array;
  readonly #masks: Uint32Array;
  readonly #has: Uint32Array;

  constructor({ graph, closure, tips, isReached, roots }: HistorySources) {
    this.#graph = graph;
    this.#closure = closure;
    this.#tips = tips;
    this.#isReached = isReached;
    this.#roots = roots;
    this.#masks = new Uint32Array(closure.names.count);
    this.#has = new Uint32Array(graph.count);
  }

  /** Answers in the order of the questions. */
  *ask(questions: readonly HistoryQuestion[]): Generator<HistoryAnswer> {
    for (let start = 0; start < questions.length; start += AT_ONCE) {
      yield* this.#askSome(questions.slice(start, start + AT_ONCE));
    }
  }

  #askSome(questions: readonly HistoryQuestion[]): HistoryAnswer[] {
    const answers = questions.map(
      (): HistoryAnswer => ({
        introducing: [],
        dangling: [],
        removing: [],
        reachedCommits: 0,
        danglingCommits: 0,
        isReached: false,
        refs: [],
        isCut: false,
      }),
    );
    this.#spreadBlobs(questions);
    this.#spreadCommits(questions, answers);
    this.#compare(answers);
    this.#askTips(questions, answers);
    for (const { introducing, dangling, removing } of answers) {
      for (const list of [introducing, dangling, removing]) this.#sort(list);
    }
    return answers;
  }

  #spreadBlobs(questions: readonly HistoryQuestion[]): void {
    const masks = this.#masks;
    masks.fill(0);
    questions.forEach(({ blobs }, bit) => {
      for (const blob of blobs) masks[blob] = (masks[blob] as number) | (1 << bit);
    });
    this.#closure.spread(masks);
  }

  /** Fills `has`, and counts. */
  #spreadCommits(questions: readonly HistoryQuestion[], answers: readonly HistoryAnswer[]): void {
    const has = this.#has;
    const roots = this.#roots;
    const masks = this.#masks;
    for (let commit = 0; commit < has.length; commit += 1) {
      const root = roots[commit] as number;
      has[commit] = root < 0 ? 0 : (masks[root] as number);
    }
    const own = new Map<number, number>();
    questions.forEach(({ commits }, bit) => {
      for (const commit of commits) own.set(commit, (own.get(commit) ?? 0) | (1 << bit));
    });
    for (const [commit, messages] of own) has[commit] = (has[commit] as number) | messages;
    for (let commit = 0; commit < has.length; commit += 1) {
      if (has[commit] !== 0) this.#count(has[commit] as number, commit, answers);
    }
    if (own.size > 0) this.#inherit(own);
  }

  /** What a commit holds itself, all that come after it have, too. */
  #inherit(own: ReadonlyMap<number, number>): void {
    const has = this.#has;
    const inherited = new Uint32Array(has.length);
    for (const commit of this.#graph.order) {
      const messages = (own.get(commit) ?? 0) | this.#before(commit, inherited);
      inherited[commit] = messages;
      has[commit] = (has[commit] as number) | messages;
    }
  }

  /** What some of the commits before one have. */
  #before(commit: number, has: Uint32Array): number {
    const { starts, parents } = this.#graph;
    const end = starts[commit + 1] as number;
    let mask = 0;
    for (let link = starts[commit] as number; link < end; link += 1) {
      const parent = parents[link] as number;
      if (parent !== MISSING_PARENT) mask |= has[parent] as number;
    }
    return mask;
  }

  #count(mask: number, commit: number, answers: readonly HistoryAnswer[]): void {
    const isReached = this.#isReached[commit] === 1;
    for (let left = mask; left !== 0; left &= left - 1) {
      const answer = answers[31 - Math.clz32(left & -left)] as HistoryAnswer;
      if (isReached) answer.reachedCommits += 1;
      else answer.danglingCommits += 1;
      if (isReached) answer.isReached = true;
    }
  }

  #compare(answers: readonly HistoryAnswer[]): void {
    const has = this.#has;
    for (const commit of this.#graph.order) {
      const own = has[commit] as number;
      const before = this.#before(commit, has) >>> 0;
      if (own === before) continue;
      const isReached = this.#isReached[commit] === 1;
      eachBit(own & ~before, (bit) => {
        const answer = answers[bit] as HistoryAnswer;
        keep(isReached ? answer.introducing : answer.dangling, commit, answer);
      });
      if (isReached)
        eachBit(before & ~own, (bit) =>
          keep((answers[bit] as HistoryAnswer).removing, commit, answers[bit] as HistoryAnswer),
        );
    }
  }

  #askTips(questions: readonly HistoryQuestion[], answers: readonly HistoryAnswer[]): void {
    const tags = new Map<string, number>();
    questions.forEach((question, bit) => {
      for (const tag of question.tags) tags.set(tag, (tags.get(tag) ?? 0) | (1 << bit));
    });
    for (const { name, commit, node, tags: own } of this.#tips) {
      let mask = (commit >= 0 ? (this.#has[commit] as number) : 0) | (node >= 0 ? (this.#masks[node] as number) : 0);
      for (const tag of own) mask |= tags.get(tag) ?? 0;
      eachBit(mask, (bit) => {
        const answer = answers[bit] as HistoryAnswer;
        answer.isReached = true;
        if (answer.refs.length < MOST_REFS) answer.refs.push(name);
        else answer.isCut = true;
      });
    }
  }

  /** By time, and where that is the same by name, so that the order does not depend on packs. */
  #sort(commits: number[]): void {
    const { dates, names } = this.#graph;
    if (commits.length > 1)
      commits.sort((a, b) => (dates[a] as number) - (dates[b] as number) || (names.name(a) < names.name(b) ? -1 : 1));
  }
}

function keep(list: number[], commit: number, answer: HistoryAnswer): void {
  if (list.length < MOST_COMMITS) list.push(commit);
  else answer.isCut = true;
}

function eachBit(mask: number, visit: (bit: number) => void): void {
  for (let left = mask; left !== 0; left &= left - 1) visit(31 - Math.clz32(left & -left));
}
