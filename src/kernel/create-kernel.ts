/** The choice of twin. */
import { compileModule } from './compile-module.js';
import type { CreateKernel } from './kernel.js';
import { createScalarKernel } from './scalar-kernel.js';
import { simdKernels } from './simd-kernel.js';

const module = compileModule();

/** The fastest kernel that runs here. @throws RangeError when the table breaks the contract. */
export const createKernel: CreateKernel = module === undefined ? createScalarKernel : simdKernels(module);
