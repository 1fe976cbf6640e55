/** How far a scan is, in one line of text. */

/** Where a scan stands; `totalBytes` is null while that is not known. */
export interface Standing {
  readonly bytes: number;
  readonly haystacks: number;
  readonly totalBytes: number | null;
  /** Bytes a second lately, or null while that says nothing yet. */
  readonly bytesPerSecond: number | null;
}

/** `1.2 GB of 3.0 GB, 40 %, 12,345 files, 1.4 GB/s, 2 s left`, cut to `width` columns. */
export function progressLine({ bytes, haystacks, totalBytes, bytesPerSecond }: Standing, width: number): string {
  const isBounded = totalBytes !== null && totalBytes > 0;
  const done = isBounded ? Math.min(bytes, totalBytes) : bytes;
  const parts = [
    isBounded ? `${bytesText(done)} of ${bytesText(totalBytes)}` : bytesText(done),
    ...(isBounded ? [`${Math.floor((done / totalBytes) * 100)} %`] : []),
    `${haystacks.toLocaleString('en-US')} ${haystacks === 1 ? 'file' : 'files'}`,
    ...(bytesPerSecond === null ? [] : [`${bytesText(bytesPerSecond)}/s`]),
    ...(isBounded && bytesPerSecond !== null && bytesPerSecond > 0
      ? [`${secondsText((totalBytes - done) / bytesPerSecond)} left`]
      : []),
  ];
  return parts.join(', ').slice(0, Math.max(0, width));
}

/** Powers of ten, as disks are sold: `1.4 GB`. */
function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let amount = bytes;
  let index = 0;
  while (amount >= 999.5 && index < units.length - 1) {
    amount /= 1000;
    index += 1;
  }
  return `${amount.toFixed(index === 0 || amount >= 99.5 ? 0 : 1)} ${units[index]}`;
}

function secondsText(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
