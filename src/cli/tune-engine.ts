/** How V8 spends memory and time: scans run beside other programs, on small machines, for hours. */
import { setFlagsFromString } from 'node:v8';

/**
 * Tunes V8 for the search of text; to be called early. `threaded`: there may be files, which are shared with threads, and
 * then nothing is done before the first thread runs. V8 takes no compiled code from where the flags were others, so a
 * thread that starts later compiles all that Node consists of: 40 ms.
 */
export function tuneEngine(threaded: boolean): void {
  if (!threaded) keepHeapSmall();
  process.on('worker', (worker) =>
    worker.once('online', () => {
      // V8 sets one of them back whenever a thread starts.
      keepHeapSmall();
      compileLate();
    }),
  );
}

/**
 * Collects garbage sooner: left alone, V8 lets hundreds of megabytes of findings that were told stand around on a machine
 * with much memory. The space of young objects only grows, so early is best. Costs no time that could be measured.
 */
function keepHeapSmall(): void {
  // Old objects: half as much again as there are, instead of up to four times.
  setFlagsFromString('--heap-growing-percent=50');
  // Young objects: the space that there is, instead of 32 MB.
  setFlagsFromString('--semi-space-growth-factor=1');
}

/**
 * Lets a function run sixteen times as long before it is compiled with all of V8's art: that takes processors which the
 * search needs, in each thread anew, and a tree of 20,000 files is searched before it pays. In larger ones it still comes.
 */
function compileLate(): void {
  const version = Number.parseInt(process.versions.v8, 10);
  // V8 complains of a flag that it does not know: none is set for a version that was not tried.
  if (version === 11) setFlagsFromString('--interrupt-budget=1056000');
  else if (version <= 14) setFlagsFromString('--invocation-count-for-turbofan=48000');
}
