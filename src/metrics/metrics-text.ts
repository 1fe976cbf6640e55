/** Numbers as Prometheus reads them (text exposition format 0.0.4). */

/** One number. */
export interface Metric {
  /** Without the prefix `kubeleaks_`; counters end in `_total`, bytes in `_bytes`. */
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  /** One sentence. */
  readonly help: string;
  readonly value: number;
}

/** The text that a scrape gets. */
export function metricsText(metrics: readonly Metric[]): string {
  return metrics
    .map(({ name, type, help, value }) => {
      const full = `kubeleaks_${name}`;
      return `# HELP ${full} ${help}\n# TYPE ${full} ${type}\n${full} ${value}\n`;
    })
    .join('');
}
