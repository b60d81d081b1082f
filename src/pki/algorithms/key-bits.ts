import { type Element, finish, type Reader, take } from '../asn1/der.ts';

/** The one element inside a BIT STRING that ends on a byte; offsets stay those of the outermost input. */
export function insideBits({ bytes, body, end }: Element, tag: number, what: string): Element {
  const reader: Reader = { bytes, at: body + 1, end };
  const element = take(reader, tag, what);
  finish(reader, what);
  return element;
}
