/** Preloaded into a command that must reach nothing at all. */
import { forbidNetwork } from '../forbid-network.js';

forbidNetwork({ isLoopbackAllowed: false });
