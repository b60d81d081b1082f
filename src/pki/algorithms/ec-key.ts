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
  withTag,
} from '../asn1/der.ts';
import { integerBits, oidOf, smallInteger } from '../asn1/der-values.ts';
import type { PublicKeyFacts } from '../certificate/certificate.ts';
import { type Fault, lint, refuse } from '../certificate/fault.ts';
import { isOnCurve } from './curve-equations.ts';
import { curveOf } from './curves.ts';

type CurveFacts = Pick<PublicKeyFacts, 'bits' | 'curve'>;

/** Curve and point of an EC key (RFC 5480 §2). Throws `DerError` when there is no curve to be found. */
export function ecKeyFacts(algorithm: Reader, key: Element, faults: Fault[]): CurveFacts {
  if (isDone(algorithm)) throw new DerError('the EC key has no curve', algorithm.at);
  const parameters = takeAny(algorithm, 'the curve');
  finish(algorithm, 'the curve');
  const facts = curveFacts(parameters, faults);
  if (facts.bits !== null) judgePoint(key, facts.curve ?? '', Math.ceil(facts.bits / 8), faults);
  return facts;
}

/** RFC 5480 §2.1.1 allows a named curve only. */
function curveFacts(parameters: Element, faults: Fault[]): CurveFacts {
  if (parameters.tag === tags.oid) {
    const oid = oidOf(parameters, 'the curve');
    const known = curveOf(oid);
    return known === null ? { bits: null, curve: oid } : { bits: known.bits, curve: known.name };
  }
  const implicit = parameters.tag === tags.null;
  const text = implicit
    ? 'the EC key inherits its curve'
    : 'the EC key writes out its curve instead of naming it';
  refuse(faults, 'ec-curve-not-named', text, 'RFC 5480 §2.1.1', parameters.start);
  return { bits: implicit ? null : explicitBits(parameters), curve: null };
}

const primeField = '1.2.840.10045.1.1';
const mostFieldBits = 4096;

/** Of the field of ECParameters (SEC 1 appendix C.2): a prime, or the degree of a binary field. */
function explicitBits(parameters: Element): number {
  const fields = childrenOf(withTag(parameters, tags.sequence, 'the curve'));
  take(fields, tags.integer, 'the version of the curve');
  const field = childrenOf(take(fields, tags.sequence, 'the field of the curve'));
  const kind = oidOf(take(field, tags.oid, 'the field of the curve'), 'the field of the curve');
  if (kind === primeField) return integerBits(take(field, tags.integer, 'the prime'), 'the prime');
  const binary = childrenOf(take(field, tags.sequence, 'the field of the curve'));
  const degree = take(binary, tags.integer, 'the degree of the field');
  const bits = smallInteger(degree, 'the degree of the field');
  if (bits > mostFieldBits) throw new DerError('the degree of the field is far too large', degree.start);
  return bits;
}

const citation = 'RFC 5480 §2.2';

/** Form, length and, where the equation is known, whether the point is on the curve. */
function judgePoint(key: Element, curve: string, size: number, faults: Fault[]): void {
  const { bytes, body, end, start } = key;
  const at = body + 1;
  const form = bytes[at];
  const length = end - at;
  if (form === 2 || form === 3) {
    lint(
      faults,
      'ec-point-compressed',
      'the EC key is a compressed point, which few clients read',
      citation,
      start,
    );
    if (length !== size + 1) refuseLength(length, size + 1, start, faults);
    return;
  }
  if (form === 0 && length === 1) {
    refuse(faults, 'ec-point-infinity', 'the EC key is the point at infinity', citation, start);
    return;
  }
  if (form !== 4) {
    refuse(faults, 'ec-point-form', 'the EC key is not an uncompressed point', citation, start);
    return;
  }
  if (length !== 2 * size + 1) {
    refuseLength(length, 2 * size + 1, start, faults);
    return;
  }
  const point = bytes.toString('hex', at + 1, end);
  if (isOnCurve(curve, point.slice(0, size * 2), point.slice(size * 2)) === false) {
    refuse(faults, 'ec-point-off-curve', `the EC key is not a point on ${curve}`, citation, start);
  }
}

function refuseLength(found: number, wanted: number, at: number, faults: Fault[]): void {
  refuse(faults, 'ec-point-length', `the EC key has ${found} bytes, not ${wanted}`, citation, at);
}
