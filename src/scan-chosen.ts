/** Part of a repository's history: what is staged, or what ranges of commits hold, against the versions before. */
import type { HistoryTools } from './history-tools.js';
import type { Choice } from './model/choice.js';
import type { ScanEvent } from './model/event.js';
import type { Fingerprint } from './model/finding.js';
import { gitObjectOf } from './model/origin.js';
import type { PathText } from './model/path-text.js';
import type { TokenReference } from './model/recognised-token.js';
import { UsageError } from './model/usage-error.js';
import { peek } from './peek.js';
import type { Work } from './scanner/hand-out.js';
import type { ChosenObjects } from './sources/git/choosing/chosen-objects.js';
import { describeCommits } from './sources/git/choosing/describe-commits.js';
import { chooseObjects } from './sources/git/choosing/choose-objects.js';
import { type Here, openHere } from './sources/git/choosing/here.js';
import { parseRange } from './sources/git/choosing/parse-range.js';
import { versionsBefore } from './sources/git/choosing/versions-before.js';
import { findGit } from './sources/git/find-git.js';
import { GitError } from './sources/git/git-error.js';
import { makePrivateGit, type PrivateGit } from './sources/git/private-git.js';
import { pathText } from './sources/path-text.js';

/** Objects asked of git at once. */
const NAMES_AT_ONCE = 1000;

/** `search` first, `compare` when truncated copies were told, `close` whatever happens. */
export class ChosenScan {
  readonly #path: string;
  readonly #choice: Choice;
  readonly #tools: HistoryTools;
  /** Tokens by the object that holds them, and whether it holds them whole. */
  readonly #held = new Map<string, Map<Fingerprint, boolean>>();
  /** Those of them that are commits. */
  readonly #commits = new Set<string>();
  readonly #bodies = new Map<Fingerprint, Fingerprint>();
  #here: Here | undefined;
  #git: PrivateGit | undefined;
  #chosen: ChosenObjects | undefined;

  /** @throws UsageError `wrong-range` */
  constructor(path: string, choice: Choice, tools: HistoryTools) {
    this.#path = path;
    this.#choice = choice;
    this.#tools = tools;
    if (choice.kind === 'staged') return;
    if (choice.ranges.length === 0) throw new UsageError('wrong-range', 'a range OLD..NEW is needed');
    for (const range of choice.ranges) parseRange(range);
  }

