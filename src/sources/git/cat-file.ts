/** Objects as git itself reads them (git-cat-file, "Batch output"): slow, and able to read whatever git can. */
import { spawn } from 'node:child_process';
import type { GitCommand } from '../../model/haystack.js';
import { GitError } from './git-error.js';
import type { ObjectType } from './loose-object.js';
import { GIT_SILENCE_MS, watchedOutput } from './watched-output.js';

/** An object that was asked for. */
export type AskedObject =
  | { readonly kind: 'missing'; readonly name: string }
  | {
      readonly kind: 'object';
      readonly name: string;
      readonly type: ObjectType;
      readonly size: number;
      /** Its bytes, once, before the next object is asked for; valid until the next chunk. Short when git breaks down. */
      readonly chunks: AsyncIterable<Uint8Array>;
    };

const LINE = /^(?<name>[0-9a-f]{40,64}) (?:(?<type>commit|tree|blob|tag) (?<size>\d+)|missing)$/;

/** Objects that git may hang at before the others are given up, too. */
const MOST_SILENCES = 3;

/**
 * Asks for objects by name, in hex; they come in the order of the names, each whole or missing. One at which git says
 * nothing for `silenceMs` counts as missing, as far as it did not come.
 */
export async function* catFile(
  command: GitCommand,
  names: readonly string[],
  silenceMs = GIT_SILENCE_MS,
): AsyncGenerator<AskedObject> {
  let left = names;
  for (let silences = 0; left.length > 0 && silences < MOST_SILENCES; silences += 1) {
    left = yield* askOnce(command, left, silenceMs);
  }
  for (const name of left) yield { kind: 'missing', name };
}

/** Answers which names are left when git fell silent. */
async function* askOnce(
  { git, gitFolder, environment }: GitCommand,
  names: readonly string[],
  silenceMs: number,
): AsyncGenerator<AskedObject, readonly string[]> {
  const child = spawn(git, ['--git-dir', gitFolder, 'cat-file', '--batch', '--buffer'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    cwd: gitFolder,
    env: environment,
  });
  // Whether it cannot be started or dies, its output ends early, and that is told below.
  child.on('error', () => child.stdout.destroy());
  child.stdin.on('error', () => undefined);
  child.stdin.end(names.map((name) => `${name}\n`).join(''));
  const output = new BatchOutput(watchedOutput(child, silenceMs));
  try {
    let told = 0;
    for (; told < names.length && !output.isSilent; told += 1) yield await output.next(names[told] as string);
    return names.slice(told);
  } finally {
    child.kill();
  }
}

/** Cuts git's output into objects. */
class BatchOutput {
  /** Git hung, and was ended. */
  isSilent = false;
  readonly #chunks: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);
  /** Bytes of the last object, and the line break after it, that nobody read. */
  #left = 0;

  constructor(chunks: AsyncIterator<Buffer>) {
    this.#chunks = chunks;
  }

  async next(name: string): Promise<AskedObject> {
    for await (const _ of this.#bytes(true)) continue;
    const line = LINE.exec(await this.#line())?.groups;
    const { type, size } = line ?? {};
    if (line?.['name'] !== name || type === undefined) return { kind: 'missing', name };
    this.#left = Number(size) + 1;
    return { kind: 'object', name, type: type as ObjectType, size: Number(size), chunks: this.#bytes(false) };
  }

  async #line(): Promise<string> {
    let end = this.#held.indexOf(10);
    while (end < 0 && (await this.#pull())) end = this.#held.indexOf(10);
    const line = this.#held.toString('latin1', 0, Math.max(0, end));
    this.#held = this.#held.subarray(end + 1);
    return line;
  }

  /** What is left of the object, with the line break when all of it is to go. */
  async *#bytes(isAll: boolean): AsyncGenerator<Uint8Array> {
    const rest = isAll ? 0 : 1;
    while (this.#left > rest) {
      if (this.#held.length === 0 && !(await this.#pull())) return;
      const some = this.#held.subarray(0, this.#left - rest);
      this.#held = this.#held.subarray(some.length);
      this.#left -= some.length;
      yield some;
    }
  }

  async #pull(): Promise<boolean> {
    const next = await this.#chunks.next().catch((error: unknown) => {
      this.isSilent ||= error instanceof GitError;
      return undefined;
    });
    if (next === undefined || next.done === true) return false;
    this.#held = this.#held.length === 0 ? next.value : Buffer.concat([this.#held, next.value]);
    return true;
  }
}
