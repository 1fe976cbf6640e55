import test, { type ExecutionContext } from 'ava';
import { emptyScan, fullScan, hostileScan, start, summary } from './events.js';
import { report } from './golden.js';

/** Checks that a document is well-formed XML 1.0 as far as this reporter uses it, and gives its elements. */
function elements(t: ExecutionContext, xml: string): { name: string; attributes: Map<string, string> }[] {
  // eslint-disable-next-line no-control-regex
  t.notRegex(xml, /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u);
  t.true(xml.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n'));
  const found: { name: string; attributes: Map<string, string> }[] = [];
  const open: string[] = [];
  let rest = xml.slice(xml.indexOf('\n') + 1);
  while (rest !== '') {
    const token = /^(?:<\/(\w+)>|<(\w+)((?: \w+="[^"<]*")*)(\/?)>|([^<]+))/.exec(rest);
    if (token === null) {
      t.fail(`not well-formed at ${rest.slice(0, 80)}`);
      break;
    }
    const [all, closing, opening, attributes = '', isEmpty, text = attributes] = token;
    for (const [entity] of (text ?? '').matchAll(/&[^;]*;?/g)) t.regex(entity, /^&(?:amp|lt|gt|quot|apos);$/);
    if (closing !== undefined) t.is(open.pop(), closing);
    if (opening !== undefined) {
      const pairs = [...attributes.matchAll(/ (\w+)="([^"]*)"/g)].map(
        ([, name = '', value = '']) => [name, value] as const,
      );
      found.push({ name: opening, attributes: new Map(pairs) });
      if (isEmpty === '') open.push(opening);
    }
    rest = rest.slice(all.length);
  }
  t.deepEqual(open, []);
  return found;
}

for (const [name, events] of Object.entries({ fullScan, hostileScan, emptyScan })) {
  test(`the document of ${name} is well-formed and its counts are right`, async (t) => {
    const all = elements(t, await report('junit', events));
    const count = (element: string): string => String(all.filter((one) => one.name === element).length);
    const suite = all.find((one) => one.name === 'testsuite');
    t.is(suite?.attributes.get('tests'), count('testcase'));
    t.is(suite?.attributes.get('failures'), count('failure'));
    t.is(suite?.attributes.get('errors'), count('error'));
    t.is(suite?.attributes.get('skipped'), count('skipped'));
  });
}

test('a scan that found nothing has a test that passed', async (t) => {
  const all = elements(t, await report('junit', emptyScan));
  t.is(all.filter(({ name }) => name === 'testcase').length, 1);
  t.is(all.filter(({ name }) => name === 'failure' || name === 'error').length, 0);
});

test('an incomplete scan never passes, even when no failure says why', async (t) => {
  const incomplete = { ...summary, findings: 0, failures: 0, complete: false };
  const all = elements(t, await report('junit', [start, { type: 'summary', summary: incomplete }]));
  t.is(all.filter(({ name }) => name === 'error').length, 1);
});
