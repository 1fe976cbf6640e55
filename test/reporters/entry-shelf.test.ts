import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import test from 'ava';
import fc from 'fast-check';
import type { ScanEvent } from '../../src/model/event.js';
import type { Finding, Fingerprint, Sighting } from '../../src/model/finding.js';
import { EntryShelf } from '../../src/reporters/report/entry-shelf.js';
import { ReportBuilder } from '../../src/reporters/report/report-builder.js';
import { fullScan, hostileScan } from './events.js';

const events = [...fullScan, ...hostileScan];
const findings = events.flatMap((event) => (event.type === 'finding' ? [event.finding] : []));
const sightings = events.flatMap((event) => (event.type === 'sighting' ? [event.sighting] : []));
const nameOf = (index: number): Fingerprint => `sha256:${String(index).padStart(64, '0')}` as Fingerprint;

interface Told {
  readonly name: Fingerprint;
  readonly finding: Finding;
  readonly sighting: Sighting;
  readonly kind: string;
  readonly count: number;
}

/** Events about a few tokens, in any order: some are told again, some are changed, some were never told. */
const anyEvents: fc.Arbitrary<Told[]> = fc.array(
  fc.record({
    name: fc.nat(6).map(nameOf),
    finding: fc.constantFrom(...findings),
    sighting: fc.constantFrom(...sightings),
    kind: fc.constantFrom('finding', 'sighting', 'severity', 'suppression', 'unlisted'),
    count: fc.nat(5),
  }),
  { maxLength: 60 },
);

function eventOf({ name, finding, sighting, kind, count }: Told): ScanEvent {
  if (kind === 'finding') return { type: 'finding', finding: { ...finding, fingerprint: name } };
  if (kind === 'sighting') return { type: 'sighting', fingerprint: name, sighting };
  if (kind === 'severity') return { type: 'severity', fingerprint: name, severity: finding.severity, proven: true };
  if (kind === 'unlisted') return { type: 'unlisted', fingerprint: name, count };
  return { type: 'suppression', fingerprint: name, suppression: finding.suppression };
}

test('a report says the same, however many of its findings are packed while it grows', (t) => {
  fc.assert(
    fc.property(anyEvents, fc.integer({ min: 1, max: 3 }), (some, atMost) => {
      const usual = new ReportBuilder(3);
      const packing = new ReportBuilder(3, new EntryShelf(atMost));
      for (const event of some.map(eventOf)) {
        usual.accept(event);
        packing.accept(event);
      }
      t.deepEqual(JSON.parse(JSON.stringify(packing.build())), JSON.parse(JSON.stringify(usual.build())));
    }),
    { numRuns: 60 },
  );
});

test("of a finding beyond those at hand, little stands in V8's heap: its limit ends a process", (t) => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const builder = new ReportBuilder(3, new EntryShelf(100));
  const heapAfter = (from: number, to: number): number => {
    for (let index = from; index < to; index += 1) {
      const text = JSON.stringify({ ...findings[0], fingerprint: nameOf(index) });
      builder.accept({ type: 'finding', finding: JSON.parse(text) as Finding });
    }
    collect();
    return process.memoryUsage().heapUsed;
  };
  const before = heapAfter(0, 1_000);
  const bytes = (heapAfter(1_000, 5_000) - before) / 4_000;
  t.true(bytes < 1_000, `${bytes} bytes a finding`);
  t.is(builder.build().findings.length, 5_000);
});
