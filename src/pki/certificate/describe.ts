import { keyTypeText } from '../../core/text/key-type-text.ts';
import type { Certificate, PublicKeyFacts } from './certificate.ts';

/** Types that come in sizes the name does not tell. */
const sized: ReadonlySet<string> = new Set(['rsa', 'rsa-pss', 'dsa', 'dh', 'ec']);

/** "EC P-256", "RSA 2048", "Ed25519", "ML-DSA-65", "SLH-DSA-SHA2-128s". */
export function keyText({ type, bits, curve }: PublicKeyFacts): string {
  if (type === 'unknown') return 'an unreadable key';
  const shown = keyTypeText(type);
  if (curve !== null) return `${shown} ${curve}`;
  return bits === null || !sized.has(type) ? shown : `${shown} ${bits}`;
}

/** "AB:CD:..." as browsers and OpenSSL show it. */
export function fingerprintText(fingerprint: string): string {
  return (fingerprint.match(/../g) ?? []).join(':').toUpperCase();
}

/** How people call a certificate: its common name, else the first name it is for; empty when it has none at all. */
export function certificateLabel({ subject, names }: Certificate): string {
  return subject.commonName ?? names?.dns[0] ?? names?.ip[0] ?? subject.organization ?? subject.text;
}
