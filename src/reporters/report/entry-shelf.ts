/** The findings of a report while it grows: the last ones at hand, the others as text, so that a million fit. */
import type { Finding, Sighting } from '../../model/finding.js';
import type { Severity } from '../../model/severity.js';

/** What a report holds of one token. */
export interface Entry {
  finding: Finding;
  /** Sorted; the first ones in order of place. */
  readonly sightings: Sighting[];
  total: number;
}

/** An entry that may be packed; `severity` is known all the same. */
export interface ShelvedEntry {
  readonly fingerprint: string;
  readonly severity: Severity;
}

/** Entries that stay at hand. Few reports have more. */
const AT_HAND = 4096;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

class Place implements ShelvedEntry {
  readonly fingerprint: string;
  entry: Entry | undefined;
  #packed: Uint8Array | undefined;
  #severity: Severity;

  constructor(fingerprint: string, entry: Entry) {
    this.fingerprint = fingerprint;
    this.entry = entry;
    this.#severity = entry.finding.severity;
  }

  get severity(): Severity {
    return this.entry?.finding.severity ?? this.#severity;
  }

  /** As text outside of V8's heap it is a third as large, and does not count against the heap's limit. */
  pack(): void {
    if (this.entry === undefined) return;
    this.#severity = this.entry.finding.severity;
    this.#packed = encoder.encode(JSON.stringify(this.entry));
    this.entry = undefined;
  }

  unpacked(): Entry {
    return JSON.parse(decoder.decode(this.#packed)) as Entry;
  }
}

/** Entries by fingerprint. All that is in them is JSON. */
export class EntryShelf {
  readonly #places = new Map<string, Place>();
  /** Those at hand; the one that was changed longest ago first. */
  readonly #atHand = new Set<Place>();
  readonly #atMost: number;
  #lastRead: { readonly place: ShelvedEntry; readonly entry: Entry } | undefined;

  /** `atMost` entries, at least one, are at hand, the others packed. */
  constructor(atMost = AT_HAND) {
    this.#atMost = atMost;
  }

  add(entry: Entry): void {
    const place = new Place(entry.finding.fingerprint, entry);
    this.#places.set(place.fingerprint, place);
    this.#keepAtHand(place);
  }

  /** The entry, to be changed. Until the next call. */
  get(fingerprint: string): Entry | undefined {
    const place = this.#places.get(fingerprint);
    if (place === undefined) return undefined;
    if (place.entry === undefined) {
      place.entry = place.unpacked();
      this.#lastRead = undefined;
      this.#keepAtHand(place);
    }
    return place.entry;
  }

  get places(): Iterable<ShelvedEntry> {
    return this.#places.values();
  }

  /** True when `read` has to unpack it. */
  isPacked(place: ShelvedEntry): boolean {
    return this.#places.get(place.fingerprint)?.entry === undefined;
  }

  /** The entry, to be looked at. It stays packed, but the one that was read last is not unpacked again. */
  read(place: ShelvedEntry): Entry {
    const known = this.#places.get(place.fingerprint);
    if (known?.entry !== undefined) return known.entry;
    if (this.#lastRead?.place !== place) this.#lastRead = { place, entry: (known as Place).unpacked() };
    return this.#lastRead.entry;
  }

  #keepAtHand(place: Place): void {
    this.#atHand.add(place);
    if (this.#atHand.size <= this.#atMost) return;
    const [oldest] = this.#atHand;
    if (oldest === undefined) return;
    this.#atHand.delete(oldest);
    oldest.pack();
  }
}
