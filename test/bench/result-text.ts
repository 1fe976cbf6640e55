/** A result as a table in Markdown, which reads well in a terminal too. */
import type { Result, Score } from './run-race.js';

/** The table of one race and what it says about its goals. */
export function resultText({ title, bytes, scores, verdicts }: Result): string {
  const rows = scores.map((score) => [
    score.name,
    time(score.median),
    time(Math.min(...score.times)),
    rate(bytes / score.median),
    ratio(score, scores),
    score.peakBytes === null ? '–' : `${(score.peakBytes / 1e6).toFixed(0)} MB`,
    score.found === null ? '–' : String(score.found),
  ]);
  const head = ['', 'median', 'best', 'rate', 'against the first', 'peak memory', 'found'];
  const goals = verdicts.map(({ text, isHeld }) => `- ${isHeld ? '✔' : '✘'} ${text}`);
  return [
    `### ${title}${bytes === 0 ? '' : `, ${size(bytes)}`}`,
    '',
    ...table([head, ...rows]),
    '',
    ...goals,
    ...(goals.length > 0 ? [''] : []),
  ].join('\n');
}

function time(ms: number): string {
  return ms < 1000 ? `${ms.toFixed(1)} ms` : `${(ms / 1000).toFixed(2)} s`;
}

function rate(bytesPerMs: number): string {
  if (bytesPerMs < 1e3) return '–';
  return bytesPerMs < 1e6 ? `${(bytesPerMs / 1e3).toFixed(0)} MB/s` : `${(bytesPerMs / 1e6).toFixed(2)} GB/s`;
}

function size(bytes: number): string {
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(0)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(0)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}

function ratio(score: Score, scores: readonly Score[]): string {
  return `${(score.median / (scores[0]?.median ?? Number.NaN)).toFixed(2)} ×`;
}

function table(rows: readonly (readonly string[])[]): string[] {
  const columns = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(columns[column] ?? 0) : cell.padStart(columns[column] ?? 0))).join(' | ')} |`;
  const rule = `| ${columns.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  const [head, ...body] = rows;
  return [line(head ?? []), rule, ...body.map(line)];
}
