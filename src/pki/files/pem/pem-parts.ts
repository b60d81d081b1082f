import { derKindOf } from '../der-kinds.ts';
import type { Placed } from '../file-contents.ts';
import { isPrivateKind, kindWords } from '../kind-words.ts';
import { addSshKey } from '../other-keys.ts';
import { addCertificate, addUnreadable, type Reading, within } from '../parts.ts';
import { readDer } from '../read-der.ts';
import { isOpensshKey, readOpensshKey } from '../ssh/ssh-key.ts';
import { CutOffError } from '../ssh/wire-reader.ts';
import { firstElement, isCertificateLabel, type PemBlock } from './pem.ts';
import { isEncryptedPem, readEncryptedPem } from './pem-encryption.ts';

/** Reads one block of PEM by what its bytes are; its label only tells what it should have been. */
export async function readBlock(block: PemBlock, placed: Placed, reading: Reading): Promise<void> {
  const { label, der } = block;
  const { parts } = reading;
  const isPrivate = label.includes('PRIVATE KEY');
  if (isPrivate) reading.privateKeySeen = true;
  const known = knownElse(label);
  if (known !== null) {
    parts.others.push({ ...placed, described: known });
    return;
  }
  const fault = [block.boundaryProblem, block.problem].filter((one) => one !== null).join('; ');
  if (der.length === 0) {
    const reason = fault === '' ? 'it is empty' : fault;
    return isPrivate
      ? addBrokenKey(label, reason, placed, reading)
      : addUnreadable(`a ${label} block`, reason, placed, parts);
  }
  if (fault !== '') parts.problems.push(`${placed.place} (${label}) is malformed: ${fault}`);
  if (isOpensshKey(der)) return addOpensshKey(der, placed, reading);
  if (label === 'SSH2 PUBLIC KEY') return addSshKey(der, 'an SSH public key', placed.place, reading);
  if (isEncryptedPem(block)) return readEncryptedPem(block, placed, reading);
  const kind = derKindOf(der);
  if (isPrivate && !isPrivateKind(kind)) {
    return addBrokenKey(label, 'the key is malformed, or of a kind that is not known here', placed, reading);
  }
  if (label === 'TRUSTED CERTIFICATE') return addCertificate(firstElement(der), placed, parts);
  if (isCertificateLabel(label)) {
    if (kind === 'unknown') return addCertificate(der, placed, parts);
    if (kind !== 'certificate')
      parts.problems.push(`${placed.place} is labelled ${label} and holds ${kindWords(kind)}`);
  }
  await readDer(der, placed, reading);
}

export function blockPlace(index: number, outer: string): Placed {
  return { place: within(`block ${index + 1}`, outer), alias: null };
}

function knownElse(label: string): string | null {
  if (label.startsWith('PGP '))
    return `a PGP ${label
      .slice(4)
      .toLowerCase()
      .replace(/ block$/, '')}`;
  if (label.endsWith(' PARAMETERS'))
    return `${label.replace(/^X9\.42 /, '').replace(' PARAMETERS', '')} parameters`;
  if (label === 'AGE ENCRYPTED FILE') return 'a file encrypted with age';
  if (label === 'SSH2 ENCRYPTED PRIVATE KEY') return 'an SSH private key';
  if (label === 'SSH SIGNATURE') return 'an SSH signature';
  return label === 'ATTRIBUTE CERTIFICATE' ? 'an attribute certificate' : null;
}

function addBrokenKey(label: string, problem: string, placed: Placed, { parts }: Reading): void {
  const encrypted = label.includes('ENCRYPTED');
  parts.privateKeys.push({ ...placed, form: label, encrypted, publicKey: null, lock: null, problem });
}

function addOpensshKey(der: Uint8Array, placed: Placed, reading: Reading): void {
  reading.privateKeySeen = true;
  try {
    reading.parts.privateKeys.push(readOpensshKey(der, placed));
  } catch (thrown) {
    if (!(thrown instanceof CutOffError)) throw thrown;
    addBrokenKey('OpenSSH', thrown.message, placed, reading);
  }
}
