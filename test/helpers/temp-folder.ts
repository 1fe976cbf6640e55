/** Folders that are gone when the test is over. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';

/** Makes an empty folder outside the project, removed with all it holds when the test ends. */
export async function tempFolder(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kubeleaks-test-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
