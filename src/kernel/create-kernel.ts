/** The choice of twin. */
import type { CreateKernel } from './kernel.js';
import { createScalarKernel } from './scalar-kernel.js';
import { createSimdKernel, isSimdSupported } from './simd-kernel.js';

/** The fastest kernel that runs here. @throws RangeError when the table breaks the contract. */
export const createKernel: CreateKernel = isSimdSupported() ? createSimdKernel : createScalarKernel;
