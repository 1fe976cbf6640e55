/** The only registry of detectors. */
import type { Claims } from '../src/model/claims.js';
import type { Detector } from '../src/model/detector.js';
import type { Jwt } from '../src/model/jwt.js';
import { kubernetesBound } from './kubernetes-bound.js';
import { kubernetesLegacy } from './kubernetes-legacy.js';
import { kubernetesSuspect } from './kubernetes-suspect.js';

/** All built-in detectors. A token belongs to one of them at most. */
export const detectors: readonly Detector[] = [kubernetesBound, kubernetesLegacy, kubernetesSuspect];

/** A detector's answer, with the detector that gave it. */
export interface Recognition {
  readonly detector: Detector;
  readonly claims: Claims;
}

/** The first of `among` that recognises the token; undefined when none does. Throws only if a foreign detector does. */
export function recognise(jwt: Jwt, among: readonly Detector[]): Recognition | undefined {
  for (const detector of among) {
    const claims = detector.recognise(jwt);
    if (claims !== undefined) return { detector, claims };
  }
  return undefined;
}
