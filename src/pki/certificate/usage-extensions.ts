import { childrenOf, DerError, finish, isDone, readWhole, tags, take, takeIf } from '../asn1/der.ts';
import { bitPositions, booleanOf, oidOf, smallInteger } from '../asn1/der-values.ts';
import { type Fault, lint, refuse } from './fault.ts';
import { purposeNames } from './object-identifiers.ts';

export type BasicConstraints = { readonly ca: boolean; readonly pathLength: number | null };

/** RFC 5280 §4.2.1.9. */
export function basicConstraintsOf(value: Uint8Array, faults: Fault[]): BasicConstraints {
  const parts = childrenOf(readWhole(value, tags.sequence, 'basicConstraints'));
  const flag = takeIf(parts, tags.boolean, 'cA');
  const ca = flag !== null && booleanOf(flag, 'cA');
  if (flag !== null && !ca)
    lint(faults, 'default-written', 'basicConstraints writes out "cA: false"', 'X.690 §11.5');
  const limit = takeIf(parts, tags.integer, 'pathLenConstraint');
  finish(parts, 'basicConstraints');
  if (limit !== null && !ca)
    refuse(
      faults,
      'path-length-without-ca',
      'basicConstraints limits the path of a certificate that is no CA',
      'RFC 5280 §4.2.1.9',
    );
  return { ca, pathLength: limit === null ? null : smallInteger(limit, 'pathLenConstraint') };
}

const uses = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;

/** RFC 5280 §4.2.1.3. */
export function keyUsageOf(value: Uint8Array, faults: Fault[]): readonly string[] {
  const positions = bitPositions(readWhole(value, tags.bitString, 'keyUsage'), 'keyUsage');
  if (positions.length === 0)
    refuse(faults, 'key-usage-empty', 'keyUsage allows no use at all', 'RFC 5280 §4.2.1.3');
  return positions.map((position) => uses[position] ?? `bit ${position}`);
}

const mostPurposes = 1000;

/** RFC 5280 §4.2.1.12. */
export function extendedKeyUsageOf(value: Uint8Array): readonly string[] {
  const list = childrenOf(readWhole(value, tags.sequence, 'extendedKeyUsage'));
  if (isDone(list)) throw new DerError('extendedKeyUsage is empty', list.at);
  const purposes: string[] = [];
  while (!isDone(list) && purposes.length < mostPurposes) {
    const oid = oidOf(take(list, tags.oid, 'a purpose'), 'a purpose');
    purposes.push(purposeNames[oid] ?? oid);
  }
  return purposes;
}

const statusRequest = 5;

/** Whether the TLS feature list (RFC 7633 §4) has status_request. */
export function mustStapleOf(value: Uint8Array): boolean {
  const list = childrenOf(readWhole(value, tags.sequence, 'the TLS feature extension'));
  let found = false;
  while (!isDone(list)) {
    if (smallInteger(take(list, tags.integer, 'a TLS feature'), 'a TLS feature') === statusRequest)
      found = true;
  }
  return found;
}
