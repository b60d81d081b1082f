import { childrenOf, DerError, type Element, isDone, type Reader, takeAny } from './der.ts';

const deepest = 32;
const mostElements = 20_000;

/**
 * Why the content of this element is not DER all the way down, or null: for parts that no schema here describes.
 * Bounded in depth and in elements, so that nothing nested costs more than its bytes.
 */
export function brokenInside(element: Element, what: string): DerError | null {
  const open: Reader[] = [childrenOf(element)];
  let count = 0;
  try {
    for (let reader = open.at(-1); reader !== undefined; reader = open.at(-1)) {
      if (isDone(reader)) {
        open.pop();
        continue;
      }
      const child = takeAny(reader, what);
      count += 1;
      if (count > mostElements) return new DerError(`${what} has over ${mostElements} parts`, child.start);
      if ((child.tag & 0x20) === 0) continue;
      if (open.length >= deepest) return new DerError(`${what} is nested too deep`, child.start);
      open.push(childrenOf(child));
    }
    return null;
  } catch (thrown) {
    if (thrown instanceof DerError) return thrown;
    throw thrown;
  }
}

/** X.690 §11.6: the elements of a SET OF stand in the order of their encodings. */
export function isInSetOrder(elements: readonly Element[]): boolean {
  return elements.every((element, index) => {
    const before = elements[index - 1];
    return before === undefined || compareEncodings(before, element) <= 0;
  });
}

function compareEncodings(one: Element, other: Element): number {
  return one.bytes.compare(other.bytes, other.start, other.end, one.start, one.end);
}
