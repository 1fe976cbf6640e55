/** What a finding says, as short named facts, for formats that have a field of text. */
import type { Finding } from '../../model/finding.js';
import type { Verdict } from '../../model/verdict.js';
import { claimWords } from './claim-words.js';
import { escapeTerminal as safe } from './escape-terminal.js';
import { audienceWords, bindingWords, clusterWords, ownerWords } from './identity-words.js';
import { lifetimeWords } from './lifetime-words.js';
import { sentence } from './sentence.js';

/** Pairs of name and text, one line each, already escaped for terminals; `now` is RFC 3339. */
export function findingFacts(finding: Finding, now: string): readonly (readonly [name: string, text: string])[] {
  const { verdict, doubts, token } = finding;
  return [
    [finding.proven ? 'Belongs to' : 'Claims to be', ownerWords(finding)],
    ['Cluster', clusterWords(finding)],
    ['Issuer', safe(finding.issuer.url ?? 'none')],
    ['Lifetime', lifetimeWords(finding.lifetime, now)],
    ['Bound to', bindingWords(finding)],
    ['Audience', audienceWords(finding)],
    ...doubts.map((doubt) => ['Doubt', sentence(doubt)] as const),
    ...(verdict === null ? [] : [['Verdict', verdictText(verdict)] as const]),
    ['Token', `${safe(token.redacted)} (${token.length} characters${token.complete ? '' : ', cut off'})`],
    ['Fingerprint', finding.fingerprint],
  ];
}

function verdictText({ result, reason, claimedBy }: Verdict): string {
  return [`${result}${reason === null ? '' : `: ${sentence(reason)}`}`, ...claimWords(claimedBy)].join(', ');
}

/** What to do about it, step by step; commands on lines of their own. Empty when nothing is known. */
export function remedyLines({ remedy }: Finding): readonly string[] {
  return remedy.flatMap(({ action, command }, index) => {
    const step = `${index + 1}. ${sentence(action)}`;
    return command === null ? [step] : [step, ...command.split('\n').map((line) => `   ${safe(line, 4000)}`)];
  });
}
