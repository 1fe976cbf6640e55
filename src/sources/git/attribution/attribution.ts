/**
 * Where objects that hold tokens came from: by the objects' names and upwards through trees to commits, whatever was
 * renamed, copied or merged. Everything said here was read from commits and trees; nothing is guessed from paths.
 */
import type { AttributionEvent, CommitEvent, HistoryEvent } from '../../../model/event.js';
import type { Fingerprint } from '../../../model/finding.js';
import type { GitObjectOrigin } from '../../../model/origin.js';
import type { HistoryFilter } from '../../../model/history-filter.js';
import type { PackLayout } from '../../../model/pack-layout.js';
import { pathText } from '../../path-text.js';
import { entryKind } from '../pack/entry-header.js';
import type { Repository } from '../repository/repository.js';
import type { CommitGraph } from './commit-graph.js';
import { describeCommit } from './describe-commit.js';
import { type HistoryAnswer, HistorySearch } from './history-search.js';
import { ObjectStore } from './object-store.js';
import { ObjectFilter } from './object-filter.js';
import { type AskGit, OtherObjects } from './other-objects.js';
import type { IsInPaths } from './path-patterns.js';
import type { PackReader } from './pack-reader.js';
import { PathFinder, type PathSources } from './path-finder.js';
import { Questions } from './questions.js';
import { countKind } from './count-kind.js';
import { readClosure } from './read-closure.js';
import { readCommits } from './read-commits.js';
import { readReferences, type References } from './references.js';
import { type StagedFile, stagedFiles } from './staged-files.js';
import { followReferences } from './tips.js';

/** An object that holds tokens. */
export interface TokenHolder {
  readonly type: GitObjectOrigin['type'];
  readonly fingerprints: Set<Fingerprint>;
}

/** What attribution tells. */
export type AttributionTold = AttributionEvent | HistoryEvent | CommitEvent;

/** What attribution gets besides. */
export interface AttributionTools {
  /** Of packs, by path, as far as they are known. */
  readonly layouts: ReadonlyMap<string, PackLayout>;
  readonly askGit: AskGit;
  /** Refs that are not kept in files, as git reads them; undefined when it cannot. */
  readonly askReferences: () => Promise<References | undefined>;
  /** Files of an index whose object `isWanted`, as git reads it; undefined when it cannot. */
  readonly askStaged: (
    indexFile: string,
    isWanted: (object: string) => boolean,
  ) => Promise<readonly Omit<StagedFile, 'index'>[] | undefined>;
  readonly filter: HistoryFilter | undefined;
  /** Starts another thread that reads packs. Absent: there is to be no other. */
  readonly startReader?: (() => PackReader) | undefined;
}

/** What a filter makes of the tokens. */
export interface Filtered {
  /** Those that stand where the filter lets them through, */
  readonly passed: ReadonlySet<Fingerprint>;
  /** and those of which it leaves out every place. */
  readonly leftOut: ReadonlySet<Fingerprint>;
}

/** What a filter makes of one repository. */
export interface FilteredRepository extends Filtered {
  /** Branches that it asks for and that are not here. */
  readonly missingBranches: readonly string[];
}

/** Reading fewer takes less time than it takes a thread to start. */
const MANY_COMMITS = 8000;

/** Commits that are named of one object or history. */
const MOST_NAMED = 100;

/** Everything that was read of a repository for one attribution. */
interface Read extends PathSources {
  readonly references: References;
  /** Paths of staged objects, and the indexes that hold them. */
  readonly staged: ReadonlyMap<string, { readonly indexes: Set<string>; readonly paths: Uint8Array[] }>;
  readonly isPartial: boolean;
}

/**
 * Tells of every object that holds tokens which paths and commits it belongs to, of every token its history, and of
 * every commit that those name who made it. `holders`: by the object's name, in hex.
 */
