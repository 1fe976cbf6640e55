/** Lets contenders take turns, and sums up. */
import { rehearse, timeRun, type Rehearsal } from './measure.js';
import type { Goal, Race } from './scene.js';

/** What one contender took. Times in milliseconds. */
export interface Score {
  readonly name: string;
  readonly command: readonly string[];
  readonly times: readonly number[];
  readonly median: number;
  readonly found: number | null;
  readonly peakBytes: number | null;
}

/** A bound, held or not. */
export interface Verdict {
  readonly text: string;
  readonly isHeld: boolean;
}

/** What came of a race. */
export interface Result {
  readonly title: string;
  readonly bytes: number;
  readonly scores: readonly Score[];
  readonly verdicts: readonly Verdict[];
}

/**
 * Runs every contender once to warm the page cache and to look at memory, then `repeat` rounds of one run each in
 * turn, so that a machine that slows down slows all of them.
 */
export async function runRace(race: Race, repeat: number): Promise<Result> {
  const rehearsals: Rehearsal[] = [];
  for (const contender of race.contenders) rehearsals.push(await rehearse(contender));
  const times: number[][] = race.contenders.map(() => []);
  for (let round = 0; round < repeat; round += 1) {
    for (const [index, contender] of race.contenders.entries()) {
      if (round < (contender.rounds ?? repeat)) times[index]?.push(timeRun(contender));
    }
  }
  const scores = race.contenders.map(({ name, command, args, stdin }, index): Score => {
    const own = times[index] ?? [];
    const input = stdin === undefined ? [] : ['<', stdin];
    const rehearsal = rehearsals[index] ?? { found: null, peakBytes: null };
    return { name, command: [command, ...args, ...input], times: own, median: median(own), ...rehearsal };
  });
  return { title: race.title, bytes: race.bytes, scores, verdicts: judge(race, scores) };
}

/** The middle one, or the mean of the two in the middle; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.slice(Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

function judge(race: Race, scores: readonly Score[]): Verdict[] {
  const [first] = scores;
  const verdicts = race.goals.flatMap((goal) => judgeTime(goal, scores));
  if (race.memoryLimit !== undefined) verdicts.push(...judgeMemory(race.memoryLimit, scores));
  if (race.leaks !== undefined && first?.found !== null && first?.found !== undefined) {
    const text = `${first.name} finds ${race.leaks} tokens: ${first.found}`;
    verdicts.push({ text, isHeld: first.found === race.leaks });
  }
  return verdicts;
}

function judgeTime({ contender, comparedTo, ratio = 1, plus, plusMs }: Goal, scores: readonly Score[]): Verdict[] {
  const byName = (name: string | undefined): Score | undefined => scores.find((score) => score.name === name);
  const [other, base] = [byName(comparedTo), byName(plus)];
  const own = contender === undefined ? slowest(scores.filter((score) => score !== other)) : byName(contender);
  if (own === undefined || (comparedTo !== undefined && other === undefined)) return [];
  const limit = (other?.median ?? 0) * ratio + (base?.median ?? 0) + (plusMs ?? 0);
  const sum = [
    ...(other === undefined ? [] : [`${ratio === 1 ? '' : `${Number(ratio.toFixed(3))} × `}${other.name}`]),
    ...(base === undefined ? [] : [base.name]),
    ...(plusMs === undefined ? [] : [`${plusMs} ms`]),
  ].join(' + ');
  return [
    { text: `${own.name} at most ${sum}: ${(own.median / limit).toFixed(2)} of that`, isHeld: own.median <= limit },
  ];
}

function slowest(scores: readonly Score[]): Score | undefined {
  return scores.toSorted((a, b) => b.median - a.median)[0];
}

function judgeMemory(limit: number, scores: readonly Score[]): Verdict[] {
  const own = scores.filter(({ name, peakBytes }) => name.startsWith('kubeleaks') && peakBytes !== null);
  const peak = Math.max(...own.map(({ peakBytes }) => peakBytes ?? 0));
  if (own.length === 0) return [];
  return [{ text: `kubeleaks under ${limit / 1e6} MB: ${(peak / 1e6).toFixed(0)} MB`, isHeld: peak < limit }];
}
