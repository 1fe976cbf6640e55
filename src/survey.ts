/** The clusters that are known, and their keys: told, pinned and shared. No token is part of it. */
import { systemClock, timestampOf, type Clock } from './clusters/clock.js';
import { Fleet, type FleetSettings, type KeyFileSetting, type Member } from './clusters/fleet.js';
import { keyMapText, readPins, writePins, type KeyEntry } from './clusters/key-file.js';
import type { PublicKey } from './clusters/public-key.js';
import type { Selection } from './clusters/selection.js';
import { apiFailureMeaning } from './clusters/api-failure.js';
import type { Failure } from './model/failure.js';
import { UsageError } from './model/usage-error.js';

/** Whom to ask. */
export interface SurveyOptions {
  readonly selection: Selection;
  readonly keyFiles?: readonly KeyFileSetting[] | undefined;
  readonly pinsPath?: string | undefined;
  /** False asks nobody, and tells what was pinned. */
  readonly asks?: boolean;
  readonly clock?: Clock | undefined;
  readonly client?: Pick<FleetSettings, 'limits' | 'jitter'> | undefined;
}

/** One key of a cluster. */
export interface SurveyedKey {
  readonly kid: string;
  readonly algorithm: string;
  readonly isPinned: boolean;
  /** Other clusters that claim the same key; tokens that it signed are sent to none of them. */
  readonly alsoOf: readonly string[];
}

/** What is known of one cluster. */
export interface SurveyedCluster {
  readonly name: string;
  readonly server: string;
  readonly issuer: string | null;
  /** Null when its keys could be read or nobody asked, else why not, as a clause. */
  readonly problem: string | null;
  readonly kubeSystemUid: string | null;
  /** Its clock minus ours in milliseconds; null when it did not tell. */
  readonly skewMs: number | null;
  /** RFC 3339: when its keys were read. */
  readonly readAt: string | null;
  readonly keys: readonly SurveyedKey[];
}

/** Clusters in the order they were named, and what failed on the way. */
export interface Survey {
  readonly clusters: readonly SurveyedCluster[];
  readonly failures: readonly Failure[];
}

/** Keys a cluster had once are kept when it changes them: tokens they signed may still be found. */
const MOST_KEYS = 256;

function keysOf({ served, pins }: Member): readonly PublicKey[] {
  const all = new Map<string, PublicKey>();
  for (const key of [...(served?.state === 'read' ? served.keys : []), ...pins])
    if (!all.has(key.thumbprint)) all.set(key.thumbprint, key);
  return [...all.values()].slice(0, MOST_KEYS);
}

function surveyed(member: Member, fleet: Fleet, arePinned = false): SurveyedCluster {
  const { cluster, served, pins, api } = member;
  const problem =
    served?.state === 'failed'
      ? served.failure === 'no-keys'
        ? 'serves no keys of service-account tokens'
        : apiFailureMeaning[served.failure]
      : null;
  const keys = keysOf(member).map((key): SurveyedKey => {
    const others = fleet.ring
      .claims(key.thumbprint)
      .filter(
        (claim) =>
          (claim.cluster?.identity ?? claim.server) !== (claim.cluster === null ? cluster.server : cluster.identity) &&
          (claim.cluster !== null || claim.server !== null),
      );
    return {
      kid: key.kid ?? key.thumbprint,
      algorithm: key.algorithm,
      isPinned: arePinned || pins.some(({ thumbprint }) => thumbprint === key.thumbprint),
      alsoOf: [...new Set(others.map(({ name }) => name))],
    };
  });
  return {
    name: cluster.name,
    server: cluster.server,
    issuer: served?.state === 'read' ? served.issuer : null,
    problem,
    kubeSystemUid: member.kubeSystemUid,
    skewMs: api.skewMs,
    readAt: member.readAt,
    keys,
  };
}

async function open(options: SurveyOptions): Promise<{ readonly fleet: Fleet; readonly failures: readonly Failure[] }> {
  const { selection, keyFiles, pinsPath, clock, client, asks = true } = options;
  const opened = await Fleet.open({
    selection,
    keyFiles,
    pinsPath,
    asks,
    ...client,
    ...(clock === undefined ? {} : { clock }),
  });
  const unknown = opened.failures.find(({ code }) => code === 'context-unknown');
  if (unknown === undefined) return opened;
  await opened.fleet.close();
  throw new UsageError('unknown-context', unknown.message);
}

/** Tells what is known of the clusters. Throws `UsageError` for a context that does not exist. */
export async function surveyClusters(options: SurveyOptions): Promise<Survey> {
  const { fleet, failures } = await open(options);
  try {
    return { clusters: fleet.members.map((member) => surveyed(member, fleet)), failures };
  } finally {
    await fleet.close();
  }
}

function entryOf(member: Member, clock: Clock): KeyEntry {
  const { cluster, served } = member;
  return {
    name: cluster.name,
    server: cluster.server,
    identity: cluster.identity,
    issuer: served?.state === 'read' ? served.issuer : null,
    readAt: member.readAt ?? timestampOf(clock),
    keys: keysOf(member),
  };
}

/**
 * Remembers the keys that the clusters serve now; from then on tokens they signed may be sent to them with
 * `--all-contexts`, and are known offline. A key that another cluster claims is not pinned. Throws `UsageError` when
 * there is no place for pins.
 */
export async function pinClusters(options: SurveyOptions): Promise<Survey> {
  const { pinsPath, clock = systemClock } = options;
  if (pinsPath === undefined)
    throw new UsageError(
      'no-pins',
      'there is no folder for pinned keys: neither HOME nor XDG_CONFIG_HOME is an absolute path',
    );
  const { fleet, failures } = await open(options);
  try {
    const told: Failure[] = [...failures];
    const read = fleet.members.filter(({ served }) => served?.state === 'read');
    const pinned = read.filter((member) => {
      const disputed = surveyed(member, fleet).keys.find(({ alsoOf }) => alsoOf.length > 0);
      if (disputed === undefined) return true;
      const message = `cluster ${member.cluster.name} was not pinned: ${disputed.alsoOf.join(', ')} claims its key ${disputed.kid} too`;
      told.push({ origin: null, code: 'cluster-ambiguous', message });
      return false;
    });
    const before = await readPins(pinsPath);
    // What cannot be read is not overwritten: somebody may still want it.
    if (before.failures.length > 0) throw new UsageError('pins-unreadable', before.failures[0]?.message ?? '');
    const identities = new Set(pinned.map(({ cluster }) => cluster.identity));
    const kept = before.entries.filter(({ identity }) => identity === null || !identities.has(identity));
    if (pinned.length > 0) await writePins(pinsPath, [...kept, ...pinned.map((member) => entryOf(member, clock))]);
    return { clusters: pinned.map((member) => surveyed(member, fleet, true)), failures: told };
  } finally {
    await fleet.close();
  }
}

/** A map of clusters and keys as JSON text, with no secret in it, for a team to share; read again by `--keys`. */
export async function exportClusters(
  options: SurveyOptions,
): Promise<{ readonly text: string; readonly failures: readonly Failure[] }> {
  const { fleet, failures } = await open(options);
  try {
    const { clock = systemClock } = options;
    const entries = fleet.members
      .filter((member) => keysOf(member).length > 0)
      .map((member) => ({ ...entryOf(member, clock), identity: null }));
    return { text: keyMapText(entries), failures };
  } finally {
    await fleet.close();
  }
}
