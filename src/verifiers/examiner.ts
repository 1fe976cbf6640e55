/** Brings one token before its cluster: keys first, then, as far as the mode allows, the cluster itself. */
import type { Clock } from '../clusters/clock.js';
import type { Fleet, Member } from '../clusters/fleet.js';
import type { Transmission } from '../model/event.js';
import type { HeldFinding } from '../model/finding.js';
import type { Verdict } from '../model/verdict.js';
import type { VerifyMode } from '../model/verify-mode.js';
import { readAudiences } from '../token/audience.js';
import { unknownOf } from './api-unknown.js';
import { expiryState } from './expiry.js';
import { lookUp } from './lookup.js';
import type { GenuineReason } from './reason.js';
import type { ReviewBudget } from './review-budget.js';
import { SignatureMatcher, type SignatureMatch } from './signature.js';
import { isLegacy, REVIEW_NAME, reviewToken } from './token-review.js';
import { ToldOnce } from './told-once.js';
import { verdictOf, type Respondent, type VerdictDraft, type VerifierName } from './verdict-draft.js';

/** What the user allows. */
export interface ExaminerSettings {
  readonly mode: VerifyMode;
  /** Reviews of legacy tokens overwrite their Secret's last-used label. */
  readonly touchLegacy: boolean;
  /** Name of the one context that may be sent tokens which no key was found for. */
  readonly sendWithoutMatch: string | null;
  readonly budget: ReviewBudget;
  readonly clock: Clock;
}

/** What came out for one token. */
export interface Examination {
  readonly verdicts: readonly Verdict[];
  /** True when a known key of one known owner verified the signature. */
  readonly proven: boolean;
  readonly transmissions: readonly Transmission[];
  /** The cluster whose token it is, when it can be asked more. */
  readonly member: Member | null;
}

function audienceOf({ finding }: HeldFinding): ReturnType<typeof readAudiences>['kind'] {
  return readAudiences(finding.audiences, finding.issuer.url).kind;
}

/** Examines tokens, many at a time. */
export class Examiner {
  /** What was noticed about clusters on the way. */
  readonly told = new ToldOnce();
  readonly #fleet: Fleet;
  readonly #settings: ExaminerSettings;
  readonly #matcher: SignatureMatcher;

  constructor(fleet: Fleet, settings: ExaminerSettings) {
    this.#fleet = fleet;
    this.#settings = settings;
    this.#matcher = new SignatureMatcher(() => fleet.ring);
  }

