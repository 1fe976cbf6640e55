/** A user's detector, held so that its mistakes end neither the scan nor the truth of a report. */
import type { Claims } from './model/claims.js';
import type { Detector } from './model/detector.js';
import type { Failure } from './model/failure.js';
import type { JsonObject } from './model/json.js';

/**
 * The same detector, but it works on a copy of what it is shown, and when it throws or answers with something that is
 * no claims, it recognises nothing and `tell` hears of it: once, however often it happens.
 */
export function guardDetector(detector: Detector, tell: (failure: Failure) => void): Detector {
  let hasFailed = false;
  const fail = (what: string): undefined => {
    const message = `the detector ${detector.id} ${what}, so tokens may be missing; mend it or leave it out`;
    if (!hasFailed) tell({ origin: null, code: 'detector-failed', message });
    hasFailed = true;
  };
  return {
    id: detector.id,
    title: detector.title,
    meaning: detector.meaning,
    references: detector.references,
    recognise(jwt) {
      try {
        const answer: unknown = detector.recognise(structuredClone(jwt));
        if (answer === undefined || answer === null) return undefined;
        return claimsOf(answer) ?? fail('answered with something that is no claims');
      } catch (error) {
        // Its message is not ours and could hold a token.
        return fail(`threw a ${error instanceof Error ? error.constructor.name : typeof error}`);
      }
    },
  };
}

type Fields = { readonly [key: string]: unknown };

/** A clean copy; what is left out is null or empty. Undefined when a member has a wrong type. */
function claimsOf(answer: unknown): Claims | undefined {
  if (!isObject(answer)) return undefined;
  const identity = answer['identity'] ?? {};
  const times = answer['times'] ?? {};
  const unknownClaims = answer['unknownClaims'] ?? {};
  const audiences = answer['audiences'] ?? [];
  const doubts = answer['doubts'] ?? [];
  const title = answer['title'];
  if (!isObject(identity) || !isObject(times) || !isObject(unknownClaims)) return undefined;
  if (!isTexts(audiences) || !isTexts(doubts) || typeof title !== 'string') return undefined;
  const boundTo = referenceOf(identity['boundTo']);
  const node = referenceOf(identity['node']);
  return {
    identity: {
      namespace: textOf(identity['namespace']),
      serviceAccount: textOf(identity['serviceAccount']),
      serviceAccountUid: textOf(identity['serviceAccountUid']),
      boundTo: boundTo === null ? null : { kind: kindOf(identity['boundTo']), ...boundTo },
      node,
    },
    issuer: textOf(answer['issuer']),
    audiences: [...audiences],
    tokenId: textOf(answer['tokenId']),
    times: {
      issuedAt: secondsOf(times['issuedAt']),
      notBefore: secondsOf(times['notBefore']),
      expiresAt: secondsOf(times['expiresAt']),
      warnAfter: secondsOf(times['warnAfter']),
    },
    // A round trip, for it may hold what is no JSON: functions, dates, itself.
    unknownClaims: JSON.parse(JSON.stringify(unknownClaims)) as JsonObject,
    title,
    doubts: [...doubts],
  };
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function secondsOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function referenceOf(value: unknown): { readonly name: string | null; readonly uid: string | null } | null {
  return isObject(value) ? { name: textOf(value['name']), uid: textOf(value['uid']) } : null;
}

function kindOf(value: unknown): string {
  return (isObject(value) ? textOf(value['kind']) : null) ?? 'unknown';
}
