/** A list of numbers that grows. */

/** Numbers of 32 bits, without sign. */
export class NumberList {
  /** How many of `values` count. */
  count = 0;
  values: Uint32Array<ArrayBuffer>;

  /** `expected`: about how many will come. */
  constructor(expected = 0) {
    this.values = new Uint32Array(Math.max(1024, expected));
  }

  push(value: number): void {
    if (this.count === this.values.length) this.#grow();
    this.values[this.count] = value;
    this.count += 1;
  }

  /** The numbers, to be kept while the list goes on. */
  get list(): Uint32Array {
    return this.values.slice(0, this.count);
  }

  append(values: Uint32Array): void {
    if (this.count + values.length > this.values.length) this.#grow(values.length);
    this.values.set(values, this.count);
    this.count += values.length;
  }

  #grow(more = 0): void {
    const values = new Uint32Array(this.count * 2 + more);
    values.set(this.values);
    this.values = values;
  }
}
