import type { Blame } from './finding.ts';

/**
 * A mistake a person can mend: said to them as it is, never logged as a fault.
 * The text says what was found, what was wanted and what to do.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** An expected failure inside a probe: becomes a `failed` result with this code and blame. */
export class ProbeError extends Error {
  override readonly name = 'ProbeError';
  readonly code: string;
  readonly blame: Blame;

  constructor(code: string, message: string, blame: Blame) {
    super(message);
    this.code = code;
    this.blame = blame;
  }
}

/** One line of text for a log or an `unknown` caught value. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
