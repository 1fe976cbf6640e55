/** Hands chunks from one who has them to one who takes them, one at a time, so that nothing piles up between. */

/** One writer, one reader. */
export class Channel {
  #chunk: Uint8Array | undefined;
  #isEnd = false;
  #isLeft = false;
  #wakeReader: () => void = () => {};
  #wakeWriter: () => void = () => {};

  /** Gives a chunk; done when the reader asks for the next one, or has left. The chunk must stay as it is until then. */
  async write(chunk: Uint8Array): Promise<void> {
    if (this.#isLeft) return;
    this.#chunk = chunk;
    const taken = new Promise<void>((resolve) => (this.#wakeWriter = resolve));
    this.#wakeReader();
    await taken;
  }

  /** No chunk follows. */
  end(): void {
    this.#isEnd = true;
    this.#wakeReader();
  }

  /** The chunks; each is valid until the next one is asked for. To be read once. */
  async *read(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        while (this.#chunk === undefined && !this.#isEnd) {
          const arrived = new Promise<void>((resolve) => (this.#wakeReader = resolve));
          this.#wakeWriter();
          await arrived;
        }
        const chunk = this.#chunk;
        this.#chunk = undefined;
        if (chunk === undefined) return;
        yield chunk;
      }
    } finally {
      this.leave();
    }
  }

  /** The reader wants no more, perhaps without having begun. */
  leave(): void {
    this.#isLeft = true;
    this.#wakeWriter();
  }
}
