import type { SecureContextOptions } from 'node:tls';

/**
 * What the one shared SecureContext must be created with, beside its trust anchors: Node reads these from the
 * context, not from the connection.
 */
export const clientContextSettings = {
  minVersion: 'TLSv1.2',
  // Key shares for both, as today's clients send: a server that prefers the hybrid would cost a round trip more without.
  ecdhCurve: '*X25519:*X25519MLKEM768:P-256:P-384:P-521',
} as const satisfies SecureContextOptions;
