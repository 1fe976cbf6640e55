/** What a token's holder could do, in lines for people. */
import type { Finding } from '../../model/finding.js';
import type { Binding, Impact } from '../../model/impact.js';
import { claimWords } from './claim-words.js';
import { escapeTerminal as safe } from './escape-terminal.js';

function bindingWords({ kind, name, namespace, via }: Binding): string {
  const place = namespace === null ? '' : ` in ${safe(namespace)}`;
  const group = via.kind === 'Group' ? `, which it has as one of ${safe(via.name)}` : '';
  return ` (${kind} ${safe(name)}${place}${group})`;
}

/** One line a right, worst first; empty when nobody was asked. */
export function impactLines({ impact }: Finding): readonly string[] {
  if (impact === null) return [];
  return [...claimWords(impact.claimedBy), ...linesOf(impact)];
}

function linesOf(impact: Impact): readonly string[] {
  const rights = impact.rights.map(
    ({ meaning, binding }) => `${safe(meaning)}${binding === null ? '' : bindingWords(binding)}`,
  );
  switch (impact.state) {
    case 'complete':
      return rights.length === 0 ? ['nothing of what is known to lead further'] : rights;
    case 'partial':
      return [...rights, 'and perhaps more: some questions were not answered'];
    case 'forbidden':
      return ['unknown: the user of the context may not ask (create on subjectaccessreviews.authorization.k8s.io)'];
    case 'unreachable':
      return ['unknown: the cluster did not answer'];
    default:
      return impact.state satisfies never;
  }
}
