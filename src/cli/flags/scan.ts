/** Flags of the commands that scan. */
import { generalFlags } from './general.js';
import { judgementFlags } from './judgement.js';
import { outputFlags } from './output.js';
import { searchFlags } from './search.js';
import { verificationFlags } from './verification.js';

/** All that a scan of files takes, in the order of the help. */
export const scanFlags = Object.values({
  ...outputFlags,
  ...judgementFlags,
  ...searchFlags,
  ...verificationFlags,
  ...generalFlags,
});

const { gitignore: _gitignore, allow: _allow, attribution: _attribution, ...streamSearch } = searchFlags;
const { inlineAllow: _inlineAllow, ...streamJudgement } = judgementFlags;

/** What a scan of a stream takes: there are no folders, and comments in a stream are obeyed by nobody. */
export const streamFlags = Object.values({
  ...outputFlags,
  ...streamJudgement,
  ...streamSearch,
  ...verificationFlags,
  ...generalFlags,
});
