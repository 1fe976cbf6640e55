/** The few names of WebAssembly that the kernel uses: TypeScript knows them only together with a browser's. */
declare namespace WebAssembly {
  interface Memory {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    readonly exports: unknown;
    constructor(module: Module);
  }
  function validate(bytes: Uint8Array): boolean;
}
