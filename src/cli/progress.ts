/** Progress on standard error: one line that is drawn over and gone at the end. */
import type { ScanEvent } from '../index.js';
import { progressLine, type Standing } from './progress-line.js';
import type { Shell } from './shell.js';

/** Short scans show none: a line that flashes is no help. */
const FIRST_MS = 400;
const EVERY_MS = 100;
/** The rate is that of the last seconds: caches and archives make it change. */
const RATE_MS = 5000;
const RATE_SAMPLES = RATE_MS / EVERY_MS;

const CLEAR_LINE = '\r\u001B[2K';

/** A line of progress. Does nothing but when it was started. */
export class Progress {
  readonly #stream: Shell['stderr'];
  readonly #samples: { readonly at: number; readonly bytes: number }[] = [];
  #latest: Omit<Standing, 'bytesPerSecond'> = { bytes: 0, haystacks: 0, totalBytes: null };
  /** What git is at while it clones; empty before it says so. */
  #cloning: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isDrawn = false;

  constructor(stream: Shell['stderr']) {
    this.#stream = stream;
  }

  /** `isCloning`: git may ask for a password first, and nothing is drawn over that. */
  start(isCloning: boolean): void {
    if (isCloning) this.#cloning = '';
    this.#timer = setTimeout(() => {
      this.#draw();
      this.#timer = setInterval(() => this.#draw(), EVERY_MS).unref();
    }, FIRST_MS).unref();
  }

  see(event: ScanEvent): void {
    if (event.type !== 'progress') return;
    this.#latest = event;
    this.#cloning = undefined;
  }

  /** Shows how far a clone is, until something is searched. */
  seeClone(stage: string, percent: number): void {
    this.#cloning = `cloning: ${stage.replace(/:$/, '')}, ${percent} %`;
  }

  /** Takes the line away, so that something else can be written; it comes back by itself. */
  clear(): void {
    if (this.#isDrawn) this.#stream.write(CLEAR_LINE);
    this.#isDrawn = false;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.clear();
  }

  #draw(): void {
    if (this.#cloning === '') return;
    const now = performance.now();
    this.#samples.push({ at: now, bytes: this.#latest.bytes });
    if (this.#samples.length > RATE_SAMPLES) this.#samples.shift();
    const [first] = this.#samples;
    const seconds = (now - (first?.at ?? now)) / 1000;
    // Less than a second of history makes wild numbers.
    const bytesPerSecond = seconds < 1 ? null : (this.#latest.bytes - (first?.bytes ?? 0)) / seconds;
    // The last column stays free: some terminals break the line when it is filled.
    const columns = this.#stream.columns - 1;
    const line =
      this.#cloning?.slice(0, Math.max(0, columns)) ?? progressLine({ ...this.#latest, bytesPerSecond }, columns);
    this.#stream.write(`${CLEAR_LINE}${line}`);
    this.#isDrawn = true;
  }
}
