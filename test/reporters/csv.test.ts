import test from 'ava';
import { file, fingerprint, fullScan, hostileScan, makeFinding, makeSighting } from './events.js';
import { report } from './golden.js';

/** RFC 4180, and nothing else. */
function parse(text: string): string[][] {
  const rows: string[][] = [];
  for (const line of text.split('\r\n').slice(0, -1)) {
    const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",\r\n]*))(?=,|$)/g)];
    rows.push(cells.map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? ''));
  }
  return rows;
}

test('every row has the columns of the header and every line ends as RFC 4180 says', async (t) => {
  for (const events of [fullScan, hostileScan, []]) {
    const text = await report('csv', events);
    t.true(text.endsWith('\r\n'));
    t.notRegex(text.replaceAll('\r\n', ''), /[\r\n]/);
    const [header = [], ...rows] = parse(text);
    for (const row of rows) t.is(row.length, header.length);
  }
});

test('each listed place is a row', async (t) => {
  const [header = [], ...rows] = parse(await report('csv', fullScan));
  const places = rows.map((row) => row[header.indexOf('place')]);
  t.is(places.filter((place) => place?.startsWith('logs/app.')).length, 12);
  t.true(places.includes('backup/etc.tar.gz!etc.tar!etc/secret.yaml'));
});

const formulas = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', "'=1", '"=1', '＝1', '|calc'];
for (const formula of formulas) {
  test(`${JSON.stringify(formula)} is no formula in a spreadsheet`, async (t) => {
    const [header = [], row = []] = parse(
      await report('csv', [
        { type: 'finding', finding: makeFinding({ title: formula, tokenId: formula }) },
        { type: 'sighting', fingerprint: fingerprint('1'), sighting: makeSighting(file(formula), 0) },
      ]),
    );
    for (const column of ['title', 'place']) t.notRegex(row[header.indexOf(column)] ?? '', /^[=+\-@＝|\s"]/);
  });
}
