/** Misuse at the door. */

/** Thrown when a caller asks for something that cannot be; `code` is stable, the message names the mend. */
export class UsageError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'UsageError';
    this.code = code;
  }
}
