import test from 'ava';
import { startEarly, takeThread } from '../../src/scanner/search-thread.js';

test('a thread that was started early is taken once, and one that ended meanwhile not at all', async (t) => {
  startEarly();
  startEarly();
  const first = takeThread();
  const second = takeThread();
  t.not(first.worker, second.worker);
  await Promise.all([first.worker.terminate(), second.worker.terminate()]);
  startEarly();
  const third = takeThread();
  t.false([first.worker, second.worker].includes(third.worker));
  t.true(third.worker.threadId > 0);
  await third.worker.terminate();
});
