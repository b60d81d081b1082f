import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export type IsToken = (given: string) => boolean;

/** Compares in a time that tells neither what is right nor how long it is. */
export function tokenJudge(token: string): IsToken {
  const key = randomBytes(32);
  const mac = (text: string) => createHmac('sha256', key).update(text).digest();
  const wanted = mac(token);
  return (given) => timingSafeEqual(mac(given), wanted);
}

/** What follows `Authorization: Bearer` (RFC 6750 §2.1); null: nothing of the kind. */
export function bearerOf(header: string | undefined): string | null {
  return /^bearer +(\S+) *$/i.exec(header ?? '')?.[1] ?? null;
}
