import { createHash } from 'node:crypto';
import type { SeenCertificate } from '../../../src/core/diagnosis.ts';

/** What a victim is started with. */
export type VictimTask = {
  readonly database: string;
  /** Takes what is sent. */
  readonly standIn: string;
  /** What its clock says when it starts, in ms since 1970. */
  readonly clock: number;
  /** When the whole began: what ends of certificates are counted from. */
  readonly epoch: number;
  /** The first round that is not known to be done. */
  readonly round: number;
};

const dayMs = 86_400_000;

export function fingerprintOf(host: string, round: number): string {
  return createHash('sha256').update(`${host} ${round}`).digest('hex');
}

/** A certificate of 90 days with three left: somebody has to be called at once, day or night. */
export function leafOf(host: string, round: number, epoch: number): SeenCertificate {
  return {
    fingerprint256: fingerprintOf(host, round),
    notBefore: new Date(epoch - 87 * dayMs),
    notAfter: new Date(epoch + 3 * dayMs),
    issuer: 'Test CA',
    names: [host],
    addresses: ['192.0.2.7:443'],
  };
}
