import test from 'ava';
import { type Choice, chooseCommand } from '../../src/cli/choose-command.js';
import { many, off, on, one } from '../../src/cli/flag.js';

const group = 'G:';
const flags = [
  one({ key: 'format', short: 'f', group, help: '', value: 'X', read: (text) => text }),
  many({ key: 'minSeverity', group, help: '', value: 'X', read: (text) => text }),
  on({ key: 'quiet', short: 'q', group, help: '' }),
  off({ key: 'color', group, help: '' }),
];

const chooses = test.macro({
  exec(t, given: string, expected: Partial<Choice>) {
    const choice = chooseCommand(
      given.split(' ').filter((word) => word !== ''),
      ['scan', 'dir', 'stdin'],
      flags,
    );
    t.like(choice, expected);
  },
  title: (_title, given: string) => `the command is found in: kubeleaks ${given}`,
});

test(chooses, '', { name: undefined, word: undefined, rest: [] });
test(chooses, 'dir src', { name: 'dir', rest: ['src'] });
test(chooses, 'src dir', { name: undefined, word: 'src', rest: ['src', 'dir'] });
test(chooses, '-f json dir src', { name: 'dir', rest: ['-f', 'json', 'src'] });
test(chooses, '-f dir', { name: undefined, word: undefined, rest: ['-f', 'dir'] });
test(chooses, '-fdir dir', { name: 'dir', rest: ['-fdir'] });
test(chooses, '-qf dir dir', { name: 'dir', rest: ['-qf', 'dir'] });
test(chooses, '-q dir', { name: 'dir', rest: ['-q'] });
test(chooses, '--format=json dir', { name: 'dir', rest: ['--format=json'] });
test(chooses, '--min-severity dir dir', { name: 'dir', rest: ['--min-severity', 'dir'] });
test(chooses, '--no-color dir', { name: 'dir', rest: ['--no-color'] });
test(chooses, '-- dir', { name: undefined, word: undefined, rest: ['--', 'dir'] });
test(chooses, './dir', { name: undefined, word: './dir' });
test(chooses, '- dir', { name: undefined, word: '-' });
