/** kubectl as a judge of the test server, where it is installed. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

function isInstalled(): boolean {
  try {
    execFileSync('kubectl', ['version', '--client'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export const hasKubectl = isInstalled();

/** A folder that `t.teardown` removes. */
export async function temporaryFolder(t: { teardown(fn: () => Promise<void>): void }): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kubeleaks-alive-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** What kubectl said; `home` keeps it from the user's own configuration and cache. */
export async function kubectl(
  home: string,
  args: readonly string[],
  kubeconfig: string,
  input?: string,
): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { PATH: process.env['PATH'], HOME: home, KUBECONFIG: kubeconfig };
  return new Promise((resolve) => {
    const child = execFile('kubectl', [...args], { env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : 1, stdout, stderr });
    });
    child.stdin?.end(input ?? '');
  });
}

/** Writes a kubeconfig for one server with one context and gives its path. */
export async function writeKubeconfig(folder: string, text: string, name = 'config'): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text, { mode: 0o600 });
  return path;
}
