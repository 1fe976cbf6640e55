/** Searches the objects of a git repository: of each what its base does not hold, and the whole of what holds anything. */
import type { Container } from '../containers/container.js';
import {
  containerMagicBytes,
  containerTailBytes,
  mayEndContainer,
  recogniseContainer,
  recogniseContainerTail,
} from '../containers/recognise-container.js';
import type { Kernel } from '../kernel/kernel.js';
import type { GitHaystack, LooseHaystack, NamedHaystack, PackHaystack } from '../model/haystack.js';
import type { GitObjectOrigin, RepositoryName } from '../model/origin.js';
import { catFile } from '../sources/git/cat-file.js';
import { readLooseObject } from '../sources/git/loose-object.js';
import { FamilyWalk } from '../sources/git/pack/family-walk.js';
import { OpenPack } from '../sources/git/pack/open-pack.js';
import { PackMemory } from '../sources/git/pack/pack-memory.js';
import type { PackObject } from '../sources/git/pack/pack-object.js';
import type { Embedded } from './embedded.js';
import { EmbeddedList } from './embedded-list.js';
import type { Nest } from './nest.js';
import type { NestSink } from './nest-sink.js';
import type { Readable, Searcher } from './searcher.js';

/** Takes what comes of a search of objects. */
export interface ObjectSink extends NestSink {
  /** An object was searched. */
  object(bytes: number): void;
  /** An object cannot be read here; it is to be asked of git. */
  refused(name: string): void;
  /** The haystack, or part of it, is gone: repacked or pruned meanwhile. */
  gone(): void;
}

/** An object that has to be opened, which takes awaiting. */
interface Kept {
  readonly origin: GitObjectOrigin;
  readonly bytes: Uint8Array;
  readonly container: Container | undefined;
  readonly embedded: readonly Embedded[];
}

/** Bytes kept before they are opened. */
const MOST_KEPT_BYTES = 16 * 1024 * 1024;

/** Loose objects above this are streamed by git. */
const MOST_LOOSE_BYTES = 32 * 1024 * 1024;

const typeNames = ['blob', 'commit', 'tree', 'blob', 'tag'] as const;

/** One a thread; haystacks go through it one after the other. */
export class ObjectSearch {
  readonly #searcher: Searcher;
  readonly #nest: Nest;
  readonly #sink: ObjectSink;
  #memory: PackMemory | undefined;
  /** Looks for anchors in that memory. */
  #kernel: Kernel | undefined;
  #pack: { readonly path: string; readonly pack: OpenPack } | undefined;
  readonly #toldGaps = new Set<string>();
  #kept: Kept[] = [];
  #keptBytes = 0;
  readonly #tail = new Uint8Array(containerTailBytes);

  constructor(searcher: Searcher, nest: Nest, sink: ObjectSink) {
    this.#searcher = searcher;
    this.#nest = nest;
    this.#sink = sink;
  }

  /** Searches all of a haystack. Whatever its bytes are, they make no error. */
  async search(haystack: GitHaystack): Promise<void> {
    switch (haystack.kind) {
      case 'pack':
        await this.#searchPack(haystack);
        break;
      case 'loose':
        await this.#searchLoose(haystack);
        break;
      case 'named':
        await this.#searchNamed(haystack);
        break;
      default:
        haystack satisfies never;
    }
  }

