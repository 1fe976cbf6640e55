/** Which tokens are shown. */
import type { PageToken } from '../page-data.js';

/** What the reader asked for; an empty set or null asks for everything. */
export interface Filter {
  readonly words: readonly string[];
  readonly severities: ReadonlySet<string>;
  readonly life: 'any' | 'live' | 'never-expires' | 'unexpired' | 'expired' | 'suppressed';
  readonly cluster: string | null;
  readonly namespace: string | null;
}

/** Nothing asked for. */
export const everything: Filter = { words: [], severities: new Set(), life: 'any', cluster: null, namespace: null };

/** A token with the text that a search looks through, in lower case. */
export interface Indexed {
  readonly token: PageToken;
  readonly text: string;
}

/** Prepares `token` for searching: title, facts, places, stories and commands. */
export function indexed(token: PageToken): Indexed {
  const stories = token.stories.flatMap(({ repository, steps }) => [repository, ...steps]);
  const commands = token.steps.flatMap(({ action, command }) => [action, command ?? '']);
  const facts = token.facts.map(([, text]) => text);
  const parts = [token.title, token.cluster, token.namespace, ...facts, ...token.places, ...stories, ...commands];
  return { token, text: parts.join('\n').toLowerCase() };
}

/** True when a token has the words, severity and life asked for; cluster and namespace are left to the bars. */
export function matches({ token, text }: Indexed, filter: Filter): boolean {
  if (filter.severities.size > 0 && !filter.severities.has(token.severity)) return false;
  return hasLife(token, filter.life) && filter.words.every((word) => text.includes(word));
}

function hasLife({ state, verdict, suppressed }: PageToken, life: Filter['life']): boolean {
  switch (life) {
    case 'any':
      return true;
    case 'live':
      return verdict === 'live' || verdict === 'live-elsewhere';
    case 'suppressed':
      return suppressed !== null;
    case 'never-expires':
    case 'unexpired':
    case 'expired':
      return state === life;
    default:
      return life satisfies never;
  }
}
