import type { Certificate } from '../certificate/certificate.ts';
import { type KeyList, readKeyList } from './key-list-file.ts';
import type { KnownKey } from './known-key.ts';
import { knownKeyGroups } from './known-key-groups.ts';

export type KnownKeys = {
  /** Null: nobody is known to have published the private key. */
  find(certificate: Certificate): KnownKey | null;
};

const bundled: ReadonlyMap<string, KnownKey> = new Map(
  knownKeyGroups.flatMap(({ spki256, name, source }) =>
    spki256.map((key) => [key, { name, source }] as const),
  ),
);

const listed: KnownKey = { name: 'a key of KNOWN_KEYS_FILE', source: 'the list this installation was given' };

/** The bundled keys, and those of KNOWN_KEYS_FILE when its bytes are given. Throws `UserError` for a file that is none. */
export function loadKnownKeys(file: Buffer | null = null): KnownKeys {
  const isListed: KeyList = file === null ? () => false : readKeyList(file);
  return {
    find: (certificate) =>
      bundled.get(certificate.publicKey.spki256) ?? (isListed(certificate) ? listed : null),
  };
}
