#!/usr/bin/env node
/** The bin. What it needs is loaded when it is known: `--version` costs hardly more than node itself. */

const [first] = process.argv.slice(2);
if (process.argv.length === 3 && (first === '--version' || first === '-V')) {
  const { version } = await import('../model/version.js');
  // A reader that went away is no error.
  process.stdout.on('error', () => {});
  process.stdout.write(`${version}\n`);
} else {
  const { start } = await import('./start.js');
  await start();
}
