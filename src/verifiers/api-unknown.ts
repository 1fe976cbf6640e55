/** Which `unknown` a failed question to a cluster is. */
import type { ApiFailure } from '../clusters/api-failure.js';
import type { UnknownReason } from './reason.js';

/** Reduces a failure of the cluster's client to a verdict's reason. */
export function unknownOf(failure: ApiFailure): UnknownReason {
  switch (failure) {
    case 'unauthorized':
    case 'credential-unavailable':
      return 'reviewer-unauthorized';
    case 'forbidden':
      return 'reviewer-forbidden';
    case 'timeout':
      return 'timeout';
    case 'certificate-untrusted':
    case 'not-reached':
    case 'connection-lost':
    case 'redirected':
    case 'too-large':
    case 'not-json':
    case 'overloaded':
    case 'server-error':
    case 'request-refused':
    case 'proxy-failed':
      return 'unreachable';
    default:
      return failure satisfies never;
  }
}
