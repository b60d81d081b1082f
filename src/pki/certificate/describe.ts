import type { Certificate, PublicKeyFacts } from './certificate.ts';

const shownTypes: Readonly<Record<string, string>> = {
  rsa: 'RSA',
  'rsa-pss': 'RSA-PSS',
  ec: 'EC',
  dsa: 'DSA',
  ed25519: 'Ed25519',
  ed448: 'Ed448',
};

/** "EC P-256", "RSA 2048", "Ed25519", "ML-DSA-65". */
export function keyText({ type, bits, curve }: PublicKeyFacts): string {
  const shown = shownTypes[type] ?? type.toUpperCase();
  if (curve !== null) return `${shown} ${curve}`;
  const sized = type.startsWith('rsa') || type === 'dsa' || type === 'ec';
  return bits === null || !sized ? shown : `${shown} ${bits}`;
}

/** "AB:CD:..." as browsers and OpenSSL show it. */
export function fingerprintText(fingerprint: string): string {
  return (fingerprint.match(/../g) ?? []).join(':').toUpperCase();
}

/** How people call a certificate: its common name, else the first name it is for; empty when it has none at all. */
export function certificateLabel({ subject, names }: Certificate): string {
  return subject.commonName ?? names?.dns[0] ?? names?.ip[0] ?? subject.organization ?? subject.text;
}
