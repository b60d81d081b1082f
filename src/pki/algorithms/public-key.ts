import { hash } from 'node:crypto';
import {
  childrenOf,
  DerError,
  type Element,
  finish,
  isDone,
  type Reader,
  tags,
  take,
  takeAny,
  wholeOf,
} from '../asn1/der.ts';
import { checkWholeBytes, oidOf } from '../asn1/der-values.ts';
import type { PublicKeyFacts } from '../certificate/certificate.ts';
import { type Fault, refuse } from '../certificate/fault.ts';
import { noteBroken } from '../certificate/recovering.ts';
import { ecKeyFacts } from './ec-key.ts';
import { dhBits, dsaBits } from './finite-field-key.ts';
import { type KeyType, keyTypes } from './key-types.ts';
import { rsaKeyBits, rsaPssFacts } from './rsa-key.ts';

const citation = 'RFC 5280 §4.1.2.7';

/** Of a SubjectPublicKeyInfo. Never throws: what cannot be read goes to `faults`, the rest stands. */
export function publicKeyFacts(info: Element, faults: Fault[]): PublicKeyFacts {
  const spki256 = hash('sha256', wholeOf(info));
  let type = 'unknown';
  try {
    const parts = childrenOf(info);
    const algorithm = childrenOf(take(parts, tags.sequence, 'the key algorithm'));
    const oid = oidOf(take(algorithm, tags.oid, 'the key algorithm'), 'the key algorithm');
    const known = keyTypes.get(oid);
    type = known?.type ?? oid;
    const key = take(parts, tags.bitString, 'the public key');
    finish(parts, 'the public key');
    checkWholeBytes(key, 'the public key');
    if (known === undefined) return { type, bits: null, curve: null, spki256 };
    return { ...factsOf(known, algorithm, key, faults), spki256 };
  } catch (thrown) {
    noteBroken(thrown, faults, 'key-malformed', citation);
    return { type, bits: null, curve: null, spki256 };
  }
}

function factsOf(
  known: KeyType,
  algorithm: Reader,
  key: Element,
  faults: Fault[],
): Omit<PublicKeyFacts, 'spki256'> {
  const { type, bits } = known;
  switch (type) {
    case 'rsa':
      judgeNull(algorithm, faults);
      return { type, bits: rsaKeyBits(key, faults), curve: null };
    case 'rsa-pss':
      return { type, bits: rsaKeyBits(key, faults), curve: null, ...rsaPssFacts(algorithm, faults) };
    case 'ec':
      return { type, ...ecKeyFacts(algorithm, key, faults) };
    case 'dsa':
      return { type, bits: dsaBits(algorithm, key, faults), curve: null };
    case 'dh':
      return { type, bits: dhBits(algorithm, key), curve: null };
    default:
      judgeRawKey(known, algorithm, key, faults);
      return { type, bits, curve: null };
  }
}

/** RFC 3279 §2.3.1. */
function judgeNull(algorithm: Reader, faults: Fault[]): void {
  const { at } = algorithm;
  if (!isDone(algorithm)) {
    const parameters = takeAny(algorithm, 'the key parameters');
    if (parameters.tag === tags.null && parameters.body === parameters.end && isDone(algorithm)) return;
  }
  refuse(faults, 'key-parameters', 'the RSA key has parameters other than NULL', 'RFC 3279 §2.3.1', at);
}

/** Keys that are bytes and nothing more: no parameters, one length (content without the byte of unused bits). */
function judgeRawKey(
  { type, length, citation: source }: KeyType,
  algorithm: Reader,
  key: Element,
  faults: Fault[],
): void {
  if (!isDone(algorithm)) {
    const text = `the ${type} key has parameters, which must be absent`;
    refuse(faults, 'key-parameters', text, source, algorithm.at);
  }
  const found = key.end - key.body - 1;
  if (length !== null && found !== length) {
    throw new DerError(`the ${type} key has ${found} bytes, not ${length}`, key.start);
  }
}
