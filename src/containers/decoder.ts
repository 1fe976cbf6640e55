/** A compressed file as a container: one entry without a name, made by a decoder. */
import type { Budget } from './budget.js';
import { ByteReader } from './byte-reader.js';
import type { Container, ContainerInput, ContainerItem } from './container.js';
import { Meter } from './meter.js';
import { OpenEntry } from './open-entry.js';

/**
 * Pulls compressed bytes and yields plain ones to the end of the input. Throws `ContainerError` for bad data, and lets
 * errors of the reader pass.
 */
export type Decoder = (reader: ByteReader, budget: Budget) => AsyncGenerator<Uint8Array>;

/** Makes the `open` of a compressed format from its decoder, which is loaded when there is something to decode. */
export function openWith(format: string, load: () => Decoder | Promise<Decoder>): Container['open'] {
  return async function* open(input: ContainerInput, budget: Budget): AsyncGenerator<ContainerItem> {
    const reader = new ByteReader(input.chunks);
    const meter = new Meter(budget, format, () => reader.position);
    try {
      const isEndUnknown = input.isEndUnknown === true;
      const decode = await load();
      const plain = async function* (): AsyncGenerator<Uint8Array> {
        for await (const bytes of decode(reader, budget)) {
          meter.addBytes(bytes.length);
          yield bytes;
        }
      };
      const content = new OpenEntry(null, plain, isEndUnknown);
      yield* content.items();
      if (content.error?.restIsPlain === true && !isEndUnknown) yield* new OpenEntry(null, () => reader.rest()).items();
    } finally {
      await reader.close();
    }
  };
}
