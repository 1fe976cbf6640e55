import test from 'ava';
import { cloneTrouble } from '../../../../src/sources/git/clone/clone-trouble.js';

test('what git says is told in our words, whatever digits a port has', (t) => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ["fatal: unable to access 'https://127.0.0.1:40321/x/': SSL certificate problem: unable to get", /certificate/],
    ["fatal: unable to access 'https://h:40413/x/': Failed to connect to h port 40413", /cannot be reached/],
    ["fatal: unable to access 'https://h/x/': The requested URL returned error: 403", /access was refused/],
    ["remote: Not Found\nfatal: repository 'https://h/x/' not found", /there is no repository/],
    ["fatal: unable to access 'https://nowhere/': Could not resolve host: nowhere", /name of its host/],
    ['Host key verification failed.\nfatal: Could not read from remote repository.', /key of its host/],
    ['git@h: Permission denied (publickey).', /access was refused/],
    ['', /git could not clone it/],
  ];
  for (const [said, told] of cases) t.regex(cloneTrouble(said), told, said);
});
