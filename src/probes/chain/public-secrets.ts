import type { Certificate } from '../../pki/certificate/certificate.ts';
import type { KnownKey } from '../../pki/known-keys/known-key.ts';
import { type KnownKeys, loadKnownKeys } from '../../pki/known-keys/known-keys.ts';
import { rsaFlawOf } from '../../pki/known-keys/rsa-flaw.ts';

/** Keys of a served list whose private halves anybody can have. */
export type PublicSecrets = {
  /** Certificates as sent whose private keys were published, the leaf first. */
  readonly knownKeys: readonly { readonly certificate: Certificate; readonly key: KnownKey }[];
  /** Of the leaf: why its private key can be computed; null when no reason was found. */
  readonly keyFlaw: string | null;
};

export function publicSecretsOf(
  sent: readonly Certificate[],
  known: KnownKeys = loadKnownKeys(),
): PublicSecrets {
  const [leaf] = sent;
  return {
    knownKeys: sent.flatMap((certificate) => {
      const key = known.find(certificate);
      return key === null ? [] : [{ certificate, key }];
    }),
    keyFlaw: leaf === undefined ? null : rsaFlawOf(leaf),
  };
}
