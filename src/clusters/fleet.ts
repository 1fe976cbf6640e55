/** All clusters of a run: who they are, whether they answer, and the keys they sign with. */
import pLimit from 'p-limit';
import type { Failure } from '../model/failure.js';
import { ClusterApi, type ApiSettings } from './api.js';
import { apiFailureMeaning, type ApiFailure } from './api-failure.js';
import { systemClock, timestampOf, type Clock } from './clock.js';
import type { Cluster } from './cluster.js';
import { readKeyFile, readPins, type KeyEntry } from './key-file.js';
import { KeyRing, type KeyClaim } from './key-ring.js';
import { missingRight } from './missing-right.js';
import type { PublicKey } from './public-key.js';
import { selectClusters, type Selection } from './selection.js';
import { readServedKeys, type ServedKeys } from './served-keys.js';

/** A file of keys, and whose they are when the user says so. */
export interface KeyFileSetting {
  readonly path: string;
  readonly name?: string | undefined;
  readonly issuer?: string | undefined;
  /** The context whose cluster signs with them. */
  readonly context?: string | undefined;
}

/** How a fleet is put together. */
export interface FleetSettings extends Omit<ApiSettings, 'environment'> {
  readonly selection: Selection;
  /** `--keys` and the configuration's `clusters[].jwks`. */
  readonly keyFiles?: readonly KeyFileSetting[] | undefined;
  /** Where `clusters pin` keeps keys; undefined when the user has no such place. */
  readonly pinsPath?: string | undefined;
  /** False asks no cluster for anything (`offline`). */
  readonly asks: boolean;
}

/** One cluster of the fleet, with what it said about itself. */
export interface Member {
  readonly cluster: Cluster;
  readonly api: ClusterApi;
  /** The contexts that lead to it. */
  readonly contexts: readonly string[];
  /** False for what `--all-contexts` alone brought. */
  readonly isNamed: boolean;
  /** Null before it was asked, and for ever in a fleet that does not ask. */
  readonly served: ServedKeys | null;
  /** UID of its `kube-system` namespace; null when it may not be read. It is the cluster's own word. */
  readonly kubeSystemUid: string | null;
  readonly pins: readonly PublicKey[];
  /** RFC 3339; when its keys were read, by us or for the pins. */
  readonly readAt: string | null;
}

/** kube-apiserver lets its keys be cached this long (`Cache-Control: max-age=3600`). */
const KEYS_AGE_MS = 3_600_000;
/** Clusters that are asked at a time; a fleet of hundreds opens its connections in turn. */
const ASKED_AT_ONCE = 16;

function failureOf(cluster: Cluster, failure: ApiFailure | 'no-keys'): Failure {
  const say = (why: string): Failure => ({
    origin: null,
    code: 'cluster-keys-unreadable',
    message: `the keys of cluster ${cluster.name} cannot be read: it ${why}`,
  });
  if (failure === 'no-keys') return say('serves none that sign service-account tokens; name them with --keys');
  const right = missingRight({ verb: 'get', group: '', resource: '/openid/v1/jwks', namespace: null });
  return say(`${apiFailureMeaning[failure]}${failure === 'forbidden' ? `; it takes ${right}` : ''}`);
}

async function readSystemUid(api: ClusterApi): Promise<string | null> {
  const outcome = await api.get('/api/v1/namespaces/kube-system');
  if (outcome.state !== 'answered' || outcome.status !== 200) return null;
  const { metadata } = outcome.body;
  const uid = typeof metadata === 'object' && metadata !== null && 'uid' in metadata ? metadata.uid : null;
  return typeof uid === 'string' && uid.length <= 64 ? uid : null;
}

/** The clusters of one run. Close it when done. */
export class Fleet {
  readonly #settings: FleetSettings;
  readonly #clock: Clock;
  #members: Member[];
  readonly #strangers: readonly KeyClaim[];
  readonly #filed: readonly KeyClaim[];
  #ring: KeyRing;
  #readAt: number;

  private constructor(
    settings: FleetSettings,
    members: Member[],
    filed: readonly KeyClaim[],
    strangers: readonly KeyClaim[],
  ) {
    this.#settings = settings;
    this.#clock = settings.clock ?? systemClock;
    this.#members = members;
    this.#filed = filed;
    this.#strangers = strangers;
    this.#readAt = Number.NEGATIVE_INFINITY;
    this.#ring = new KeyRing([...this.#ownClaims(), ...filed, ...strangers]);
  }

