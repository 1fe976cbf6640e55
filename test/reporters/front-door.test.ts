import test from 'ava';
import { createReporter, formats } from '../../src/index.js';
import { fullScan } from './events.js';

test('through the front door, a list of rules tells what each built-in detector means', async (t) => {
  const reporter = await createReporter('sarif');
  for (const event of fullScan) reporter.accept(event);
  const [run] = JSON.parse([...reporter.finish()].join('')).runs;
  for (const { id, shortDescription, helpUri } of run.tool.driver.rules) {
    t.false(shortDescription.text.includes(id.split('/')[0]), id);
    t.regex(helpUri, /^https:\/\//, id);
  }
});

test('every format has a reporter', async (t) => {
  for (const format of formats) {
    const reporter = await createReporter(format);
    t.is(typeof reporter.accept({ type: 'progress', bytes: 0, haystacks: 0, totalBytes: null }), 'string');
  }
});
