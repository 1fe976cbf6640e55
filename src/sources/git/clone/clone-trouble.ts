/** Why a clone failed, in our own words: what git and servers say is a stranger's text. */

const reasons: readonly (readonly [RegExp, string])[] = [
  [/Host key verification failed/i, 'ssh does not know the key of its host; connect to it once by hand'],
  [
    /Authentication failed|could not read (?:Username|Password)|terminal prompts disabled|Permission denied|Access denied|returned error: 403/i,
    'access was refused; give git credentials: a credential helper, or a key in the ssh agent',
  ],
  [
    /not found|does not exist|not appear to be a git repository|returned error: 404/i,
    'there is no repository, or none that you may see',
  ],
  [/Could not resolve|Name or service not known|nodename nor servname/i, 'the name of its host is not known'],
  [/certificate|SSL|TLS/i, 'its certificate is not trusted; GIT_SSL_CAINFO names an authority'],
  [/refused|timed out|Failed to connect|unreachable|Could not connect/i, 'its host cannot be reached'],
  [/block timeout reached/i, 'git said nothing for ten minutes, and was ended'],
  [/No space left/i, 'the temporary folder is full'],
  [/dubious ownership/i, 'it belongs to somebody else; git reads it when safe.directory names it'],
  [/transport .* not allowed/i, 'git was led to a protocol that is not allowed'],
];

/** A sentence without a full stop. @param text what git wrote */
export function cloneTrouble(text: string): string {
  return reasons.find(([pattern]) => pattern.test(text))?.[1] ?? 'git could not clone it; git clone tells more';
}
