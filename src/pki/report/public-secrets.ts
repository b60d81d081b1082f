import type { KnownKeys } from '../known-keys/known-keys.ts';
import { rsaFlawOf } from '../known-keys/rsa-flaw.ts';
import type { FileReport } from './file-report.ts';

/** A certificate whose private key anybody can have. */
export type PublicSecret = {
  /** In `certificates` of the report. */
  readonly position: number;
  /** What is known of its private key, as the end of a sentence. */
  readonly reason: string;
};

/** Looking for flaws of an RSA key costs some milliseconds each. */
const mostLookedAt = 50;

export function publicSecretsIn({ certificates }: FileReport, known: KnownKeys): readonly PublicSecret[] {
  return certificates.slice(0, mostLookedAt).flatMap(({ certificate, duplicateOf }, position) => {
    if (duplicateOf !== null) return [];
    const key = known.find(certificate);
    if (key !== null) return [{ position, reason: `is public: ${key.name} (${key.source})` }];
    const flaw = rsaFlawOf(certificate);
    return flaw === null ? [] : [{ position, reason: `can be computed by anybody: its modulus ${flaw}` }];
  });
}
