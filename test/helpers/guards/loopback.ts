/** Preloaded into a command that may reach servers that the test started. */
import { forbidNetwork } from '../forbid-network.js';

forbidNetwork({ isLoopbackAllowed: true });
