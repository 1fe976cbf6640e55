import test from 'ava';
import { resultText } from './result-text.js';
import { median, runRace } from './run-race.js';
import type { Contender, Race } from './scene.js';

function script(name: string, code: string): Contender {
  return { name, command: process.execPath, args: ['-e', code], codes: [0], found: (stdout) => Number(stdout) };
}

const one = script('kubeleaks', 'console.log(1)');
const two = script('other', 'console.log(2)');

function race(change: Partial<Race>): Race {
  return { title: 'a race', bytes: 5_000_000, contenders: [one, two], goals: [], ...change };
}

test('the median is the middle, or the mean of the two in the middle', (t) => {
  t.is(median([3, 1, 2]), 2);
  t.is(median([4, 1, 3, 2]), 2.5);
  t.is(median([]), Number.NaN);
});

test('every contender runs as often as asked, and what it found is read', async (t) => {
  const { scores } = await runRace(race({}), 3);
  t.deepEqual(
    scores.map(({ name, found, times }) => [name, found, times.length]),
    [
      ['kubeleaks', 1, 3],
      ['other', 2, 3],
    ],
  );
  t.true(scores.every((score) => score.times.every((time) => time > 0) && score.median > 0));
  if (process.platform === 'linux') t.true(scores.every(({ peakBytes }) => peakBytes !== null && peakBytes > 1e7));
});

test('goals are judged: ratio, sum, the slowest of the others, memory and what was found', async (t) => {
  const goals = [
    { contender: 'kubeleaks', comparedTo: 'other', ratio: 1000 },
    { contender: 'kubeleaks', comparedTo: 'other', ratio: 0.001 },
    { comparedTo: 'kubeleaks', ratio: 1000, plus: 'other' },
    { contender: 'nobody', comparedTo: 'other', ratio: 1 },
    { contender: 'kubeleaks', comparedTo: 'nobody', ratio: 1 },
    { contender: 'kubeleaks', plusMs: 1e9 },
    { contender: 'kubeleaks', comparedTo: 'other', ratio: 0.0001, plusMs: 0 },
  ];
  const result = await runRace(race({ goals, memoryLimit: 1e5, leaks: 1 }), 1);
  const shown = result.verdicts.map(({ text, isHeld }) => `${isHeld} ${text.replace(/: [\d.]+.*/, '')}`);
  const memory = process.platform === 'linux' ? ['false kubeleaks under 0.1 MB'] : [];
  t.deepEqual(shown, [
    'true kubeleaks at most 1000 × other',
    'false kubeleaks at most 0.001 × other',
    'true other at most 1000 × kubeleaks + other',
    'true kubeleaks at most 1000000000 ms',
    'false kubeleaks at most 0 × other + 0 ms',
    ...memory,
    'true kubeleaks finds 1 tokens',
  ]);
});

test('a contender may run fewer rounds, and tell its own time', async (t) => {
  const seldom = { ...one, name: 'seldom', rounds: 1 };
  const telling = { ...two, name: 'telling', tells: (stdout: string) => Number(stdout) * 1e6 };
  const { scores } = await runRace(race({ contenders: [one, seldom, telling] }), 2);
  t.deepEqual(
    scores.map(({ times }) => times.length),
    [2, 1, 2],
  );
  t.is(scores[2]?.median, 2e6);
});

test('a command that fails, or does not exist, ends the race with its name', async (t) => {
  const bad = script('bad', 'process.exit(3)');
  await t.throwsAsync(runRace(race({ contenders: [bad] }), 1), { message: /^bad ended with 3: / });
  const absent = { ...one, name: 'absent', command: 'kubeleaks-no-such-command' };
  await t.throwsAsync(runRace(race({ contenders: [absent] }), 1), { message: /^absent does not start: / });
});

test('a result is a table whose columns stand under each other', (t) => {
  const score = { name: 'kubeleaks', command: ['a'], times: [250, 240], median: 245, found: 3, peakBytes: 44e6 };
  const other = { name: 'x', command: ['a'], times: [2450], median: 2450, found: null, peakBytes: null };
  const text = resultText({
    title: 'one log',
    bytes: 3e9,
    scores: [score, other],
    verdicts: [{ text: 'kubeleaks finds 3 tokens: 3', isHeld: true }],
  });
  t.is(
    text,
    `### one log, 3.00 GB

|           |   median |     best |       rate | against the first | peak memory | found |
| --------- | -------: | -------: | ---------: | ----------------: | ----------: | ----: |
| kubeleaks | 245.0 ms | 240.0 ms | 12.24 GB/s |            1.00 × |       44 MB |     3 |
| x         |   2.45 s |   2.45 s |  1.22 GB/s |           10.00 × |           – |     – |

- ✔ kubeleaks finds 3 tokens: 3
`,
  );
});
