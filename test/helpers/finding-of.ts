/** A finding made from a token the way a scan makes it. */
import { createHash } from 'node:crypto';
import { detectors, recognise } from '../../detectors/index.js';
import type { Finding, Fingerprint } from '../../src/model/finding.js';
import { Secret } from '../../src/model/secret.js';
import { readJwt } from '../../src/token/read-jwt.js';
import { describe } from '../../src/triage/describe.js';

/** `sha256:` and hex, as `sha256sum` gives it. */
export function fingerprintOf(text: string): Fingerprint {
  return `sha256:${createHash('sha256').update(text).digest('hex')}` as Fingerprint;
}

/** Throws when no detector knows the token: a test that hands one in is wrong. */
export function findingOf(token: string, now: Date, reveal = false): Finding {
  const jwt = readJwt(token);
  const recognition = jwt === undefined ? undefined : recognise(jwt, detectors);
  if (jwt === undefined || recognition === undefined) throw new Error('no detector knows this token');
  return describe({
    ...recognition,
    jwt,
    secret: new Secret(token),
    fingerprint: fingerprintOf(token),
    bodyFingerprint: fingerprintOf(token.split('.').slice(0, 2).join('.')),
    isComplete: jwt.signature.state === 'complete' && jwt.payloadComplete,
    now,
    reveal,
  });
}