export async function* attributeObjects(
  repository: Repository,
  holders: ReadonlyMap<string, TokenHolder>,
  tools: AttributionTools,
): AsyncGenerator<AttributionTold, FilteredRepository> {
  const store = new ObjectStore(repository, tools.layouts);
  try {
    const blobs = [...holders].filter(([, { type }]) => type === 'blob').map(([name]) => name);
    const read = await readAll(repository, store, blobs, tools);
    const wanted = tools.filter ?? {};
    const isInPaths = wanted.paths ? (await import('./path-patterns.js')).pathPatterns(wanted.paths) : null;
    return yield* tell(repository, holders, blobs, read, { ...wanted, isInPaths });
  } finally {
    store.close();
  }
}

async function readAll(
  repository: Repository,
  store: ObjectStore,
  blobs: readonly string[],
  tools: AttributionTools,
): Promise<Read> {
  const reader = hasManyCommits(store) ? tools.startReader?.() : undefined;
  try {
    return await readWith(reader, repository, store, blobs, tools);
  } finally {
    await reader?.close();
  }
}

async function readWith(
  reader: PackReader | undefined,
  repository: Repository,
  store: ObjectStore,
  blobs: readonly string[],
  { askGit, askReferences, askStaged }: AttributionTools,
): Promise<Read> {
  const others = new OtherObjects(store);
  let graph: CommitGraph | undefined;
  const trees: PackReader['trees'] = (all) => {
    const asked = (reader as PackReader).trees(all);
    // The other thread begins with the trees meanwhile.
    graph = readCommits(others.of('commit'));
    return asked;
  };
  let closure = await readClosure(others.of('tree'), blobs, reader && { trees });
  graph ??= readCommits(others.of('commit'));
  if (await others.ask(askGit)) {
    graph = readCommits(others.of('commit'));
    closure = await readClosure(others.of('tree'), blobs);
  }
  const inFiles = readReferences(repository);
  const references = inFiles.isKnown ? inFiles : ((await askReferences()) ?? inFiles);
  const tips = followReferences(references.list, store, graph, closure);
  const isReached = graph.reach(tips.map(({ commit }) => commit));
  const { staged, isWhole } = await readStaged(repository, blobs, askStaged);
  const isPartial =
    store.isPartial ||
    !isWhole ||
    closure.isPartial ||
    others.isPartial ||
    graph.hasBroken ||
    graph.names.isLossy ||
    !references.isKnown ||
    graph.hasGap(isReached);
  const roots = graph.treesIn(closure.names);
  return { store, graph, closure, references, tips, isReached, roots, staged, isPartial };
}

/** Enough for it to pay that another thread reads some of it. */
function hasManyCommits({ packs }: ObjectStore): boolean {
  return packs.reduce((sum, { layout }) => sum + countKind(layout, entryKind.commit), 0) >= MANY_COMMITS;
}

async function readStaged(
  repository: Repository,
  blobs: readonly string[],
  askStaged: AttributionTools['askStaged'],
): Promise<{ readonly staged: Read['staged']; readonly isWhole: boolean }> {
  const staged = new Map<string, { indexes: Set<string>; paths: Uint8Array[] }>();
  const wanted = new Set(blobs);
  const add = ({ index, object, path }: StagedFile): void => {
    const known = staged.get(object) ?? { indexes: new Set(), paths: [] };
    staged.set(object, known);
    known.indexes.add(index);
    if (known.paths.length < MOST_NAMED) known.paths.push(path);
  };
  let isWhole = true;
  const isWanted = (name: string): boolean => wanted.has(name);
  const files = stagedFiles(repository, isWanted);
  let file = files.next();
  for (; file.done !== true; file = files.next()) add(file.value);
  for (const { index, path: indexFile } of file.value) {
    const asked = await askStaged(indexFile, isWanted);
    isWhole &&= asked !== undefined;
    for (const { object, path } of asked ?? []) add({ index, object, path });
  }
  return { staged, isWhole };
}

