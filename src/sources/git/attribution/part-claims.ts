/** Hands out numbers to threads, each once. */
export class PartClaims {
  /** What another thread makes its own `PartClaims` of. */
  readonly shared: SharedArrayBuffer;

  constructor(shared = new SharedArrayBuffer(4)) {
    this.shared = shared;
  }

  /** 0, 1, 2, … */
  claim(): number {
    return Atomics.add(new Int32Array(this.shared), 0, 1);
  }
}
