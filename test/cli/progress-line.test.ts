import test from 'ava';
import { progressLine, type Standing } from '../../src/cli/progress-line.js';

const says = test.macro({
  exec(t, standing: Partial<Standing>, line: string, width?: number) {
    t.is(
      progressLine({ bytes: 0, haystacks: 0, totalBytes: null, bytesPerSecond: null, ...standing }, width ?? 79),
      line,
    );
  },
  title: (_title, _standing: Partial<Standing>, line: string, _width?: number) => `the progress line can read: ${line}`,
});

test(says, {}, '0 B, 0 files');
test(says, { bytes: 999, haystacks: 1 }, '999 B, 1 file');
test(says, { bytes: 1_234_567, haystacks: 12_345, bytesPerSecond: 456_789 }, '1.2 MB, 12,345 files, 457 kB/s');
test(
  says,
  { bytes: 1.2e9, haystacks: 7, totalBytes: 3e9, bytesPerSecond: 1.4e9 },
  '1.2 GB of 3.0 GB, 40 %, 7 files, 1.4 GB/s, 2 s left',
);
test(
  says,
  { bytes: 1e9, haystacks: 7, totalBytes: 1e12, bytesPerSecond: 1e9 },
  '1.0 GB of 1.0 TB, 0 %, 7 files, 1.0 GB/s, 16 min 39 s left',
);
test(
  says,
  { bytes: 1e9, haystacks: 7, totalBytes: 1e13, bytesPerSecond: 1e9 },
  '1.0 GB of 10.0 TB, 0 %, 7 files, 1.0 GB/s, 2 h 46 min left',
);
test(says, { bytes: 5, haystacks: 1, totalBytes: 3, bytesPerSecond: 0 }, '3 B of 3 B, 100 %, 1 file, 0 B/s');
test(says, { bytes: 999_950, haystacks: 2 }, '1.0 MB, 2 files');
test(says, { bytes: 1_234_567, haystacks: 12_345 }, '1.2 MB, 12', 10);
test(says, { bytes: 1 }, '', -1);
