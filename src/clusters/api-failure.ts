/** Why an API server gave no usable answer: a closed list, because a foreign message could hold anything. */

/** Every way a request can fail. */
export type ApiFailure =
  | 'unauthorized'
  | 'forbidden'
  | 'timeout'
  | 'certificate-untrusted'
  | 'not-reached'
  | 'connection-lost'
  | 'redirected'
  | 'too-large'
  | 'not-json'
  | 'overloaded'
  | 'server-error'
  | 'request-refused'
  | 'credential-unavailable'
  | 'proxy-failed';

/** What each means, for a sentence that starts with the cluster's name. */
export const apiFailureMeaning: { readonly [failure in ApiFailure]: string } = {
  unauthorized: 'does not accept the credential of its context (401); renew it',
  forbidden: 'does not let the user of its context ask this (403)',
  timeout: 'did not answer in time',
  'certificate-untrusted':
    'showed a certificate that its certificate authority did not sign, or that is for another name',
  'not-reached': 'cannot be reached',
  'connection-lost': 'closed the connection in the middle of an answer',
  redirected: 'answered with a redirect, and redirects are not followed',
  'too-large': 'sent an answer that is too large',
  'not-json': 'sent an answer that is no JSON object',
  overloaded: 'asked to come back later (429) again and again',
  'server-error': 'failed inside (5xx) again and again',
  'request-refused': 'refused the request (4xx)',
  'credential-unavailable': 'could not be asked, because its context gives no usable credential',
  'proxy-failed': 'cannot be reached through its proxy',
};

const byCode: { readonly [code: string]: ApiFailure } = {
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  ETIMEDOUT: 'timeout',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'too-large',
  UND_ERR_HEADERS_OVERFLOW: 'too-large',
  HPE_HEADER_OVERFLOW: 'too-large',
  UND_ERR_SOCKET: 'connection-lost',
  ECONNRESET: 'connection-lost',
  EPIPE: 'connection-lost',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'connection-lost',
  UND_ERR_INVALID_ARG: 'credential-unavailable',
};

/** Names of the errors that a refused certificate gives (OpenSSL X509_V_ERR_*, node:tls). */
const certificate =
  /CERT|SELF_SIGNED|UNABLE_TO_|ALTNAME|HOSTNAME_MISMATCH|CRL_|INVALID_CA|INVALID_PURPOSE|CHAIN_TOO_LONG|^ERR_SSL|^ERR_TLS/;

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause instanceof Error ? codeOf(error.cause) : '';
}

/** Reduces whatever a request threw to a reason; its text is never read. */
export function failureOf(error: unknown): ApiFailure {
  if (error instanceof Error && error.name === 'TimeoutError') return 'timeout';
  const code = codeOf(error);
  // OpenSSL could not read the client certificate or key that the kubeconfig gave.
  if (code.startsWith('ERR_OSSL_')) return 'credential-unavailable';
  if (certificate.test(code)) return 'certificate-untrusted';
  return byCode[code] ?? 'not-reached';
}
