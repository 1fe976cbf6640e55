/** Real repositories for tests, made by git itself without anybody's settings. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const clock = Date.UTC(2024, 0, 1) / 1000;

/** What can be said of a commit. */
export interface CommitRecipe {
  readonly message?: string;
  readonly author?: string;
}

/** A repository in a folder of the test. Times of commits are fixed and ascend. */
export class GitRepository {
  readonly path: string;
  #commits = 0;

  /** Makes one; `args` go to `git init`. */
  constructor(path: string, args: readonly string[] = []) {
    this.path = path;
    mkdirSync(path, { recursive: true });
    execFileSync('git', ['init', '-q', '-b', 'main', ...args, path], { env: this.environment() });
    this.git('config', 'gc.auto', '0');
  }

  /** Runs git in it and gives its output without the last line break. */
  git(...args: string[]): string {
    return this.run(args).toString().replace(/\n$/, '');
  }

  /** Runs git in it with an input, and gives all its output. */
  run(args: readonly string[], input?: string | Uint8Array, extra: Record<string, string> = {}): Buffer {
    return execFileSync('git', ['-C', this.path, ...args], {
      env: { ...this.environment(), ...extra },
      maxBuffer: 1 << 28,
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(input === undefined ? {} : { input }),
    });
  }

  /** Writes a file of the work tree. */
  write(path: string, content: string | Uint8Array): void {
    const file = join(this.path, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  /** Writes files, removes those that are null, and commits everything. Answers the commit's id. */
  commit(files: Readonly<Record<string, string | Uint8Array | null>>, recipe: CommitRecipe = {}): string {
    for (const [path, content] of Object.entries(files)) {
      if (content === null) this.git('rm', '-q', '--', path);
      else this.write(path, content);
    }
    this.git('add', '-A');
    return this.commitIndex(recipe);
  }

  /** Commits what is staged. */
  commitIndex({ message, author = 'Ann <ann@example.com>' }: CommitRecipe = {}): string {
    this.#commits += 1;
    this.git('commit', '-q', '--allow-empty', '--author', author, '-m', message ?? `commit ${this.#commits}`);
    return this.head();
  }

  head(): string {
    return this.git('rev-parse', 'HEAD');
  }

  /** Writes a blob that nothing points to. */
  hashObject(content: string | Uint8Array): string {
    return this.run(['hash-object', '-w', '--stdin'], content).toString().trim();
  }

  environment(): Record<string, string> {
    const time = `${clock + this.#commits * 60} +0000`;
    return {
      PATH: process.env['PATH'] ?? '',
      HOME: this.path,
      LC_ALL: 'C',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: join(this.path, 'no such file'),
      GIT_AUTHOR_DATE: time,
      GIT_COMMITTER_DATE: time,
      GIT_COMMITTER_NAME: 'Cy',
      GIT_COMMITTER_EMAIL: 'cy@example.com',
      GIT_AUTHOR_NAME: 'Ann',
      GIT_AUTHOR_EMAIL: 'ann@example.com',
      GIT_ALLOW_PROTOCOL: 'file',
    };
  }
}
