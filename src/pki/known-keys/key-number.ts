import { childrenOf, type Element, readWhole, tags, take } from '../asn1/der.ts';
import { wholeBytes } from '../asn1/der-values.ts';
import type { Certificate } from '../certificate/certificate.ts';
import { structureOf } from '../certificate/extension-value.ts';
import { readOr } from '../certificate/recovering.ts';

/**
 * The number that makes a key what it is, however it is wrapped: the modulus of RSA, the x of an EC point, the y of DSA
 * and DH, the bytes of all others. Leading zeros are left out. Null for a key that cannot be read.
 */
export function keyNumberOf(certificate: Certificate): Buffer | null {
  const { publicKeyInfo } = structureOf(certificate);
  return readOr(null, () => numberIn(publicKeyInfo, certificate.publicKey.type), [], '', '');
}

function numberIn(publicKeyInfo: Element, type: string): Buffer | null {
  const parts = childrenOf(publicKeyInfo);
  take(parts, tags.sequence, 'the key algorithm');
  const key = wholeBytes(take(parts, tags.bitString, 'the public key'), 'the public key');
  switch (type) {
    case 'rsa':
    case 'rsa-pss': {
      const numbers = childrenOf(readWhole(key, tags.sequence, 'the RSA key'));
      return withoutZeros(contentIn(take(numbers, tags.integer, 'the modulus')));
    }
    case 'dsa':
    case 'dh':
      return withoutZeros(contentIn(readWhole(key, tags.integer, 'the key')));
    case 'ec':
      return withoutZeros(pointX(Buffer.from(key)));
    default:
      return /^ml-/.test(type) ? Buffer.from(key) : withoutZeros(Buffer.from(key));
  }
}

function contentIn({ bytes, body, end }: Element): Buffer {
  return bytes.subarray(body, end);
}

/** SEC 1 §2.3.3: 04 x y, or 02 and 03 before x alone. */
function pointX(point: Buffer): Buffer {
  return point[0] === 4 ? point.subarray(1, 1 + (point.length - 1) / 2) : point.subarray(1);
}

function withoutZeros(bytes: Buffer): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0);
  return first === -1 ? Buffer.alloc(0) : bytes.subarray(first);
}
