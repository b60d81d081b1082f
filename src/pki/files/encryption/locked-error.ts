import type { LockReason } from '../file-contents.ts';

/** Something stays closed. The message is for people and never holds a password or anything that was deciphered. */
export class LockedError extends Error {
  override readonly name = 'LockedError';
  readonly reason: LockReason;

  constructor(reason: LockReason, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** None of the passwords at hand fits. */
export function wrongPassword(given: string | undefined): LockedError {
  return given === undefined
    ? new LockedError('password-needed', 'it wants a password, and none was given')
    : new LockedError('wrong-password', 'the password is not the right one');
}
