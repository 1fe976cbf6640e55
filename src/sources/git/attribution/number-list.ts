/** A list of numbers that grows. */

/** Numbers of 32 bits, without sign. */
export class NumberList {
  /** How many of `values` count. */
  count = 0;
  values = new Uint32Array(1024);

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
