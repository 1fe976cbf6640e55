import test from 'ava';
import { closest } from '../../src/cli/closest.js';

const means = test.macro({
  exec(t, given: string, word: string | undefined) {
    t.is(closest(given, ['scan', 'git', 'dir', 'stdin', 'inspect', 'detectors']), word);
  },
  title: (_title, given: string, word: string | undefined) =>
    `"${given}" ${word === undefined ? 'means no command' : `means ${word}`}`,
});

test(means, 'isnpect', 'inspect');
test(means, 'inspec', 'inspect');
test(means, 'detector', 'detectors');
test(means, 'stidn', 'stdin');
test(means, 'sacn', 'scan');
test(means, 'gti', 'git');
test(means, 'dri', 'dir');
test(means, 'src', undefined);
test(means, 'test', undefined);
test(means, 'd', undefined);
test(means, '', undefined);
test(means, 'kubernetes', undefined);
