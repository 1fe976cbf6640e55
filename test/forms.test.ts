import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { scan, type ScanEvent } from '../src/index.js';
import { segmentsOf } from './contexts/marked-text.js';
import { releaseContent } from './contexts/helm-release.js';
import { root } from './helpers/root.js';
import { formWriters } from './helpers/samples/forms.js';

const folder = join(root, 'samples', 'forms');

async function scanned(path: string): Promise<readonly ScanEvent[]> {
  const events: ScanEvent[] = [];
  for await (const event of scan([{ kind: 'path', path }], { reveal: true })) events.push(event);
  return events;
}

test('the samples of all forms hold one token, of which each is a place', async (t) => {
  const events = await scanned(folder);
  const findings = events.flatMap((event) => (event.type === 'finding' ? [event.finding] : []));
  const places = events.flatMap((event) => (event.type === 'sighting' ? [event.sighting] : []));
  t.is(findings.length, 1);
  t.true(findings[0]?.token.complete);
  t.is(places.length, formWriters.size);
  t.is(places.filter(({ complete }) => !complete).length, 1);
  t.deepEqual(readdirSync(folder).sort(), [...formWriters.keys()].map((path) => path.replace('forms/', '')).sort());
});

for (const [path, write] of formWriters) {
  test(`samples/${path} is what its context writes, and the token is found where that puts it`, async (t) => {
    // The truncated one does not say it all, so the token is taken from another.
    const whole = await scanned(join(folder, 'leak.wrapped.txt'));
    const token = whole.flatMap((event) => (event.type === 'finding' ? [event.finding.token.raw ?? ''] : []))[0] ?? '';
    const text = write(token);
    t.true(readFileSync(join(root, 'samples', path)).equals(text.bytes));
    const events = await scanned(join(root, 'samples', path));
    const segments = events.flatMap((event) => (event.type === 'sighting' ? [event.sighting.segments] : []));
    const isRelease = path.endsWith('release.yaml');
    t.deepEqual(segments, [segmentsOf(isRelease ? releaseContent(token) : text)]);
  });
}
