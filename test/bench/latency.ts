/**
 * `node latency.js LINES COMMAND…`: sends so many lines through a filter, one a millisecond, and prints the milliseconds
 * in which 99 of 100 came back.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Lines of the start, when the filter is not loaded or compiled yet, do not count. */
const WARM_UP = 500;

const [count = '1000', command = 'cat', ...args] = process.argv.slice(2);
const lines = Number(count) + WARM_UP;
const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
const sent: number[] = [];
const delays: number[] = [];
let rest = '';
child.stdout.on('data', (chunk: Buffer) => {
  const now = performance.now();
  const parts = (rest + chunk.toString('latin1')).split('\n');
  rest = parts.pop() ?? '';
  for (const _ of parts) delays.push(now - (sent[delays.length] ?? now));
});

const words = 'level=info msg="a request was answered" method=GET path=/api/v1/items status=200 bytes=4711';
const started = performance.now();
for (let line = 0; line < lines; ) {
  for (const due = Math.min(lines, performance.now() - started); line < due; line += 1) {
    sent.push(performance.now());
    child.stdin.write(`time=${line} ${words}\n`);
  }
  await new Promise((resolve) => setTimeout(resolve, 1));
}
child.stdin.end();
await once(child, 'close');
const counted = delays.slice(WARM_UP).sort((one, other) => one - other);
if (delays.length !== lines) throw new Error(`${delays.length} of ${lines} lines came back`);
process.stdout.write(`${(counted[Math.floor(counted.length * 0.99)] ?? Number.NaN).toFixed(3)}\n`);
