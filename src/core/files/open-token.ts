import { UserError } from '../errors.ts';

/**
 * A signed or encrypted JSON Web Token, also one that was cut: "eyJ" is {" in base64, as every header begins.
 */
const token = /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{4,}/;

export function holdsToken(text: string): boolean {
  return token.test(text);
}

/** Said to the caller alone, and repeats nothing of it. */
export function openTokenMistake(): UserError {
  return new UserError(
    'That is a token, typed where others or logs may see it: consider it leaked and revoke it. Notafter has kept nothing of it. Type /token alone: it opens a form that only you see.',
  );
}
