import { createPublicKey, type KeyObject } from 'node:crypto';
import { bitString, explicit, integer, sequence, time } from './der-writer.ts';
import { type ExtensionSpec, extension, subjectKeyIdentifier } from './extensions.ts';
import { daysFrom, fixedNow } from './forge.ts';
import { distinguishedName } from './names.ts';

export type SelfSignedSpec = {
  readonly key: KeyObject;
  /** AlgorithmIdentifier, taken as it is. */
  readonly algorithm: Uint8Array;
  readonly sign: (tbs: Uint8Array) => Uint8Array;
  /** In place of the key's own SubjectPublicKeyInfo. */
  readonly spki?: Uint8Array;
  readonly extensions?: readonly ExtensionSpec[];
};

/** A certificate by any algorithm there is: the caller says how it is named and how it is made. */
export function selfSigned({ key, algorithm, sign, spki, extensions }: SelfSignedSpec): Buffer {
  const name = distinguishedName('self-signed.test');
  const list = extensions ?? [subjectKeyIdentifier(Buffer.from([1]))];
  const tbs = sequence(
    explicit(0, integer(2)),
    integer(7),
    algorithm,
    name,
    sequence(time(daysFrom(fixedNow, -1)), time(daysFrom(fixedNow, 1))),
    name,
    spki ?? spkiOf(key),
    explicit(3, sequence(...list.map(extension))),
  );
  return sequence(tbs, algorithm, bitString(sign(tbs)));
}

export function spkiOf(key: KeyObject): Buffer {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return publicKey.export({ type: 'spki', format: 'der' });
}
