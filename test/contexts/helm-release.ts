/** Helm's releases: a Secret that holds base64 of base64 of gzip. */
import { gzipSync } from 'node:zlib';
import { base64, filled, joined, type MarkedText } from './marked-text.js';

/** What a release says, in which the token stands. */
export function releaseContent(token: string): MarkedText {
  return filled('{"name":"web","config":{"token":"T"},"manifest":"---\\n"}', token);
}

/** The Secret of a release. */
export function helmRelease(token: string): MarkedText {
  return joined(
    'apiVersion: v1\nkind: Secret\nmetadata:\n  name: sh.helm.release.v1.web.v1\ndata:\n  release: ',
    base64(base64(gzipSync(releaseContent(token).bytes))),
    '\ntype: helm.sh/release.v1\n',
  );
}
