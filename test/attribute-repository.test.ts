import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { attributeRepository } from '../src/attribute-repository.js';
import type { Fingerprint, History } from '../src/model/finding.js';
import { askReferences } from '../src/sources/git/ask-references.js';
import { readReferences } from '../src/sources/git/attribution/references.js';
import { copyRefs } from '../src/sources/git/choosing/copy-refs.js';
import { findGit } from '../src/sources/git/find-git.js';
import { makePrivateGit } from '../src/sources/git/private-git.js';
import { openRepository } from '../src/sources/git/repository/repository.js';
import { GitRepository } from './helpers/git/git-repository.js';
import { tempFolder } from './helpers/temp-folder.js';

const searchPath = process.env['PATH'] ?? '';

/** What is told of blobs that hold a token each. */
async function storiesOf(
  repository: GitRepository,
  blobs: readonly string[],
  path = searchPath,
): Promise<readonly History[]> {
  const holders = new Map(
    blobs.map((blob) => [blob, { type: 'blob', fingerprints: new Set([blob as Fingerprint]) }] as const),
  );
  const told: History[] = [];
  const opened = openRepository(repository.path, []);
  for await (const event of attributeRepository(opened, holders, new Map(), { searchPath: path }, undefined)) {
    if (event.type === 'history') told.push(event.history);
  }
  return told;
}

test('an index that is split is read by git, and where git fails nobody claims to know it', async (t) => {
  const folder = await tempFolder(t);
  const repository = new GitRepository(join(folder, 'r'));
  repository.commit({ 'committed.txt': 'committed\n' });
  repository.write('shared.txt', 'shared\n');
  repository.write('taken out.txt', 'taken out\n');
  repository.git('add', '.');
  repository.git('update-index', '--split-index');
  repository.git('rm', '-q', '--cached', '-f', 'taken out.txt');
  repository.write('late\nand odd.txt', 'late\n');
  repository.git('add', 'late\nand odd.txt');
  const blobs = ['shared\n', 'late\n', 'taken out\n'].map((content) => repository.hashObject(content));
  const summary = ({ state, refs, partial }: History): unknown => [state, refs, partial];
  t.deepEqual((await storiesOf(repository, blobs)).map(summary), [
    ['present', ['index'], false],
    ['present', ['index'], false],
    ['unreachable', [], false],
  ]);
  const broken = join(folder, 'bin');
  mkdirSync(broken);
  writeFileSync(join(broken, 'git'), '#!/bin/sh\nexit 1\n', { mode: 0o700 });
  t.deepEqual((await storiesOf(repository, blobs, broken)).map(summary), [
    ['unknown', [], true],
    ['unknown', [], true],
    ['unknown', [], true],
  ]);
});

test('git names the same refs that are read from files: packed and loose ones, on a branch and detached', async (t) => {
  const repository = new GitRepository(join(await tempFolder(t), 'r'));
  repository.commit({ a: 'a\n' });
  repository.git('tag', '-a', '-m', 'tagged', 'v1');
  repository.git('branch', 'zebra');
  repository.git('pack-refs', '--all');
  repository.commit({ a: 'b\n' });
  repository.git('branch', 'antelope/ä');
  for (const detach of [[], ['--detach']]) {
    repository.git('checkout', '-q', ...detach, 'zebra');
    const opened = openRepository(repository.path, []);
    const { command, close } = makePrivateGit(findGit(searchPath) as string, opened);
    t.teardown(close);
    copyRefs(opened, command.gitFolder);
    const asked = await askReferences(command);
    t.deepEqual(asked, readReferences(opened));
    t.is(asked.list[0]?.name, detach.length > 0 ? 'HEAD' : 'refs/heads/zebra');
  }
});
