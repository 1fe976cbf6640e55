import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import { parseGitConfig } from '../../../../src/sources/git/repository/parse-git-config.js';
import { tempFolder } from '../../../helpers/temp-folder.js';

const text = `
[core]
\trepositoryformatversion = 1 ; a comment
  bare
[remote "origin"] url = "https://example.com/a#b" # another
[REMOTE "Two \\"words\\""]
\tURL=one\\
two
[extensions]
	objectFormat = sha256
	objectFormat = sha1
[include]
	path = /etc/passwd
novalue here
`;

test('what git reads is read', async (t) => {
  const file = join(await tempFolder(t), 'config');
  writeFileSync(file, text.replace('novalue here\n', ''));
  const config = parseGitConfig(text);
  for (const key of [
    'core.repositoryformatversion',
    'core.bare',
    'remote.origin.url',
    'remote.Two "words".url',
    'extensions.objectformat',
  ]) {
    const asked = execFileSync('git', ['config', '--file', file, '--no-includes', '--get', key], {
      encoding: 'utf8',
    }).trim();
    t.is(config.get(key), asked === '' ? 'true' : asked, key);
  }
});

test('no text makes it throw', (t) => {
  const piece = fc.constantFrom('[', ']', '"', '\\', '=', '\n', '#', ' ', 'core', '[core]', 'a = "b', ';');
  fc.assert(
    fc.property(
      fc.array(piece).map((pieces) => pieces.join('')),
      (config) => parseGitConfig(config).size >= 0,
    ),
  );
  t.pass();
});
