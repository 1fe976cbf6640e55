/** Compiles the WebAssembly that is made of assembly/, in the better of the two ways that it is there. */
import { setFlagsFromString } from 'node:v8';
import { binary, relaxedBinary } from './binary.js';

/** `relaxed`: looks bytes up without asking whether the places lie in the table (relaxed SIMD), a third faster. */
export type Flavor = 'relaxed' | 'plain';

const NEWER = '--experimental-wasm-relaxed-simd';

/** Of Node 20's V8, which compiles relaxed SIMD only where its flag is set: for as long as this takes, it is. */
function compileNewer(bytes: Uint8Array): WebAssembly.Module | undefined {
  setFlagsFromString(NEWER);
  try {
    return WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : undefined;
  } finally {
    // As it was: V8 takes no stored code of Node's own where flags are others.
    setFlagsFromString(NEWER.replace('--', '--no-'));
  }
}

/** The module, or undefined where no SIMD is; `flavor`: this one and no other. Small: done at once, no waiting pays. */
export function compileModule(flavor?: Flavor): WebAssembly.Module | undefined {
  const [plain, relaxed] = [binary, relaxedBinary].map((text) => Buffer.from(text, 'base64')) as [Buffer, Buffer];
  if (flavor !== 'plain') {
    if (WebAssembly.validate(relaxed)) return new WebAssembly.Module(relaxed);
    const module = WebAssembly.validate(plain) ? compileNewer(relaxed) : undefined;
    if (module !== undefined || flavor === 'relaxed') return module;
  }
  return WebAssembly.validate(plain) ? new WebAssembly.Module(plain) : undefined;
}
