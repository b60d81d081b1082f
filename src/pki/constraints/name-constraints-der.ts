import {
  childrenOf,
  constructedTag,
  DerError,
  type Element,
  finish,
  isDone,
  readWhole,
  tags,
  take,
  takeAny,
  takeIf,
} from '../asn1/der.ts';
import { type GeneralName, generalNameOf } from '../names/names-der.ts';

/** RFC 5280 §4.2.1.10. Null: that list is absent; an empty one is refused. */
export type NameConstraints = {
  readonly permitted: readonly GeneralName[] | null;
  readonly excluded: readonly GeneralName[] | null;
};

/** Throws `DerError`. */
export function nameConstraintsOf(value: Uint8Array): NameConstraints {
  const parts = childrenOf(readWhole(value, tags.sequence, 'nameConstraints'));
  const permitted = takeIf(parts, constructedTag(0), 'permittedSubtrees');
  const excluded = takeIf(parts, constructedTag(1), 'excludedSubtrees');
  finish(parts, 'nameConstraints');
  if (permitted === null && excluded === null) throw new DerError('nameConstraints is empty', 0);
  return {
    permitted: permitted && subtreesOf(permitted),
    excluded: excluded && subtreesOf(excluded),
  };
}

function subtreesOf(list: Element): readonly GeneralName[] {
  const subtrees: GeneralName[] = [];
  const entries = childrenOf(list);
  if (isDone(entries)) throw new DerError('nameConstraints has an empty list', list.start);
  while (!isDone(entries)) {
    const parts = childrenOf(take(entries, tags.sequence, 'a subtree'));
    const base = generalNameOf(takeAny(parts, 'the base of a subtree'), 'the base of a subtree');
    // RFC 5280 §4.2.1.10: minimum is 0, which DER leaves out, and maximum is absent.
    finish(parts, 'the base of a subtree');
    checkBase(base, list);
    subtrees.push(base);
  }
  return subtrees;
}

function checkBase(base: GeneralName, list: Element): void {
  if (base.kind === 'ip' && !isRange(base.value)) {
    throw new DerError('an address range is not an address and a mask of ones then zeros', list.start);
  }
  if (base.kind === 'dns' && !/^\.?([a-z0-9_-]+\.)*[a-z0-9_-]+\.?$|^$/i.test(base.value)) {
    throw new DerError(`${JSON.stringify(base.value.slice(0, 80))} is no subtree of host names`, list.start);
  }
}

function isRange(value: Uint8Array): boolean {
  if (value.length !== 8 && value.length !== 32) return false;
  const mask = value.subarray(value.length / 2);
  const bits = Array.from(mask, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return /^1*0*$/.test(bits);
}
