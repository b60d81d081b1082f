import { commonAncestor, compareNames, isBelow, isWithin, wildcardAt } from './names.ts';
import type { Nsec, TypeSet } from './records.ts';

/** A question about what is not there; every record handed in was verified as one of `zone`. */
export type Denied = { readonly name: string; readonly zone: string };

/** Whether a record at a zone cut speaks for its parent only: it says nothing about the name's other types. */
export function isDelegation(types: TypeSet): boolean {
  return types.has('NS') && !types.has('SOA');
}

/** RFC 6840 §4.1: what stands at a delegation or a DNAME proves nothing about names below. */
function covers(nsec: Nsec, name: string, zone: string): boolean {
  if (isBelow(name, nsec.owner) && (isDelegation(nsec.types) || nsec.types.has('DNAME'))) return false;
  if (!isWithin(nsec.next, zone)) return false;
  const afterOwner = compareNames(nsec.owner, name) < 0;
  const last = compareNames(nsec.next, nsec.owner) <= 0;
  return afterOwner && (last || compareNames(name, nsec.next) < 0);
}

/** The deepest name above `name` that the covering record shows to exist. */
function encloserOf(nsec: Nsec, name: string): string {
  const [left, right] = [commonAncestor(name, nsec.owner), commonAncestor(name, nsec.next)];
  return isBelow(left, right) ? left : right;
}

/** A name that exists only because there are names below it (RFC 4592 §2.2.2). */
function isEmptyNonTerminal(nsec: Nsec, name: string): boolean {
  return isBelow(nsec.next, name);
}

/** The name exists nowhere, and no wildcard would have stood in for it (RFC 4035 §5.4). */
export function nsecDeniesName(all: readonly Nsec[], { name, zone }: Denied): boolean {
  // RFC 9824 §3.4: a name that is not there may be said so by a type of its own.
  if (all.some((nsec) => nsec.owner === name && nsec.types.has('TYPE128'))) return true;
  const covering = all.find((nsec) => covers(nsec, name, zone) && !isEmptyNonTerminal(nsec, name));
  if (covering === undefined) return false;
  const wildcard = wildcardAt(encloserOf(covering, name));
  return all.some((nsec) => covers(nsec, wildcard, zone));
}

/** The name has no record of that type, or has none at all and its wildcard has none of that type. */
export function nsecDeniesType(all: readonly Nsec[], { name, zone }: Denied, type: string): boolean {
  if (all.some((nsec) => nsec.owner === name && lacks(nsec.types, type, zone, name))) return true;
  const covering = all.find((nsec) => covers(nsec, name, zone));
  if (covering === undefined) return false;
  if (isEmptyNonTerminal(covering, name)) return true;
  const wildcard = wildcardAt(encloserOf(covering, name));
  return all.some((nsec) => nsec.owner === wildcard && lacks(nsec.types, type, zone, wildcard));
}

/** Whether these types are all there is of the question's: of the right side of a zone cut, and no alias. */
export function lacks(types: TypeSet, type: string, zone: string, owner: string): boolean {
  if (types.has(type) || types.has('CNAME')) return false;
  // RFC 6840 §4.4 and RFC 4035 §5.4: DS belongs to the parent, everything else to the child.
  if (type === 'DS') return !types.has('SOA') || owner === '.';
  return !isDelegation(types) || owner === zone;
}

/** For an answer made from the wildcard under `encloser`: the name itself is not there. */
export function nsecDeniesExact(all: readonly Nsec[], { name, zone }: Denied, encloser: string): boolean {
  return all.some(
    (nsec) =>
      covers(nsec, name, zone) && !isEmptyNonTerminal(nsec, name) && encloserOf(nsec, name) === encloser,
  );
}
