import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import test from 'ava';
import { findMissingObjects } from '../../../src/sources/git/missing-objects.js';
import { openRepository } from '../../../src/sources/git/repository/repository.js';
import { GitRepository } from '../../helpers/git/git-repository.js';
import { writeRandomHistory } from '../../helpers/git/random-history.js';
import { tempFolder } from '../../helpers/temp-folder.js';

test('what a partial clone left out is what git lists, whatever was filtered: deltas, long names, submodules', async (t) => {
  const folder = await tempFolder(t);
  const origin = new GitRepository(join(folder, 'origin'));
  origin.git('config', 'uploadpack.allowFilter', 'true');
  writeRandomHistory(origin, 7, { commits: 90, contents: 60, filler: 40 });
  const [branch = ''] = origin.git('for-each-ref', '--format=%(objectname)').split('\n');
  const link = `160000 commit ${'1'.repeat(40)}\tlinked\n`;
  const files = origin.git('ls-tree', branch);
  const tree = origin.run(['mktree'], `${files}\n${link}`).toString().trim();
  origin.git('update-ref', 'refs/heads/linked', origin.git('commit-tree', tree, '-m', 'with a submodule'));
  origin.git('repack', '-q', '-adf', '--depth=50', '--window=50');
  for (const filter of ['blob:none', 'blob:limit=11', 'tree:2']) {
    const path = join(folder, filter);
    const args = ['clone', '-q', '--bare', `--filter=${filter}`, `file://${origin.path}`, path];
    execFileSync('git', args, { env: origin.environment() });
    const listed = execFileSync('git', ['-C', path, 'rev-list', '--objects', '--all', '--missing=print'], {
      env: { ...origin.environment(), GIT_NO_LAZY_FETCH: '1' },
    });
    const missing = new Set(/^\?.*$/gm[Symbol.match](listed.toString())?.map((line) => line.slice(1)));
    const found = findMissingObjects(openRepository(path, []), new Map());
    t.true(missing.size > 20, filter);
    t.deepEqual([found.count, found.isCut], [missing.size, false], filter);
    t.is(found.some.length, 3);
    for (const name of found.some) t.true(missing.has(name), `${filter}: ${name}`);
  }
  t.deepEqual(findMissingObjects(openRepository(origin.path, []), new Map()), { count: 0, some: [], isCut: false });
});
