/** What is wrong with a repository, in our own words. */

/** Stable, kebab-case; as failures in reports carry them. */
export type GitErrorCode =
  | 'not-a-repository'
  | 'pack-corrupt'
  | 'object-corrupt'
  | 'object-missing'
  | 'object-too-big'
  | 'outside-target'
  | 'git-failed'
  | 'clone-failed';

/** Thrown within the git source and told as a failure at its door. The message holds nothing of a foreign error. */
export class GitError extends Error {
  readonly code: GitErrorCode;

  constructor(code: GitErrorCode, message: string) {
    super(message);
    this.name = 'GitError';
    this.code = code;
  }
}
