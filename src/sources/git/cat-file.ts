/** Objects as git itself reads them (git-cat-file, "Batch output"): slow, and able to read whatever git can. */
import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { GitCommand } from '../../model/haystack.js';
import type { ObjectType } from './loose-object.js';

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

/** Asks for objects by name, in hex; they come in the order of the names, each whole or missing. */
export async function* catFile(
  { git, gitFolder, environment }: GitCommand,
  names: readonly string[],
): AsyncGenerator<AskedObject> {
  const child = spawn(git, ['--git-dir', gitFolder, 'cat-file', '--batch', '--buffer'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    cwd: gitFolder,
    env: environment,
  });
  // Whether it cannot be started or dies, its output ends early, and that is told below.
  child.on('error', () => child.stdout.destroy());
  child.stdin.on('error', () => undefined);
  child.stdin.end(names.map((name) => `${name}\n`).join(''));
  const output = new BatchOutput(child.stdout);
  try {
    for (const name of names) yield await output.next(name);
  } finally {
    child.kill();
  }
}

/** Cuts git's output into objects. */
class BatchOutput {
  readonly #chunks: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);
  /** Bytes of the last object, and the line break after it, that nobody read. */
  #left = 0;

  constructor(stream: Readable) {
    this.#chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
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
    const next = await this.#chunks.next().catch(() => undefined);
    if (next === undefined || next.done === true) return false;
    this.#held = this.#held.length === 0 ? next.value : Buffer.concat([this.#held, next.value]);
    return true;
  }
}
