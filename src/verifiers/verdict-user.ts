/** Reads who a cluster says a token is, out of `status.user` of a TokenReview. */
import type { JsonObject, JsonValue } from '../model/json.js';
import type { VerdictUser } from '../model/verdict.js';

/** Names of Kubernetes have at most 253 characters, and an account is in a handful of groups. */
const most = { text: 1024, groups: 64 };
const prefix = 'authentication.kubernetes.io';

function textOf(value: JsonValue | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value.slice(0, most.text) : null;
}

function listOf(value: JsonValue | undefined): readonly string[] {
  if (!Array.isArray(value)) return [];
  return (value as readonly JsonValue[])
    .slice(0, most.groups)
    .map(textOf)
    .filter((text) => text !== null);
}

/** An object, or an empty one. */
export function objectOf(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

/** Null when there is no username. */
export function verdictUserOf(user: JsonObject): VerdictUser | null {
  const username = textOf(user['username']);
  if (username === null) return null;
  const extra = objectOf(user['extra']);
  const first = (key: string): string | null => listOf(extra[`${prefix}/${key}`])[0] ?? null;
  const named = (kind: string): { name: string; uid: string | null } | null => {
    const name = first(`${kind}-name`);
    return name === null ? null : { name, uid: first(`${kind}-uid`) };
  };
  return {
    username,
    uid: textOf(user['uid']),
    groups: listOf(user['groups']),
    pod: named('pod'),
    node: named('node'),
    credentialId: first('credential-id'),
  };
}
