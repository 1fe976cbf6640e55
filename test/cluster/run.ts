/** `npm run test:cluster`: starts a real API server and runs the tests of this folder against it. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../helpers/root.js';
import { startControlPlane } from './control-plane.js';

const cluster = await startControlPlane();
const env = {
  ...process.env,
  KUBELEAKS_TEST_KUBECONFIG: cluster.kubeconfig,
  KUBELEAKS_TEST_SIGNING_KEY: cluster.signingKey,
};
const ava = spawn(
  process.execPath,
  [join(root, 'node_modules', 'ava', 'entrypoints', 'cli.mjs'), 'build/test/cluster/**/*.test.js'],
  { cwd: root, env, stdio: 'inherit' },
);
const code = await new Promise<number>((resolve) => {
  ava.once('close', (exit) => {
    resolve(exit ?? 1);
  });
});
await cluster.stop();
process.exitCode = code;