  /** Searches what was chosen. Throws `UsageError` for a revision that is not there. */
  async *search(): AsyncGenerator<ScanEvent> {
    try {
      const git = findGit(this.#tools.options.searchPath, this.#path);
      if (git === undefined) {
        yield this.#failure('git-missing', 'what is staged or in a range is asked of git, which is not installed');
        return;
      }
      const { allow = [], gitVariables = {} } = this.#tools.options;
      const here = openHere(this.#path, allow, gitVariables);
      this.#here = here;
      this.#git = makePrivateGit(git, here.repository, this.#tools.options.signal);
      this.#chosen = await chooseObjects(this.#git.command, here, this.#choice);
    } catch (error) {
      if (!(error instanceof GitError)) throw error;
      yield this.#failure(error.code, error.message);
      return;
    }
    this.#tools.listed();
    if (this.#chosen.isCutShort)
      yield this.#failure(
        'history-shallow',
        'the range goes on where this shallow clone ends; git fetch --deepen=100 brings more',
      );
    yield* this.#tools.search(this.#named(this.#chosen.names), () => {});
  }

  /** Remembers which object holds which token. */
  see(event: ScanEvent): void {
    if (event.type === 'finding') this.#bodies.set(event.finding.fingerprint, event.finding.bodyFingerprint);
    if (event.type !== 'sighting') return;
    const { fingerprint, sighting } = event;
    const object = gitObjectOf(sighting.origin);
    if (object === undefined || object.repository.path.text !== this.#here?.repository.name.path.text) return;
    if (object.type === 'commit') this.#commits.add(object.object);
    const held = this.#held.get(object.object) ?? new Map<Fingerprint, boolean>();
    this.#held.set(object.object, held.set(fingerprint, sighting.complete || held.get(fingerprint) === true));
  }

  /** Tells where what was found stands, and gives the tokens that stood everywhere at the same paths before. */
  async *compare(): AsyncGenerator<ScanEvent, readonly Fingerprint[]> {
    if (this.#chosen === undefined || this.#git === undefined || this.#held.size === 0) return [];
    const { places, boundaries } = this.#chosen;
    const paths = new Set<string>();
    for (const object of this.#held.keys()) for (const path of places.get(object)?.paths ?? []) paths.add(path);
    yield* this.#attribute(this.#git, places);
    try {
      const versions = await versionsBefore(this.#git.command, boundaries, [...paths]);
      const names = new Set([...versions.values()].flatMap((blobs) => [...blobs]));
      return this.#known(versions, await this.#peek([...names]));
    } catch (error) {
      if (!(error instanceof GitError)) throw error;
      yield this.#failure(error.code, `what the files held before is not known: ${error.message}`);
      return [];
    }
  }

  /** Commits first, as those who read along are used to. */
  async *#attribute({ command }: PrivateGit, places: ChosenObjects['places']): AsyncGenerator<ScanEvent> {
    const { repository } = this.#here as Here;
    const commitsOf = (object: string): readonly string[] =>
      this.#commits.has(object) ? [object] : [...(places.get(object)?.commits ?? [])];
    const objects = [...this.#held.keys()];
    yield* describeCommits(command, [...new Set(objects.flatMap(commitsOf))]);
    for (const object of objects) {
      yield {
        type: 'attribution',
        repository: repository.name.path,
        object,
        paths: [...(places.get(object)?.paths ?? [])].map(textOf),
        commits: commitsOf(object),
        reachable: this.#choice.kind !== 'staged',
      };
    }
  }

  #peek(names: readonly string[]): Promise<ReadonlyMap<string, readonly TokenReference[]>> {
    const { options, detectors } = this.#tools;
    return peek(this.#named(names), { archiveLimits: options.archiveLimits ?? {}, detectors });
  }

  /** Removes the private git directory. */
  close(): void {
    this.#git?.close();
    this.#git = undefined;
  }

  #known(
    versions: ReadonlyMap<string, ReadonlySet<string>>,
    before: ReadonlyMap<string, readonly TokenReference[]>,
  ): readonly Fingerprint[] {
    const fresh = new Set<Fingerprint>();
    const seen = new Set<Fingerprint>();
    for (const [object, held] of this.#held) {
      const paths = [...(this.#chosen?.places.get(object)?.paths ?? [])];
      for (const [fingerprint, isWhole] of held) {
        seen.add(fingerprint);
        const isSame = (token: TokenReference): boolean => this.#isSame(fingerprint, isWhole, token);
        const stood = (path: string): boolean =>
          [...(versions.get(path) ?? [])].some((blob) => before.get(blob)?.some(isSame));
        if (paths.length === 0 || !paths.every(stood)) fresh.add(fingerprint);
      }
    }
    return [...seen].filter((fingerprint) => !fresh.has(fingerprint));
  }

  /** A cut copy of what stood there whole is known; the whole of what stood there cut is not: only now it works. */
  #isSame(fingerprint: Fingerprint, isWhole: boolean, before: TokenReference): boolean {
    if (fingerprint === before.fingerprint) return true;
    return this.#bodies.get(fingerprint) === before.bodyFingerprint && (before.isComplete || !isWhole);
  }

  *#named(names: readonly string[]): Generator<Work> {
    const { repository } = this.#here as Here;
    const { command } = this.#git as PrivateGit;
    for (let start = 0; start < names.length; start += NAMES_AT_ONCE) {
      const some = names.slice(start, start + NAMES_AT_ONCE);
      yield { kind: 'objects', haystack: { kind: 'named', repository: repository.name, command, names: some } };
    }
  }

  #failure(code: string, message: string): ScanEvent {
    return { type: 'failure', failure: { origin: { kind: 'file', path: pathText(this.#path) }, code, message } };
  }
}

/** Paths come as latin1. */
function textOf(path: string): PathText {
  return pathText(Buffer.from(path, 'latin1'));
}
