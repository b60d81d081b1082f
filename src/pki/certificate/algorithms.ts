import { hash } from 'node:crypto';
import {
  childrenOf,
  constructedTag,
  type Element,
  isDone,
  readWhole,
  tags,
  take,
  takeIf,
  wholeOf,
} from '../asn1/der.ts';
import { bitLength, integerBytes, oidOf, wholeBytes } from '../asn1/der-values.ts';
import type { PublicKeyFacts, SignatureFacts } from './certificate.ts';
import { type Fault, refuse } from './fault.ts';
import { curveOf } from './object-identifiers.ts';

const signatures: Readonly<Record<string, readonly [algorithm: string, hash: string | null]>> = {
  '1.2.840.113549.1.1.2': ['md2WithRSAEncryption', 'md2'],
  '1.2.840.113549.1.1.4': ['md5WithRSAEncryption', 'md5'],
  '1.2.840.113549.1.1.5': ['sha1WithRSAEncryption', 'sha1'],
  '1.2.840.113549.1.1.11': ['sha256WithRSAEncryption', 'sha256'],
  '1.2.840.113549.1.1.12': ['sha384WithRSAEncryption', 'sha384'],
  '1.2.840.113549.1.1.13': ['sha512WithRSAEncryption', 'sha512'],
  '1.2.840.113549.1.1.14': ['sha224WithRSAEncryption', 'sha224'],
  '1.2.840.10045.4.1': ['ecdsa-with-SHA1', 'sha1'],
  '1.2.840.10045.4.3.1': ['ecdsa-with-SHA224', 'sha224'],
  '1.2.840.10045.4.3.2': ['ecdsa-with-SHA256', 'sha256'],
  '1.2.840.10045.4.3.3': ['ecdsa-with-SHA384', 'sha384'],
  '1.2.840.10045.4.3.4': ['ecdsa-with-SHA512', 'sha512'],
  '1.2.840.10040.4.3': ['dsa-with-sha1', 'sha1'],
  '2.16.840.1.101.3.4.3.1': ['dsa-with-sha224', 'sha224'],
  '2.16.840.1.101.3.4.3.2': ['dsa-with-sha256', 'sha256'],
  '1.3.101.112': ['Ed25519', null],
  '1.3.101.113': ['Ed448', null],
  '2.16.840.1.101.3.4.3.17': ['ML-DSA-44', null],
  '2.16.840.1.101.3.4.3.18': ['ML-DSA-65', null],
  '2.16.840.1.101.3.4.3.19': ['ML-DSA-87', null],
};

const pss = '1.2.840.113549.1.1.10';

const hashes: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** Of an AlgorithmIdentifier. */
export function signatureFacts(identifier: Element): SignatureFacts {
  const parts = childrenOf(identifier);
  const oid = oidOf(take(parts, tags.oid, 'the signature algorithm'), 'the signature algorithm');
  if (oid === pss)
    return { algorithm: 'RSASSA-PSS', hash: pssHash(takeIf(parts, tags.sequence, 'parameters')) };
  const known = signatures[oid];
  return known === undefined ? { algorithm: oid, hash: null } : { algorithm: known[0], hash: known[1] };
}

/** RFC 4055 §3.1: SHA-1 unless said otherwise. */
function pssHash(parameters: Element | null): string | null {
  if (parameters === null) return 'sha1';
  const wrapper = takeIf(childrenOf(parameters), constructedTag(0), 'hashAlgorithm');
  if (wrapper === null) return 'sha1';
  return hashOf(take(childrenOf(wrapper), tags.sequence, 'hashAlgorithm'));
}

/** "sha256", of the AlgorithmIdentifier of a digest; null for one that is not known. */
export function hashOf(identifier: Element): string | null {
  return hashes[oidOf(take(childrenOf(identifier), tags.oid, 'a hash'), 'a hash')] ?? null;
}

const keyTypes: Readonly<Record<string, readonly [type: string, bits: number | null]>> = {
  '1.2.840.113549.1.1.1': ['rsa', null],
  '1.2.840.113549.1.1.10': ['rsa-pss', null],
  '1.2.840.10045.2.1': ['ec', null],
  '1.2.840.10040.4.1': ['dsa', null],
  '1.3.101.112': ['ed25519', 256],
  '1.3.101.113': ['ed448', 456],
  '2.16.840.1.101.3.4.3.17': ['ml-dsa-44', null],
  '2.16.840.1.101.3.4.3.18': ['ml-dsa-65', null],
  '2.16.840.1.101.3.4.3.19': ['ml-dsa-87', null],
};

/** Of a SubjectPublicKeyInfo. Throws `DerError` when its frame is broken; a broken key inside goes to `faults`. */
export function publicKeyFacts(info: Element, faults: Fault[]): PublicKeyFacts {
  const parts = childrenOf(info);
  const algorithm = childrenOf(take(parts, tags.sequence, 'the key algorithm'));
  const oid = oidOf(take(algorithm, tags.oid, 'the key algorithm'), 'the key algorithm');
  const [type, bits] = keyTypes[oid] ?? [oid, null];
  const spki256 = hash('sha256', wholeOf(info));
  try {
    const key = wholeBytes(take(parts, tags.bitString, 'the public key'), 'the public key');
    if (type === 'rsa' || type === 'rsa-pss') return { type, bits: rsaBits(key), curve: null, spki256 };
    const parameters = isDone(algorithm)
      ? null
      : { bytes: algorithm.bytes, at: algorithm.at, end: algorithm.end };
    if (type === 'ec')
      return { type, ...curveFacts(parameters && takeIf(parameters, tags.oid, 'curve')), spki256 };
    if (type === 'dsa') {
      const numbers = parameters && takeIf(parameters, tags.sequence, 'the DSA parameters');
      return { type, bits: numbers && firstIntegerBits(numbers), curve: null, spki256 };
    }
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown;
    refuse(faults, 'key-malformed', `the public key is malformed: ${thrown.message}`, 'RFC 5280 §4.1.2.7');
    return { type, bits: null, curve: null, spki256 };
  }
  return { type, bits, curve: null, spki256 };
}

function rsaBits(key: Uint8Array): number {
  return firstIntegerBits(readWhole(key, tags.sequence, 'the RSA key'));
}

function firstIntegerBits(sequence: Element): number {
  const number = take(childrenOf(sequence), tags.integer, 'the modulus');
  return bitLength(integerBytes(number, 'the modulus'));
}

/** RFC 5480 §2.1.1 allows a named curve only; another writing has no name here. */
function curveFacts(named: Element | null): Pick<PublicKeyFacts, 'bits' | 'curve'> {
  if (named === null) return { bits: null, curve: null };
  const oid = oidOf(named, 'the curve');
  const known = curveOf(oid);
  return known === null ? { bits: null, curve: oid } : { bits: known.bits, curve: known.name };
}
