import test from 'ava';
import { command } from '../../src/cli/command.js';
import { many, off, on, one } from '../../src/cli/flag.js';
import { parse } from '../../src/cli/parse.js';
import { numberReader, pairReader, textReader, wordReader } from '../../src/cli/value-readers.js';
import { UsageError } from '../../src/model/usage-error.js';

const group = 'G:';
const flags = [
  one({ key: 'format', short: 'f', group, help: '', value: 'FORMAT', read: textReader('--format', 'a format') }),
  many({ key: 'also', group, help: '', value: 'A=B', read: pairReader('--also', 'FORMAT=FILE') }),
  one({ key: 'jobs', short: 'j', group, help: '', value: 'N', read: numberReader('--jobs', 1, 256) }),
  one({ key: 'failOn', group, help: '', value: 'W', read: wordReader('--fail-on', ['any', 'live']) }),
  on({ key: 'strict', short: 's', group, help: '' }),
  off({ key: 'color', group, help: '' }),
] as const;
const base = { description: '', completes: 'file', examples: [], flags, run: async () => 0 } as const;
const wide = command({ ...base, operands: '[PATH...]' });
const bare = command({ ...base, operands: '' });

const reads = test.macro({
  exec(t, given: readonly string[], operands: readonly string[], values: object) {
    const parsed = parse('x', wide, given);
    t.deepEqual(parsed.operands, operands);
    t.deepEqual(parsed.values, values as typeof parsed.values);
  },
  title: (_title, given: readonly string[]) => `arguments are read: ${given.join(' ')}`,
});

test(reads, [], [], {});
test(reads, ['a', 'b'], ['a', 'b'], {});
test(reads, ['-f', 'json', 'a'], ['a'], { format: 'json' });
test(reads, ['a', '--format=json'], ['a'], { format: 'json' });
test(reads, ['-fjson', '--format', 'human'], [], { format: 'human' });
test(reads, ['--also', 'a=b', '--also=c=d=e'], [], {
  also: [
    ['a', 'b'],
    ['c', 'd=e'],
  ],
});
test(reads, ['-sj4'], [], { strict: true, jobs: 4 });
test(reads, ['--no-color'], [], { color: false });
test(reads, ['--', '--no-color', '-x'], ['--no-color', '-x'], {});
test(reads, ['-'], ['-'], {});
test(reads, ['--fail-on', 'live'], [], { failOn: 'live' });

const refuses = test.macro({
  exec(t, given: readonly string[], message: string) {
    t.throws(() => parse('x', wide, given), { instanceOf: UsageError, message });
  },
  title: (_title, given: readonly string[]) => `arguments are refused: ${given.join(' ')}`,
});

test(refuses, ['--fromat', 'json'], 'there is no flag --fromat; did you mean --format?');
test(refuses, ['--format'], '--format needs a value: --format FORMAT');
test(refuses, ['--format='], '--format: a format is needed, not an empty text');
test(refuses, ['-j', '0'], '--jobs: a whole number from 1 to 256 is needed, not "0"');
test(refuses, ['-j', '1e2'], '--jobs: a whole number from 1 to 256 is needed, not "1e2"');
test(
  refuses,
  ['-j', '99999999999999999999'],
  '--jobs: a whole number from 1 to 256 is needed, not "99999999999999999999"',
);
test(refuses, ['--also', '=b'], '--also: FORMAT=FILE is needed, not "=b"');
test(refuses, ['--also', 'json'], '--also: FORMAT=FILE is needed, not "json"');
test(refuses, ['--fail-on', 'never'], '--fail-on: one of any, live is needed, not "never"');
test(refuses, ['--color'], 'there is no flag --color');
test(refuses, ['--no-strict'], 'there is no flag --no-strict');

test(refuses, ['--strict=yes'], '--strict takes no value');
test(refuses, ['-x'], 'there is no flag -x');
test(refuses, ['-sx'], 'there is no flag -x');
test(refuses, ['--__proto__'], 'there is no flag --__proto__');
test(refuses, ['--constructor=x'], 'there is no flag --constructor');
test(reads, ['-f', '-'], [], { format: '-' });
test(reads, ['a', '-s', 'b'], ['a', 'b'], { strict: true });

test('a command without operands refuses words', (t) => {
  t.throws(() => parse('x', bare, ['word']), { instanceOf: UsageError, message: 'x takes no such word: "word"' });
});
