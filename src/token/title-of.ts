/** One sentence that names a token, made of its claims alone: by its detector, and again by whoever reads a report. */
import type { Claims } from '../model/claims.js';
import { accountName } from './account-name.js';
import { readAudiences } from './audience.js';
import { durationInWords } from './duration.js';
import { plainName, quoted } from './quoted.js';
import { timestamp } from './timestamp.js';

/** What of the claims a title is made of. */
export type TitleFacts = Pick<Claims, 'identity' | 'audiences' | 'issuer' | 'times' | 'doubts'>;

/** The title of what the detector with this id found; one that is not built in gets plain words. */
export function titleOf(detector: string, facts: TitleFacts): string {
  switch (detector) {
    case 'kubernetes-legacy':
      return legacyTitle(facts);
    case 'kubernetes-bound':
      return boundTitle(facts);
    case 'kubernetes-suspect':
      return suspectTitle(facts);
    default:
      return `Service-account token of ${accountName(facts.identity)}`;
  }
}

function legacyTitle({ identity }: TitleFacts): string {
  const secret = plainName(identity.boundTo?.name ?? '?');
  return `Legacy service-account token of ${accountName(identity)}, kept in Secret ${secret}, never expires`;
}

function boundTitle(facts: TitleFacts): string {
  const { kind, name } = facts.identity.boundTo ?? { kind: null, name: null };
  const object = kind === null ? '' : `, for ${kind} ${plainName(name ?? '?')}`;
  return `Bound service-account token of ${accountName(facts.identity)}${object}${audience(facts)}${lifetime(facts)}`;
}

function suspectTitle({ identity, doubts }: TitleFacts): string {
  const [first = 'something is off', ...others] = doubts;
  const more = others.length === 0 ? '' : ` (and ${others.length} more ${others.length === 1 ? 'doubt' : 'doubts'})`;
  return `Suspect service-account token of ${accountName(identity)}: ${first.replace(/\.$/, '')}${more}`;
}

/** Said only where it is not the API server, whose audience goes without saying. */
function audience({ audiences, issuer }: TitleFacts): string {
  const { kind, acceptors, unknown } = readAudiences(audiences, issuer);
  if (kind === 'api-server') return '';
  return `, to be shown to ${[...acceptors.map(({ name }) => name), ...unknown.slice(0, 3).map(quoted)].join(' and ')}`;
}

/** The kubelet asks for an hour and gets a year (KEP-1205): a reader who sees only the hour would rest too early. */
function lifetime({ times }: TitleFacts): string {
  const { issuedAt, expiresAt, warnAfter } = times;
  if (expiresAt === null) return '';
  const end = `accepted until ${timestamp(expiresAt)}`;
  if (warnAfter === null || issuedAt === null) return `, ${end}`;
  const rotated = durationInWords(warnAfter - issuedAt);
  return `, meant to be replaced after ${rotated} but ${end.replace('until', `for ${durationInWords(expiresAt - issuedAt)}, until`)}`;
}
