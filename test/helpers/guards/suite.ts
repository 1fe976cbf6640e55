/** Loaded before every test file: no network but this machine's own, and no warning of Node goes unseen. */
import { forbidNetwork } from '../forbid-network.js';

forbidNetwork({ isLoopbackAllowed: true });
process.on('warning', (warning) => {
  throw warning;
});
