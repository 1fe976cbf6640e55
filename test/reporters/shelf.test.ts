/** What every format keeps, whatever it writes. */
import test from 'ava';
import { createReporter, formats } from '../../src/reporters/create-reporter.js';
import { emptyScan, fullScan, hostileScan, start, strayToken } from './events.js';
import { matchGolden, pieces, report } from './golden.js';

const scans = { empty: emptyScan, full: fullScan, hostile: hostileScan };

for (const format of formats) {
  for (const [name, events] of Object.entries(scans)) {
    test(`${format} of the ${name} scan is what was looked at`, async (t) => {
      matchGolden(t, `${name}.${format}`, await report(format, events));
    });
  }

  test(`${format} never shows a token that stands in a path, a claim or a subject`, async (t) => {
    const text = await report(format, hostileScan);
    t.false(text.includes(strayToken));
    t.false(text.includes(strayToken.split('.')[2] ?? ''));
  });

  test(`${format} ends each piece where no token can go on`, async (t) => {
    for (const events of Object.values(scans)) {
      for (const piece of await pieces(format, events)) t.notRegex(piece, /[\w.+/=-]$/);
    }
  });

  test(`${format} of a scan that broke off, or never started, is written all the same`, async (t) => {
    for (const events of [[], [start], fullScan.slice(0, 9)]) {
      await t.notThrowsAsync(report(format, events));
    }
  });

  test(`${format} is a pure function of the events`, async (t) => {
    t.is(await report(format, fullScan), await report(format, fullScan));
    const [one, two] = await Promise.all([createReporter(format), createReporter(format)]);
    for (const event of fullScan) one.accept(event);
    t.false([...two.finish()].join('').includes('deployer'));
  });
}