  async #searchPack(haystack: PackHaystack): Promise<void> {
    const pack = this.#open(haystack);
    if (pack === undefined) return this.#sink.gone();
    this.#memory ??= new PackMemory();
    this.#kernel ??= this.#searcher.kernelOver(this.#memory.memory);
    const isKnown = (entry: number): boolean => haystack.known !== null && haystack.known[entry] !== 0;
    const { longest, anchors } = this.#searcher;
    const wanted = { longest, strings: anchors, headBytes: containerMagicBytes };
    const walk = new FamilyWalk(pack.file(this.#memory), this.#memory, wanted, haystack.apart, {
      look: (object) => isKnown(object.entry) || this.#look(object, pack, haystack.repository),
      refuse: (entry) => {
        if (!isKnown(entry)) this.#sink.refused(pack.name(entry));
      },
      wantsPause: () => this.#keptBytes >= MOST_KEPT_BYTES,
    });
    for (const _ of walk.walk(haystack)) await this.#openKept();
    await this.#openKept();
    if (walk.gaps > 0) this.#tellGaps(haystack.path);
  }

  /** Once a pack: its units meet the same. */
  #tellGaps(path: string): void {
    if (this.#toldGaps.has(path)) return;
    this.#toldGaps.add(path);
    const message =
      'it holds bytes between its objects that its index does not name; they were not searched (git index-pack mends it)';
    this.#sink.failed({ origin: { kind: 'file', path: { text: path } }, code: 'pack-corrupt', message });
  }

  #open({ path, layout }: PackHaystack): OpenPack | undefined {
    if (this.#pack?.path === path) return this.#pack.pack;
    this.#pack?.pack.close();
    this.#pack = undefined;
    try {
      const pack = new OpenPack(path, layout);
      this.#pack = { path, pack };
      return pack;
    } catch {
      return undefined;
    }
  }

  /** True when the object holds an anchor, or has to be opened. */
  #look(object: PackObject, pack: OpenPack, repository: RepositoryName): boolean {
    if (!object.isProbe) this.#sink.object(object.size);
    if (!this.#mayHoldAnything(object)) return false;
    const readable: Readable = {
      canSeek: true,
      read(target, offset, length, position) {
        const end = Math.min(object.size, position + length);
        if (end > position) object.copy(position, end, target, offset);
        return Math.max(0, end - position);
      },
    };
    const type = typeNames[object.type] ?? 'blob';
    const name = object.isProbe ? '' : pack.name(object.entry);
    return this.#searchObject(originOf(repository, name, type), readable, object.size, object.isProbe);
  }

  /** A quick look that is right when it says no. */
  #mayHoldAnything(object: PackObject): boolean {
    const bytes = object.isWhole ? object.text : object.fresh;
    if (bytes === null) return true;
    const head = object.isWhole ? bytes.subarray(0, containerMagicBytes) : object.head;
    if (head !== null && recogniseContainer(head) !== undefined) return true;
    if (object.isWhole && recogniseContainerTail(bytes) !== undefined) return true;
    const kernel = this.#kernel as Kernel;
    const from = bytes.byteOffset - kernel.input.byteOffset;
    const end = from + bytes.length;
    return kernel.find(from, end, end) > 0 || (!object.isWhole && this.#endsAsContainer(object));
  }

  /** An archive that a delta put behind a script. */
  #endsAsContainer(object: PackObject): boolean {
    if (object.size < containerTailBytes || !mayEndContainer(object.deltaLast)) return false;
    object.copy(object.size - containerTailBytes, object.size, this.#tail, 0);
    return recogniseContainerTail(this.#tail) !== undefined;
  }

  /** Searches an object; what must be opened is kept for later. True when it marks its deltas. */
  #searchObject(origin: GitObjectOrigin, readable: Readable, size: number, isProbe: boolean): boolean {
    let container: Container | undefined;
    const inText = new EmbeddedList(origin, this.#sink, true);
    const { isOther, hasAnchors } = this.#searcher.search(
      readable,
      {
        found: (placed) => (isProbe ? undefined : this.#sink.found(origin, placed)),
        embedded: (embedded) => (isProbe ? undefined : inText.add(embedded)),
      },
      undefined,
      (head) => (container = recogniseContainer(head)) !== undefined,
    );
    // Behind a program or a launch script.
    if (!isProbe && !isOther) container = behind(readable, size);
    if (!isProbe && (container !== undefined || inText.items.length > 0)) {
      const bytes = new Uint8Array(size);
      readable.read(bytes, 0, size, 0);
      this.#kept.push({ origin, bytes, container, embedded: inText.items });
      this.#keptBytes += size;
    }
    return container !== undefined || hasAnchors;
  }

  async #openKept(): Promise<void> {
    const kept = this.#kept;
    this.#kept = [];
    this.#keptBytes = 0;
    for (const { origin, bytes, container, embedded } of kept) {
      const access = {
        size: bytes.length,
        read: (offset: number, length: number) => bytes.subarray(offset, offset + length),
      };
      if (container !== undefined) await this.#nest.open(container, origin, single(bytes), access, this.#sink);
      await this.#nest.openEmbedded(embedded, origin, readableOf(bytes).readAt, this.#sink);
    }
  }

  async #searchLoose({ repository, folder, files }: LooseHaystack): Promise<void> {
    for (const file of files) {
      const object = readLooseObject(`${folder}/${file}`, MOST_LOOSE_BYTES);
      const name = file.replace('/', '');
      if (object === 'gone') this.#sink.gone();
      else if (object === 'unreadable') this.#sink.refused(name);
      else if (object.type !== 'tree') {
        this.#sink.object(object.bytes.length);
        this.#searchObject(
          originOf(repository, name, object.type),
          readableOf(object.bytes),
          object.bytes.length,
          false,
        );
        if (this.#keptBytes >= MOST_KEPT_BYTES) await this.#openKept();
      }
    }
    await this.#openKept();
  }

  async #searchNamed({ repository, names, command }: NamedHaystack): Promise<void> {
    for await (const asked of catFile(command, names)) {
      const origin = originOf(
        repository,
        asked.name,
        asked.kind === 'missing' || asked.type === 'tree' ? 'blob' : asked.type,
      );
      if (asked.kind === 'missing') {
        const message = 'this object is missing or broken: git cannot read it either';
        this.#sink.failed({ origin, code: 'object-corrupt', message });
        continue;
      }
      if (asked.type === 'tree') continue;
      let bytes = 0;
      await this.#nest.search(
        counted(asked.chunks, (count) => (bytes += count)),
        origin,
        this.#sink,
      );
      if (bytes === asked.size) this.#sink.object(bytes);
      else this.#sink.failed({ origin, code: 'object-corrupt', message: 'git broke off in the middle of this object' });
    }
  }
}

function originOf(
  repository: RepositoryName,
  object: string,
  type: 'commit' | 'tree' | 'blob' | 'tag',
): GitObjectOrigin {
  return {
    kind: 'git-object',
    repository,
    object,
    type: type === 'tree' ? 'blob' : type,
    paths: [],
    commits: [],
    reachable: null,
  };
}

function readableOf(bytes: Uint8Array): Readable & { readAt(target: Uint8Array, position: number): number } {
  const read = (target: Uint8Array, offset: number, length: number, position: number): number => {
    const piece = bytes.subarray(position, position + length);
    target.set(piece, offset);
    return piece.length;
  };
  return { canSeek: true, read, readAt: (target, position) => read(target, 0, target.length, position) };
}

function behind(readable: Readable, size: number): Container | undefined {
  const tail = new Uint8Array(Math.min(containerTailBytes, size));
  return readable.read(tail, 0, tail.length, size - tail.length) === tail.length
    ? recogniseContainerTail(tail)
    : undefined;
}

async function* single(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function* counted(chunks: AsyncIterable<Uint8Array>, count: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    count(chunk.length);
    yield chunk;
  }
}