  /** Never rejects for anything a token or a cluster does. */
  async examine(held: HeldFinding): Promise<Examination> {
    if (!held.finding.token.complete)
      return this.#end([this.#say({ result: 'unknown', reason: 'not-asked' }, null, 'signature')], false);
    const match = await this.#matcher.match(held.finding.header, held.secret);
    switch (match.state) {
      case 'unsigned':
        return this.#end(
          [this.#say({ result: 'bad-signature', reason: 'algorithm-not-used' }, null, 'signature')],
          false,
        );
      case 'bad':
        return this.#end(
          [this.#say({ result: 'bad-signature', reason: 'signature-mismatch' }, this.#ownerOf(match), 'signature')],
          false,
        );
      case 'named':
        return this.#end([this.#atHome(held, { name: match.name }, 'no-context')], true);
      case 'ambiguous':
        this.told.ambiguous(match.names);
        return this.#withoutMatch(held, [
          this.#say({ result: 'unknown', reason: 'ambiguous-cluster' }, null, 'signature'),
        ]);
      case 'unknown':
        return this.#withoutMatch(held, this.#unmatched());
      case 'one':
        return this.#examineAt(held, match);
      default:
        return match satisfies never;
    }
  }

  #ownerOf({ cluster, name }: SignatureMatch & { state: 'bad' }): Respondent {
    return (cluster === null ? undefined : this.#fleet.memberOf(cluster)) ?? { name };
  }

  async #examineAt(held: HeldFinding, match: SignatureMatch & { state: 'one' }): Promise<Examination> {
    const member = this.#fleet.memberOf(match.cluster);
    if (member === undefined) return this.#end([this.#atHome(held, match.cluster, 'no-context')], true);
    const isAllowed = member.isNamed || match.isPinned;
    const verdict = this.#withoutAsking(held, member, isAllowed);
    if (verdict !== null) return this.#end([verdict], true, member);
    const { mode, touchLegacy } = this.#settings;
    const legacy = isLegacy(held.finding);
    if (mode === 'lookup' || (legacy && !touchLegacy)) {
      return this.#end([this.#say(await this.#lookUp(held, member), member, 'lookup')], true, member);
    }
    // Its Secret's label is read before the review overwrites it; without that there is no review.
    const before = legacy ? await this.#lookUp(held, member) : null;
    if (before !== null && before.result !== 'live')
      return this.#end([this.#say(before, member, 'lookup')], true, member);
    const { verdict: reviewed, transmissions } = await this.#review(held, member, true, before);
    return this.#end([reviewed], true, member, transmissions);
  }

  /** The verdict when nobody needs to be asked, or may be; null otherwise. */
  #withoutAsking(held: HeldFinding, member: Member, isAllowed: boolean): Verdict | null {
    const { mode, touchLegacy } = this.#settings;
    const planned: GenuineReason = isLegacy(held.finding) && !touchLegacy ? 'planned-lookup' : 'planned-review';
    const reason: GenuineReason =
      mode === 'plan' && isAllowed ? planned : mode === 'offline' ? 'offline' : 'key-not-pinned';
    const verdict = this.#atHome(held, member, reason);
    const mayAsk = mode === 'lookup' || (mode === 'review' && isAllowed);
    return mayAsk && verdict.reason === reason ? null : verdict;
  }

  /** What the keys and the clock alone say about a token that a known key signed. */
  #atHome(held: HeldFinding, respondent: Respondent, reason: GenuineReason): Verdict {
    const member = respondent !== null && 'api' in respondent ? respondent : null;
    if (member !== null) this.told.skew(member);
    const now = this.#settings.clock.now() + (member?.api.skewMs ?? 0);
    const state = expiryState(held.finding.lifetime, now);
    if (state === 'over') return this.#say({ result: 'expired', reason: null }, respondent, 'expiry');
    if (state === 'not-yet')
      return this.#say({ result: 'genuine-unchecked', reason: 'not-valid-yet' }, respondent, 'expiry');
    return this.#say({ result: 'genuine-unchecked', reason }, respondent, 'signature');
  }

  async #lookUp(held: HeldFinding, member: Member): Promise<VerdictDraft> {
    return lookUp(member.api, held, {
      now: this.#settings.clock.now() + (member.api.skewMs ?? 0),
      isForApiServer: audienceOf(held) !== 'external',
      onFailure: (failure, right) => this.told.failure(member, failure, right),
    });
  }

  async #review(
    held: HeldFinding,
    member: Member,
    isProven: boolean,
    before: VerdictDraft | null,
  ): Promise<{ readonly verdict: Verdict; readonly transmissions: readonly Transmission[] }> {
    const { finding } = held;
    const subject = `${finding.identity.namespace}/${finding.identity.serviceAccount}`;
    if (!this.#settings.budget.take(member.cluster.identity, subject)) {
      return {
        verdict: this.#say({ result: 'unknown', reason: 'not-asked' }, member, 'token-review'),
        transmissions: [],
      };
    }
    const transmissions: Transmission[] = [];
    const { name, server } = member.cluster;
    const draft = await reviewToken(member.api, held, audienceOf(held) === 'api-server', {
      isProven,
      onAttempt: (attempt) =>
        transmissions.push({ fingerprint: finding.fingerprint, cluster: name, server, what: REVIEW_NAME, ...attempt }),
      onFailure: (failure, right) => this.told.failure(member, failure, right),
    });
    return {
      verdict: this.#say(before === null ? draft : { ...before, ...draft }, member, 'token-review'),
      transmissions,
    };
  }

  /** A token that no single key vouches for goes nowhere, but for the one context the user named in so many words. */
  async #withoutMatch(held: HeldFinding, verdicts: readonly Verdict[]): Promise<Examination> {
    const { mode, sendWithoutMatch, touchLegacy } = this.#settings;
    const member = sendWithoutMatch === null ? undefined : this.#fleet.memberNamed(sendWithoutMatch);
    if (mode !== 'review' || member === undefined || (isLegacy(held.finding) && !touchLegacy))
      return this.#end(verdicts, false);
    const { verdict, transmissions } = await this.#review(held, member, false, null);
    return this.#end(
      [...verdicts.filter(({ cluster }) => cluster.name !== null && cluster.name !== member.cluster.name), verdict],
      false,
      member,
      transmissions,
    );
  }

  /** Nobody is known to have signed it: the clusters whose keys are not known might have. */
  #unmatched(): readonly Verdict[] {
    const silent = this.#fleet.members.flatMap((member) => {
      if (member.served?.state !== 'failed') return [];
      const { failure } = member.served;
      const reason = failure === 'forbidden' || failure === 'no-keys' ? 'keys-unreadable' : unknownOf(failure);
      return [this.#say({ result: 'unknown', reason }, member, 'signature')];
    });
    return silent.length > 0
      ? silent
      : [this.#say({ result: 'unknown', reason: 'no-known-cluster' }, null, 'signature')];
  }

  #say(draft: VerdictDraft, respondent: Respondent, by: VerifierName): Verdict {
    return verdictOf(draft, respondent, by, this.#settings.clock);
  }

  #end(
    verdicts: readonly Verdict[],
    proven: boolean,
    member: Member | null = null,
    transmissions: readonly Transmission[] = [],
  ): Examination {
    return { verdicts, proven, member, transmissions };
  }
}
