import { createHmac, type KeyObject, sign } from 'node:crypto';
import type { SigningKey } from './farm/issuer.ts';

type Members = Readonly<Record<string, unknown>>;

function encoded(value: Members): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** A JWT signed as a library would; `header` and `claims` are taken as they are. */
export function mint(key: SigningKey, claims: Members, header: Members = {}): string {
  const algorithm = String(key.publicJwk.alg);
  const signed = `${encoded({ alg: algorithm, kid: key.kid, typ: 'JWT', ...header })}.${encoded(claims)}`;
  return `${signed}.${signatureOf(signed, key.privateKey, algorithm)}`;
}

/** Signed with a text as a secret, or not at all. */
export function mintWithoutKey(claims: Members, header: Members, secret: string | null): string {
  const signed = `${encoded(header)}.${encoded(claims)}`;
  return `${signed}.${secret === null ? '' : createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

function signatureOf(text: string, key: KeyObject, algorithm: string): string {
  const form = algorithm.startsWith('ES') ? ({ key, dsaEncoding: 'ieee-p1363' } as const) : key;
  return sign('sha256', Buffer.from(text), form).toString('base64url');
}
