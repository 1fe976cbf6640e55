/** How a decoder stops: thrown inside the room, turned into a failure value before it leaves. */
import type { ContainerFailureCode } from './container.js';

/** Names the code and our own sentence. Never leaves an `open`. */
export class ContainerError extends Error {
  readonly code: ContainerFailureCode;
  /** True when the rest of the input is no part of the compressed data and can be handed out as it stands. */
  readonly restIsPlain: boolean;

  constructor(code: ContainerFailureCode, message: string, restIsPlain = false) {
    super(message);
    this.name = 'ContainerError';
    this.code = code;
    this.restIsPlain = restIsPlain;
  }
}

/** The data contradicts its format. `what` names the place in words: "a block header". */
export function corrupt(format: string, what: string, at: number): ContainerError {
  return new ContainerError(
    'archive-corrupt',
    `The ${format} data is corrupt near byte ${at}: ${what}. What came before it was searched.`,
  );
}

/** The data ends before its format says so. */
export function truncated(format: string, at: number): ContainerError {
  return new ContainerError(
    'archive-truncated',
    `The ${format} data ends early, at byte ${at}. What it holds up to there was searched.`,
  );
}

/** The data may be sound, but asks for something that is not built here. `what` is a clause: "it needs a dictionary". */
export function unsupported(format: string, what: string): ContainerError {
  return new ContainerError(
    'archive-unsupported',
    `This ${format} data cannot be opened: ${what}. Unpack it and scan what comes out.`,
  );
}
