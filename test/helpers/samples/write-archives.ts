/**
 * Writes `samples/archives/` anew from the other samples, with the system's own tools (tar, zip, ar, gzip, bzip2, xz, zstd,
 * lz4): `node build/test/helpers/samples/write-archives.js`.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../root.js';

const samples = join(root, 'samples');
const archives = join(samples, 'archives');
const work = mkdtempSync(join(tmpdir(), 'kubeleaks-samples-'));

function run(tool: string, ...args: readonly string[]): Buffer {
  return execFileSync(tool, args, { cwd: work, env: { ...process.env, TZ: 'UTC' } });
}

/** Copies a sample into the work folder under another name. */
function put(name: string, sample: string): void {
  mkdirSync(dirname(join(work, name)), { recursive: true });
  cpSync(join(samples, sample), join(work, name));
}

function tar(out: string, ...names: readonly string[]): void {
  run(
    'tar',
    '--format=pax',
    '--sort=name',
    '--owner=root:0',
    '--group=root:0',
    '--mtime=@1763640000',
    '--pax-option=delete=atime,delete=ctime',
    '-cf',
    out,
    ...names,
  );
}

const out = (name: string): string => join(archives, name);

function writeCompressed(): void {
  put('kubelet.log', 'logs/kubelet.log');
  put('kubelet.log.old', 'kubernetes-legacy/leak.client-go-header.log');
  // Two members, as when a rotation appends to what is there.
  writeFileSync(
    out('leak.kubelet.log.gz'),
    Buffer.concat([run('gzip', '-9nc', 'kubelet.log'), run('gzip', '-9nc', 'kubelet.log.old')]),
  );
  writeFileSync(
    out('leak.kubelet.log.zst'),
    Buffer.concat([run('zstd', '-q', '-19', '-c', 'kubelet.log'), run('zstd', '-q', '-c', 'kubelet.log.old')]),
  );
  for (const [tool, suffix] of [
    ['bzip2', 'bz2'],
    ['xz', 'xz'],
    ['lz4', 'lz4'],
  ] as const) {
    writeFileSync(out(`leak.kubelet.log.${suffix}`), run(tool, '-9', '-c', 'kubelet.log'));
  }
}

function writeArchives(): void {
  put('backup/home/.kube/config', 'kubernetes-legacy/leak.kubeconfig.yaml');
  put('backup/srv/app.env', 'kubernetes-legacy/leak.env-file.env');
  tar('backup.tar', 'backup');
  writeFileSync(out('leak.backup.tar.gz'), run('gzip', '-9nc', 'backup.tar'));
  put('BOOT-INF/classes/secret.yaml', 'kubernetes-legacy/leak.secret-manifest.yaml');
  run('touch', '-d', '@1763640000', 'BOOT-INF/classes/secret.yaml');
  run('zip', '-qXD', 'service.jar', 'BOOT-INF/classes/secret.yaml');
  writeFileSync(out('leak.service.jar'), readFileSync(join(work, 'service.jar')));
}

function writePackage(): void {
  put('etc/agent/kubeconfig', 'kubernetes-legacy/leak.kubeconfig.yaml');
  tar('data.tar', './etc/agent/kubeconfig');
  writeFileSync(
    join(work, 'control'),
    'Package: agent\nVersion: 1.0\nArchitecture: all\nMaintainer: nobody <nobody@example.com>\nDescription: an agent\n',
  );
  tar('control.tar', './control');
  writeFileSync(join(work, 'debian-binary'), '2.0\n');
  run('xz', '-9', 'data.tar');
  run('gzip', '-9n', 'control.tar');
  run('ar', 'rcD', 'agent.deb', 'debian-binary', 'control.tar.gz', 'data.tar.xz');
  writeFileSync(out('leak.agent.deb'), readFileSync(join(work, 'agent.deb')));
}

/** As `docker save` writes it; the second layer takes the token away again, and the first still holds it. */
function writeImage(): void {
  put('layer/root/.kube/config', 'kubernetes-legacy/leak.kubeconfig.yaml');
  run(
    'tar',
    '--format=pax',
    '--owner=root:0',
    '--group=root:0',
    '--mtime=@1763640000',
    '-C',
    'layer',
    '-cf',
    'first.tar',
    'root',
  );
  mkdirSync(join(work, 'gone/root/.kube'), { recursive: true });
  writeFileSync(join(work, 'gone/root/.kube/.wh.config'), '');
  run(
    'tar',
    '--format=pax',
    '--owner=root:0',
    '--group=root:0',
    '--mtime=@1763640000',
    '-C',
    'gone',
    '-cf',
    'second.tar',
    'root',
  );
  const blobs = ['first.tar', 'second.tar'].map((name) => {
    const bytes = readFileSync(join(work, name));
    const path = `blobs/sha256/${createHash('sha256').update(bytes).digest('hex')}`;
    mkdirSync(join(work, 'blobs/sha256'), { recursive: true });
    writeFileSync(join(work, path), bytes);
    return path;
  });
  writeFileSync(
    join(work, 'manifest.json'),
    JSON.stringify([{ Config: 'blobs/sha256/none', RepoTags: ['acme/agent:1.0'], Layers: blobs }]),
  );
  tar('image.tar', 'blobs', 'manifest.json');
  writeFileSync(out('leak.image.tar'), readFileSync(join(work, 'image.tar')));
}

rmSync(archives, { recursive: true, force: true });
mkdirSync(archives, { recursive: true });
try {
  writeCompressed();
  writeArchives();
  writePackage();
  writeImage();
} finally {
  rmSync(work, { recursive: true, force: true });
}
