import { childrenOf, DerError, type Element, isDone, takeAny } from '../asn1/der.ts';
import { type Fault, lint, refuse } from './fault.ts';

/** The value, or `fallback` with the fault noted when its DER is broken. */
export function readOr<Value>(
  fallback: Value,
  read: () => Value,
  faults: Fault[],
  code: string,
  citation: string,
): Value {
  try {
    return read();
  } catch (thrown) {
    noteBroken(thrown, faults, code, citation);
    return fallback;
  }
}

/** Passes on whatever is no `DerError`. */
export function noteBroken(thrown: unknown, faults: Fault[], code: string, citation: string): void {
  if (!(thrown instanceof DerError)) throw thrown;
  refuse(faults, code, thrown.reason, citation, thrown.offset);
}

/** Where and how the faults of a list are noted. */
export type ListPlace = {
  /** "an entry of authorityInfoAccess". */
  readonly what: string;
  readonly code: string;
  readonly citation: string;
  readonly most?: number;
};

const mostItems = 1000;

/**
 * Reads the items of a list one by one: one whose content is broken is noted and left out, the others stand; behind
 * one whose length is broken nothing can be found. Returns how many there are.
 */
export function eachItem(
  list: Element,
  { what, code, citation, most = mostItems }: ListPlace,
  faults: Fault[],
  read: (item: Element) => void,
): number {
  const items = childrenOf(list);
  let count = 0;
  while (!isDone(items)) {
    const { at } = items;
    if (count >= most) {
      lint(faults, 'list-not-read', `over ${most} times ${what}; the rest was not read`, citation, at);
      return count;
    }
    try {
      read(takeAny(items, what));
    } catch (thrown) {
      noteBroken(thrown, faults, code, citation);
      if (items.at === at) return count;
    }
    count += 1;
  }
  return count;
}
