import {
  childrenOf,
  constructedTag,
  DerError,
  type Element,
  finish,
  isDone,
  type Reader,
  tags,
  take,
  takeIf,
} from '../asn1/der.ts';
import { oidOf, smallInteger } from '../asn1/der-values.ts';
import type { PssParameters } from '../certificate/certificate.ts';
import { type Fault, lint } from '../certificate/fault.ts';
import { hashNames } from './hashes.ts';

const citation = 'RFC 4055 §3.1';
const mgf1 = '1.2.840.113549.1.1.8';

/** RSASSA-PSS-params: each field has a default, which DER leaves out. Throws `DerError`. */
export function pssParametersOf(parameters: Element, faults: Fault[]): PssParameters {
  const fields = childrenOf(parameters);
  const hash = fieldOf(fields, 0, tags.sequence, 'hashAlgorithm');
  const mask = fieldOf(fields, 1, tags.sequence, 'maskGenAlgorithm');
  const salt = fieldOf(fields, 2, tags.integer, 'saltLength');
  const trailer = fieldOf(fields, 3, tags.integer, 'trailerField');
  finish(fields, 'the PSS parameters');
  const read: PssParameters = {
    hash: hash === null ? 'sha1' : hashOf(childrenOf(hash), 'hashAlgorithm'),
    mgfHash: mask === null ? 'sha1' : maskHashOf(mask),
    saltLength: salt === null ? 20 : smallInteger(salt, 'saltLength'),
  };
  if (read.hash !== read.mgfHash) {
    const text = `the PSS parameters hash with ${read.hash} and mask with ${read.mgfHash}`;
    lint(faults, 'pss-hashes-differ', text, citation, parameters.start);
  }
  if (trailer !== null && smallInteger(trailer, 'trailerField') !== 1) {
    throw new DerError('the PSS parameters have a trailer other than 1', trailer.start);
  }
  const written =
    (hash !== null && read.hash === 'sha1') ||
    (mask !== null && read.mgfHash === 'sha1') ||
    (salt !== null && read.saltLength === 20) ||
    trailer !== null;
  if (written) {
    const text = 'the PSS parameters write out a default value';
    lint(faults, 'default-written', text, 'X.690 §11.5', parameters.start);
  }
  return read;
}

function fieldOf(fields: Reader, number: number, tag: number, what: string): Element | null {
  const wrapper = takeIf(fields, constructedTag(number), what);
  if (wrapper === null) return null;
  const inside = childrenOf(wrapper);
  const field = take(inside, tag, what);
  finish(inside, what);
  return field;
}

/** RFC 4055 §2.1: the parameters of a hash are NULL or absent. */
function hashOf(identifier: Reader, what: string): string {
  const oid = oidOf(take(identifier, tags.oid, what), what);
  const parameters = takeIf(identifier, tags.null, what);
  if (!isDone(identifier) || (parameters !== null && parameters.body !== parameters.end)) {
    throw new DerError(`${what} has parameters that are not NULL`, identifier.at);
  }
  return hashNames[oid] ?? oid;
}

function maskHashOf(mask: Element): string {
  const parts = childrenOf(mask);
  const function_ = take(parts, tags.oid, 'maskGenAlgorithm');
  if (oidOf(function_, 'maskGenAlgorithm') !== mgf1) {
    throw new DerError('maskGenAlgorithm is not MGF1', function_.start);
  }
  const hash = take(parts, tags.sequence, 'the hash of maskGenAlgorithm');
  finish(parts, 'maskGenAlgorithm');
  return hashOf(childrenOf(hash), 'the hash of maskGenAlgorithm');
}
