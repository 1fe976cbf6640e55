/**
 * Files of keys the user names: a JWKS (`kubectl get --raw /openid/v1/jwks`), PEM (`/etc/kubernetes/pki/sa.pub`), or a
 * map that `kubeleaks clusters export` wrote; and the file in which `clusters pin` remembers keys, which has the same
 * shape. No secret stands in any of them.
 */
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import type { Failure } from '../model/failure.js';
import type { JsonObject, JsonValue } from '../model/json.js';
import { readNamedFile } from './named-file.js';
import { keyOfSpki, keysOfJwks, keysOfPem, type PublicKey } from './public-key.js';

/** One cluster of a map. */
export interface KeyEntry {
  /** Null in a JWKS or PEM file, which do not say whose they are. */
  readonly name: string | null;
  readonly issuer: string | null;
  readonly server: string | null;
  /** `Cluster.identity` when the keys were pinned; null in an exported map. */
  readonly identity: string | null;
  /** RFC 3339; when its server was last asked for its keys. */
  readonly readAt: string | null;
  readonly keys: readonly PublicKey[];
}

/** Marks our own files. */
const schema = 'kubeleaks/clusters/1';
/** A fleet has hundreds of clusters; a file with more is not one of ours. */
const MAX_ENTRIES = 10_000;

function textOf(value: JsonValue | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function objectsOf(value: JsonValue | undefined): readonly JsonObject[] {
  if (!Array.isArray(value)) return [];
  return (value as readonly JsonValue[]).filter(
    (entry): entry is JsonObject => typeof entry === 'object' && entry !== null && !Array.isArray(entry),
  );
}

function ofMap(document: JsonObject): readonly KeyEntry[] {
  return objectsOf(document['clusters'])
    .slice(0, MAX_ENTRIES)
    .map((entry) => ({
      name: textOf(entry['name']),
      issuer: textOf(entry['issuer']),
      server: textOf(entry['server']),
      identity: textOf(entry['identity']),
      readAt: textOf(entry['readAt']),
      keys: objectsOf(entry['keys'])
        .map((key) => keyOfSpki(textOf(key['spki']) ?? '', textOf(key['kid'])))
        .filter((key) => key !== null),
    }));
}

function parse(text: string): readonly KeyEntry[] {
  const nameless = { name: null, issuer: null, server: null, identity: null, readAt: null };
  if (text.includes('-----BEGIN')) return [{ ...nameless, keys: keysOfPem(text) }];
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return [];
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return [];
  const fields = document as JsonObject;
  return fields['schema'] === schema ? ofMap(fields) : [{ ...nameless, keys: keysOfJwks(fields) }];
}

/** What a file of keys holds, or why it holds none. */
export async function readKeyFile(
  path: string,
): Promise<{ readonly entries: readonly KeyEntry[] } | { readonly failure: Failure }> {
  const read = await readNamedFile(path);
  const entries = read.state === 'read' ? parse(read.text) : [];
  if (entries.some(({ keys }) => keys.length > 0)) return { entries };
  const why =
    read.state === 'missing'
      ? 'there is no such file'
      : read.state === 'refused'
        ? 'it cannot be read'
        : 'it holds no JWKS, no PEM public key and no map of `kubeleaks clusters export`';
  return { failure: { origin: null, code: 'keys-unreadable', message: `keys of ${path} were left out: ${why}` } };
}

/** Reads the pinned keys; a file that is missing is one without pins. */
export async function readPins(
  path: string,
): Promise<{ readonly entries: readonly KeyEntry[]; readonly failures: readonly Failure[] }> {
  const read = await readNamedFile(path);
  if (read.state === 'missing') return { entries: [], failures: [] };
  if (read.state === 'read' && (read.text.trim() === '' || read.text.includes(schema)))
    return { entries: parse(read.text), failures: [] };
  const message = `the pinned keys in ${path} cannot be read; pin them again with \`kubeleaks clusters pin\``;
  return { entries: [], failures: [{ origin: null, code: 'keys-unreadable', message }] };
}

/** The text of a map; the same entries always give the same text. */
export function keyMapText(entries: readonly KeyEntry[]): string {
  const clusters = entries
    .toSorted((a, b) => (a.name ?? '').localeCompare(b.name ?? '', 'en'))
    .map(({ name, issuer, server, identity, readAt, keys }) => ({
      name,
      issuer,
      server,
      ...(identity === null ? {} : { identity }),
      readAt,
      keys: keys.map(({ kid, thumbprint, algorithm, spki }) => ({ kid: kid ?? thumbprint, algorithm, spki })),
    }));
  return `${JSON.stringify({ schema, clusters }, undefined, 2)}\n`;
}

/** Writes pins beside the old file and renames them over it, readable by their user alone. */
export async function writePins(path: string, entries: readonly KeyEntry[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const aside = `${path}.${randomUUID()}`;
  const handle = await open(aside, 'wx', 0o600);
  try {
    await handle.writeFile(keyMapText(entries));
    await handle.sync();
    await handle.close();
    await rename(aside, path);
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(aside, { force: true });
    throw error;
  }
}
