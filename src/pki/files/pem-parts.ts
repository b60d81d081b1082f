import type { Placed } from './file-contents.ts';
import { addCertificate, addUnreadable, type Reading } from './parts.ts';
import { firstElement, isCertificateLabel, type PemBlock } from './pem.ts';
import { readDer } from './read-der.ts';

/** Reads one block of PEM by what its bytes are; its label only tells what it should have been. */
export async function readBlock(block: PemBlock, index: number, reading: Reading): Promise<void> {
  const { label, der, problem, boundaryProblem } = block;
  const placed: Placed = { place: `block ${index + 1}`, alias: null };
  if (label.includes('PRIVATE KEY')) reading.privateKeySeen = true;
  const fault = [boundaryProblem, problem].filter((one) => one !== null).join('; ');
  if (der.length === 0) {
    addUnreadable(`a ${label} block`, fault === '' ? 'it is empty' : fault, placed, reading.parts);
    return;
  }
  if (fault !== '') reading.parts.problems.push(`block ${index + 1} (${label}) is malformed: ${fault}`);
  if (label === 'TRUSTED CERTIFICATE') return addCertificate(firstElement(der), placed, reading.parts);
  if (isCertificateLabel(label) && der[0] !== 0x30) return addCertificate(der, placed, reading.parts);
  await readDer(der, placed, reading);
}
