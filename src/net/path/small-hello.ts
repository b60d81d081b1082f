import { createSecureContext, type SecureContext } from 'node:tls';

let made: SecureContext | null = null;

/**
 * A client whose first message fits in one packet of any network: no hybrid key shares, which alone have 1,200 bytes.
 * RFC 8200 §5: every link of IPv6 takes 1,280 bytes, and this hello has some 300.
 */
export function smallHelloContext(): SecureContext {
  made ??= createSecureContext({ minVersion: 'TLSv1.2', ecdhCurve: 'X25519:P-256' });
  return made;
}
