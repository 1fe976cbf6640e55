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

  #grow(): void {
    const values = new Uint32Array(this.count * 2);
    values.set(this.values);
    this.values = values;
  }
}
