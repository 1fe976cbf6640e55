import test from 'ava';
import { durationInWords } from '../../src/token/duration.js';

const says = test.macro({
  exec: (t, seconds: number, expected: string) => t.is(durationInWords(seconds), expected),
  title: (_, seconds: number, expected: string) => `${seconds} seconds are ${expected}`,
});
test(says, 3607, '1 hour');
test(says, 3600, '1 hour');
test(says, 600, '10 minutes');
test(says, 7200, '2 hours');
test(says, 86_400, '1 day');
test(says, 90 * 86_400, '90 days');
test(says, 31_536_000, '1 year');
test(says, 315_360_000, '10 years');
test(says, 45_000_000, '521 days');
test(says, 30, '30 seconds');
test(says, 0, '0 seconds');
test(says, -5, '0 seconds');