function* tell(
  repository: Repository,
  holders: ReadonlyMap<string, TokenHolder>,
  blobs: readonly string[],
  read: Read,
  { isInPaths, ...wanted }: HistoryFilter & { readonly isInPaths: IsInPaths | null },
): Generator<AttributionTold, FilteredRepository> {
  const { graph, tips, staged } = read;
  const search = new HistorySearch(read);
  const questions = new Questions(holders, blobs, graph);
  const answers = [...search.ask(questions.list)];
  const head = graph.names.findHex(read.references.head ?? '');
  const paths = new PathFinder(read, head);
  const told = new Set<number>();
  const cut = new Set<string>();
  const filter = new ObjectFilter(wanted, graph, tips, head, isInPaths);
  const passing = new Set<string>();
  for (const [object, { type }] of holders) {
    const answer = answers[questions.ofObject(object)] as HistoryAnswer;
    const commits = (answer.introducing.length > 0 ? answer.introducing : answer.dangling).slice(0, MOST_NAMED);
    yield* describeAll(commits, told, read);
    const found = type === 'blob' ? paths.of(questions.numberOf(object)) : { paths: [], isCut: false };
    if (found.isCut) cut.add(object);
    const own = found.paths.length > 0 ? found.paths : (staged.get(object)?.paths ?? []);
    if (filter.passes(answer, own, staged.has(object))) passing.add(object);
    yield {
      type: 'attribution',
      repository: repository.name.path,
      object,
      paths: own.map((path) => pathText(path)),
      commits: commits.map((commit) => graph.names.name(commit)),
      reachable: answer.isReached || staged.has(object),
    };
  }
  const passed = new Set<Fingerprint>();
  const leftOut = new Set<Fingerprint>();
  for (const [fingerprint, objects] of questions.findings) {
    (objects.some((object) => passing.has(object)) ? passed : leftOut).add(fingerprint);
    const answer = answers[questions.ofFinding(fingerprint)] as HistoryAnswer;
    const removing = answer.removing.slice(0, MOST_NAMED);
    const [first] = answer.introducing.length > 0 ? answer.introducing : answer.dangling;
    yield* describeAll([...(first === undefined ? [] : [first]), ...removing], told, read);
    // Whatever is checked out is in an index, too: that is worth telling of what is nowhere else.
    const indexes = answer.refs.length > 0 ? [] : indexesOf(objects, read);
    const isHere = answer.refs.length > 0 || indexes.length > 0;
    const isPartial =
      read.isPartial ||
      answer.isCut ||
      answer.removing.length > MOST_NAMED ||
      objects.some((object) => cut.has(object)) ||
      answer.introducing.some((commit) => graph.hasMissingParent(commit));
    yield {
      type: 'history',
      fingerprint,
      history: {
        repository: repository.name.path,
        state: isHere ? 'present' : answer.isReached ? 'removed' : read.isPartial ? 'unknown' : 'unreachable',
        introducedBy: first === undefined ? null : graph.names.name(first),
        introducedAt: first === undefined ? null : dateOf(first, read),
        refs: [...answer.refs, ...indexes],
        removedBy: removing.map((commit) => graph.names.name(commit)),
        commits: answer.isReached ? answer.reachedCommits : answer.danglingCommits,
        blobs: objects.length,
        partial: isPartial,
      },
    };
  }
  return { passed, leftOut, missingBranches: filter.missingBranches };
}

function indexesOf(objects: readonly string[], { staged }: Read): string[] {
  return [...new Set(objects.flatMap((object) => [...(staged.get(object)?.indexes ?? [])]))];
}

function* describeAll(commits: readonly number[], told: Set<number>, { store, graph }: Read): Generator<CommitEvent> {
  for (const commit of commits) {
    if (told.has(commit)) continue;
    told.add(commit);
    const id = graph.names.name(commit);
    const bytes = store.read(id, 'commit');
    if (bytes !== undefined) yield describeCommit(id, bytes);
  }
}

function dateOf(commit: number, { store, graph }: Read): string | null {
  const id = graph.names.name(commit);
  const bytes = store.read(id, 'commit');
  return bytes === undefined ? null : describeCommit(id, bytes).date;
}
