/** URLs of repositories that git may clone, read strictly: git itself would run programs for some. */
import { UsageError } from '../../../model/usage-error.js';

/** A repository elsewhere. */
export interface CloneUrl {
  /** What git is given: never a password. */
  readonly url: string;
  /** What reports show: no user either. */
  readonly shown: string;
  /** Transports that git may use (`GIT_ALLOW_PROTOCOL`). */
  readonly protocols: string;
  /** Of https: as they stood in the URL, encoded for one; for git's ears alone. */
  readonly user: string;
  readonly password: string;
}

/** `host:path` or `user@host:path`, as ssh has it: no slash before the colon, and no drive's letter. */
const SCP = /^(?:(?<user>[^@/\\:\s]+)@)?(?<host>[^@/\\:\s]{2,}|\[[0-9a-f:.]+\]):(?<path>[^:].*)$/i;

/** Does it look like a place to clone from? It may still be refused. */
export function isCloneUrl(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:(?:\/\/|:)/i.test(text) || SCP.test(text);
}

/**
 * Reads https, ssh and file URLs, and ssh's short form.
 * @throws UsageError `wrong-url`; what was given is not repeated, since it may hold a password
 */
export function parseCloneUrl(text: string): CloneUrl {
  if (/[\s\0-\x1f\x7f]|%(?:0[0-9a-f]|1[0-9a-f]|7f)/i.test(text))
    throw wrong('a URL has no blanks and control characters');
  if (/^[a-z0-9+.-]+::/i.test(text)) throw wrong("git's remote helpers (ext::, fd::) are not run");
  return text.includes('://') ? parseUrl(text) : parseScp(text);
}

function parseUrl(text: string): CloneUrl {
  let parsed: URL;
  try {
    parsed = new URL(text);
  } catch {
    throw wrong('the URL cannot be read');
  }
  if (parsed.search !== '' || parsed.hash !== '') throw wrong('the URL of a repository has no ? and #');
  if (parsed.hostname.startsWith('-') || parsed.username.startsWith('-'))
    throw wrong('host and user do not begin with -');
  const { username: user, password } = parsed;
  switch (parsed.protocol) {
    case 'https:':
      parsed.username = '';
      parsed.password = '';
      // What people set up for one they often rewrite to the other (`url.….insteadOf`).
      return { url: parsed.href, shown: parsed.href, protocols: 'https:ssh', user, password };
    case 'ssh:': {
      if (password !== '') throw wrong('ssh takes no password from a URL; use a key');
      const url = parsed.href;
      parsed.username = '';
      return { url, shown: parsed.href, protocols: 'https:ssh', user: '', password: '' };
    }
    case 'file:':
      if (parsed.host !== '') throw wrong('a file URL names no host: file:///srv/git/shop.git');
      return { url: parsed.href, shown: parsed.href, protocols: 'file', user: '', password: '' };
    case 'http:':
    case 'git:':
      throw wrong(`${parsed.protocol}// is not encrypted; use https or ssh`);
    default:
      throw wrong('only https, ssh and file URLs are cloned');
  }
}

function parseScp(text: string): CloneUrl {
  const { user = '', host = '', path = '' } = SCP.exec(text)?.groups ?? {};
  if (host === '') throw wrong('the URL cannot be read');
  if ([user, host, path].some((part) => part.startsWith('-'))) throw wrong('user, host and path do not begin with -');
  return { url: text, shown: `${host}:${path}`, protocols: 'https:ssh', user: '', password: '' };
}

function wrong(reason: string): UsageError {
  return new UsageError('wrong-url', `this cannot be cloned: ${reason}`);
}
