/** Flags about asking clusters whether tokens live. */
import { verifyModes } from '../../index.js';
import { many, maybe, on, one } from '../flag.js';
import { numberReader, textReader, wordReader } from '../value-readers.js';

const group = 'Verification:';

const MOST_REVIEWS = 1_000_000;

/** Which clusters are meant; `clusters` takes these too. */
export const clusterFlags = {
  context: many({
    key: 'context',
    group,
    value: 'CONTEXT',
    help: 'ask the cluster of this context (when absent: the current one); can be repeated; in-cluster is the one this runs in',
    read: textReader('--context', 'a context'),
  }),
  allContexts: on({
    key: 'allContexts',
    group,
    help: 'ask all clusters of the kubeconfig; tokens go only to those whose keys were pinned (see kubeleaks clusters)',
  }),
  kubeconfig: one({
    key: 'kubeconfig',
    group,
    value: 'FILE',
    completes: 'file',
    help: 'read this kubeconfig, not those that kubectl reads',
    read: textReader('--kubeconfig', 'a file'),
  }),
  allowExec: on({ key: 'allowExec', group, help: 'let that kubeconfig run credential plugins' }),
  allowFiles: on({ key: 'allowFiles', group, help: 'let that kubeconfig name files outside its folder' }),
};

/** Whether and how to verify. */
export const verificationFlags = {
  verify: maybe({
    key: 'verify',
    group,
    value: 'MODE',
    completes: verifyModes,
    help: `find out which tokens live: ${verifyModes.join(', ')} (review when no mode is said). A token is sent in review alone, and only to the cluster whose key signed it`,
    read: (given) => (given === '' ? 'review' : wordReader('--verify', verifyModes)(given)),
  }),
  ...clusterFlags,
  keys: many({
    key: 'keys',
    group,
    value: 'FILE',
    completes: 'file',
    help: 'know these public keys: a JWKS, PEM, or a map of kubeleaks clusters export; can be repeated',
    read: textReader('--keys', 'a file'),
  }),
  impact: on({ key: 'impact', group, help: 'ask what the holder of a live token could do, and by which binding' }),
  touchLegacy: on({
    key: 'touchLegacy',
    group,
    help: "review tokens of Secrets too, which overwrites their Secret's last-used label (it is read and told first)",
  }),
  sendWithoutMatch: one({
    key: 'sendWithoutMatch',
    group,
    value: 'CONTEXT',
    help: 'send this cluster even tokens that no known key signed',
    read: textReader('--send-without-match', 'a context'),
  }),
  maxReviews: one({
    key: 'maxReviews',
    group,
    value: 'N',
    help: 'send no more than N tokens for review',
    read: numberReader('--max-reviews', 0, MOST_REVIEWS),
  }),
};