  /** Reads kubeconfigs, pins and key files, and asks the clusters for their keys. What failed is told, and the rest goes on. */
  static async open(
    settings: FleetSettings,
  ): Promise<{ readonly fleet: Fleet; readonly failures: readonly Failure[] }> {
    const [{ selected, failures }, pins] = await Promise.all([
      selectClusters(settings.selection),
      settings.pinsPath === undefined ? { entries: [], failures: [] } : readPins(settings.pinsPath),
    ]);
    const api: ApiSettings = { environment: settings.selection.environment, ...settings };
    const members = selected.map(({ cluster, contexts, isNamed }): Member => {
      const pinned = pins.entries.find(({ identity }) => identity === cluster.identity);
      const known = { pins: pinned?.keys ?? [], readAt: pinned?.readAt ?? null };
      return {
        cluster,
        contexts,
        isNamed,
        api: new ClusterApi(cluster, api),
        served: null,
        kubeSystemUid: null,
        ...known,
      };
    });
    const isMember = new Set(members.map(({ cluster }) => cluster.identity));
    const strangers = pins.entries
      .filter(({ identity }) => identity === null || !isMember.has(identity))
      .flatMap((entry) => claimsOf(entry, 'pinned', null, {}));
    const files = await Promise.all((settings.keyFiles ?? []).map((file) => readClaims(file, members)));
    const fleet = new Fleet(
      settings,
      members,
      files.flatMap(({ claims }) => claims),
      strangers,
    );
    const told = [...failures, ...pins.failures, ...files.flatMap((file) => file.failures), ...(await fleet.refresh())];
    return { fleet, failures: told };
  }

  get members(): readonly Member[] {
    return this.#members;
  }

  /** Every key that is known. */
  get ring(): KeyRing {
    return this.#ring;
  }

  /** The member that stands for a cluster. */
  memberOf(cluster: Cluster): Member | undefined {
    return this.#members.find((member) => member.cluster.identity === cluster.identity);
  }

  /** The member of a context's name. */
  memberNamed(name: string): Member | undefined {
    return this.#members.find(({ contexts }) => contexts.includes(name));
  }

  /** Asks all clusters for their keys, unless that was done within the hour. Gives what failed. */
  async refresh(): Promise<readonly Failure[]> {
    if (!this.#settings.asks || this.#clock.now() - this.#readAt < KEYS_AGE_MS) return [];
    this.#readAt = this.#clock.now();
    const limit = pLimit(ASKED_AT_ONCE);
    this.#members = await Promise.all(
      this.#members.map((member) =>
        limit(async (): Promise<Member> => {
          const served = await readServedKeys(member.api);
          // One that cannot be reached is not asked a second time.
          if (served.state === 'failed' && served.failure !== 'forbidden' && served.failure !== 'no-keys')
            return { ...member, served };
          return {
            ...member,
            served,
            kubeSystemUid: await readSystemUid(member.api),
            readAt: timestampOf(this.#clock),
          };
        }),
      ),
    );
    this.#ring = new KeyRing([...this.#ownClaims(), ...this.#filed, ...this.#strangers]);
    return this.#members.flatMap(({ cluster, served }) =>
      served?.state === 'failed' ? [failureOf(cluster, served.failure)] : [],
    );
  }

  async close(): Promise<void> {
    await Promise.all(this.#members.map(({ api }) => api.close()));
  }

  #ownClaims(): KeyClaim[] {
    return this.#members.flatMap(({ cluster, served, pins }) => {
      const issuer = served?.state === 'read' ? served.issuer : null;
      const claim =
        (source: KeyClaim['source']) =>
        (key: PublicKey): KeyClaim => ({ key, source, name: cluster.name, issuer, server: cluster.server, cluster });
      return [...(served?.state === 'read' ? served.keys : []).map(claim('served')), ...pins.map(claim('pinned'))];
    });
  }
}

function claimsOf(
  entry: KeyEntry,
  source: KeyClaim['source'],
  cluster: Cluster | null,
  file: Partial<KeyFileSetting>,
): KeyClaim[] {
  return entry.keys.map((key) => ({
    key,
    source,
    cluster,
    name: file.name ?? entry.name ?? file.path ?? 'unnamed',
    issuer: file.issuer ?? entry.issuer,
    server: cluster?.server ?? entry.server,
  }));
}

async function readClaims(
  file: KeyFileSetting,
  members: readonly Member[],
): Promise<{ readonly claims: readonly KeyClaim[]; readonly failures: readonly Failure[] }> {
  const read = await readKeyFile(file.path);
  if ('failure' in read) return { claims: [], failures: [read.failure] };
  const owner =
    members.find(({ contexts }) => file.context !== undefined && contexts.includes(file.context))?.cluster ?? null;
  return { claims: read.entries.flatMap((entry) => claimsOf(entry, 'file', owner, file)), failures: [] };
}
