/** The few names of WebAssembly that the kernel uses: TypeScript knows them only together with a browser's. */
declare namespace WebAssembly {
  class Memory {
    readonly buffer: ArrayBuffer;
    constructor(pages: { initial: number; maximum: number });
  }
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    readonly exports: unknown;
    constructor(module: Module, imports: { readonly env: object });
  }
  function validate(bytes: Uint8Array): boolean;
}
