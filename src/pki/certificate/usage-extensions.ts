import {
  childrenOf,
  DerError,
  type Element,
  finish,
  isDone,
  readInside,
  tags,
  takeIf,
  withTag,
} from '../asn1/der.ts';
import { bitPositions, booleanOf, hasTrailingZeros, oidOf, smallInteger } from '../asn1/der-values.ts';
import { type Fault, lint, refuse } from './fault.ts';
import { purposeNames } from './object-identifiers.ts';
import { eachItem } from './recovering.ts';

export type BasicConstraints = { readonly ca: boolean; readonly pathLength: number | null };

/** RFC 5280 §4.2.1.9. Throws `DerError`. */
export function basicConstraintsOf(value: Element, faults: Fault[]): BasicConstraints {
  const parts = childrenOf(readInside(value, tags.sequence, 'basicConstraints'));
  const flag = takeIf(parts, tags.boolean, 'cA');
  const ca = flag !== null && booleanOf(flag, 'cA');
  if (flag !== null && !ca) {
    const text = 'basicConstraints writes out "cA: false"';
    lint(faults, 'default-written', text, 'X.690 §11.5', flag.start);
  }
  const limit = takeIf(parts, tags.integer, 'pathLenConstraint');
  finish(parts, 'basicConstraints');
  if (limit !== null && !ca) {
    const text = 'basicConstraints limits the path of a certificate that is no CA';
    refuse(faults, 'path-length-without-ca', text, 'RFC 5280 §4.2.1.9', limit.start);
  }
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

const keyUsage = 'RFC 5280 §4.2.1.3';

/** RFC 5280 §4.2.1.3. Throws `DerError`. */
export function keyUsageOf(value: Element, faults: Fault[]): readonly string[] {
  const bits = readInside(value, tags.bitString, 'keyUsage');
  const positions = bitPositions(bits, 'keyUsage');
  if (positions.length === 0) {
    refuse(faults, 'key-usage-empty', 'keyUsage allows no use at all', keyUsage, bits.start);
  } else if (hasTrailingZeros(bits)) {
    const text = 'keyUsage is written with zero bits at its end';
    lint(faults, 'key-usage-trailing-zeros', text, 'X.690 §11.2.2', bits.start);
  }
  if ((positions.at(-1) ?? 0) >= uses.length) {
    lint(faults, 'key-usage-unknown', 'keyUsage has bits that mean nothing', keyUsage, bits.start);
  }
  return positions.map((position) => uses[position] ?? `bit ${position}`);
}

const extendedKeyUsage = 'RFC 5280 §4.2.1.12';

/** RFC 5280 §4.2.1.12. Throws `DerError` on a broken list. */
export function extendedKeyUsageOf(value: Element, faults: Fault[]): readonly string[] {
  const list = readInside(value, tags.sequence, 'extendedKeyUsage');
  if (isDone(childrenOf(list))) throw new DerError('extendedKeyUsage is empty', list.start);
  const purposes: string[] = [];
  const place = { what: 'a purpose', code: 'purpose-malformed', citation: extendedKeyUsage };
  eachItem(list, place, faults, (item) => {
    const oid = oidOf(item, 'a purpose');
    const purpose = purposeNames[oid] ?? oid;
    if (purposes.length < 20 && purposes.includes(purpose)) {
      lint(
        faults,
        'purpose-duplicate',
        `extendedKeyUsage says ${purpose} twice`,
        extendedKeyUsage,
        item.start,
      );
    }
    purposes.push(purpose);
  });
  return purposes;
}

const statusRequest = 5;

/** Whether the TLS feature list (RFC 7633 §4) has status_request. Throws `DerError` on a broken list. */
export function mustStapleOf(value: Element, faults: Fault[]): boolean {
  let found = false;
  const list = readInside(value, tags.sequence, 'the TLS feature extension');
  const place = { what: 'a TLS feature', code: 'tls-feature-malformed', citation: 'RFC 7633 §4' };
  eachItem(list, place, faults, (item) => {
    const feature = smallInteger(withTag(item, tags.integer, 'a TLS feature'), 'a TLS feature');
    if (feature === statusRequest) found = true;
  });
  return found;
}
