/** What stands in the place of a token: characters that break no log format. */
import { UsageError } from '../model/usage-error.js';

/** What a marker tells of a token. Null where it says nothing, or nothing that is a Kubernetes name. */
export interface MarkerFacts {
  /** `legacy`, `bound`, `suspect`; `jwt` for a JWT of another kind. */
  readonly kind: string;
  readonly namespace: string | null;
  readonly serviceAccount: string | null;
  /** The first 12 hex digits of the token's fingerprint. */
  readonly hash: string;
}

/** Writes markers. */
export interface Marker {
  /** The marker at its natural length. */
  text(facts: MarkerFacts): string;
  /** The marker in exactly `length` characters: filled up, without names or cut where it is too long. */
  fitted(facts: MarkerFacts, length: number): string;
}

/** What stands for a value that the token does not tell, or that is no name of Kubernetes. */
const NOTHING = '-';

/** Fills markers up where a length has to stay. */
export const FILLER = '_';

/** RFC 1123 label or subdomain, as Kubernetes takes it for names. */
const dnsName = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

const defaultTemplate = 'KUBELEAKS.{kind}.{namespace}.{serviceaccount}.{hash}';

/** Quotes, backslashes and what is not printable ASCII would break the format of what is redacted. */
const harmfulCharacter = /[^ !#-&(-[\]-_a-~]/;
const LONGEST_TEMPLATE = 256;

/**
 * Markers after `template`, where `{kind}`, `{namespace}`, `{serviceaccount}` and `{hash}` stand for their values.
 * @throws UsageError `wrong-template` for a template that would break the format of what is redacted.
 */
export function createMarker(template: string = defaultTemplate): Marker {
  const parts = template.split(/(\{[^}]*\})/);
  for (const part of parts) {
    if (part.startsWith('{') && !(part in valueOf)) throw wrong(`it knows no ${part}`);
    if (harmfulCharacter.test(part))
      throw wrong('quotes, backslashes and what is not printable ASCII may not stand in it');
  }
  if (template === '' || template.length > LONGEST_TEMPLATE) throw wrong(`it has 1 to ${LONGEST_TEMPLATE} characters`);
  const text = (facts: MarkerFacts): string => parts.map((part) => valueOf[part]?.(facts) ?? part).join('');
  return {
    text,
    fitted(facts, length) {
      const whole = text(facts);
      const shown = whole.length <= length ? whole : text({ ...facts, namespace: null, serviceAccount: null });
      return shown.slice(0, length).padEnd(length, FILLER);
    },
  };
}

const valueOf: Readonly<Record<string, (facts: MarkerFacts) => string>> = {
  '{kind}': ({ kind }) => nameOf(kind),
  '{namespace}': ({ namespace }) => nameOf(namespace),
  '{serviceaccount}': ({ serviceAccount }) => nameOf(serviceAccount),
  '{hash}': ({ hash }) => hash,
};

function nameOf(value: string | null): string {
  return value !== null && dnsName.test(value) ? value : NOTHING;
}

function wrong(reason: string): UsageError {
  return new UsageError('wrong-template', `this replacement cannot be used: ${reason}`);
}
