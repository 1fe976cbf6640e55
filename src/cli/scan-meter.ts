/** Counts what a scan tells, for `--metrics`. */
import { type MetricsServer, type ScanEvent, serveMetrics } from '../index.js';

/** Serves the counts of one scan until it is closed. */
export class ScanMeter {
  readonly #counts = { bytes: 0, lag: 0, findings: 0, sightings: 0, failures: 0 };
  #server: MetricsServer | undefined;

  /** Throws `UsageError` for an address that cannot be had. */
  static async serve(address: string): Promise<ScanMeter> {
    const meter = new ScanMeter();
    const counts = meter.#counts;
    meter.#server = await serveMetrics(address, () => [
      { name: 'bytes_total', type: 'counter', help: 'Bytes searched.', value: counts.bytes },
      { name: 'lag_bytes', type: 'gauge', help: 'Bytes written and not searched yet.', value: counts.lag },
      { name: 'findings_total', type: 'counter', help: 'Distinct tokens found.', value: counts.findings },
      { name: 'sightings_total', type: 'counter', help: 'Places that tokens stand in.', value: counts.sightings },
      { name: 'failures_total', type: 'counter', help: 'Places not looked at.', value: counts.failures },
    ]);
    return meter;
  }

  see(event: ScanEvent): void {
    const counts = this.#counts;
    if (event.type === 'finding') counts.findings += 1;
    else if (event.type === 'sighting') counts.sightings += 1;
    else if (event.type === 'failure') counts.failures += 1;
    else if (event.type === 'progress') {
      counts.bytes = event.bytes;
      counts.lag = Math.max(0, (event.totalBytes ?? event.bytes) - event.bytes);
    }
  }

  close(): void {
    this.#server?.close();
  }
}
