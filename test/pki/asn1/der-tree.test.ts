import { describe, expect, it } from 'vitest';
import { childrenOf, type Element, isDone, readWhole, tags, takeAny } from '../../../src/pki/asn1/der.ts';
import { brokenInside, isInSetOrder } from '../../../src/pki/asn1/der-tree.ts';
import { element, integer, octetString, sequence } from '../../support/certificates/der-writer.ts';

function octets(content: Uint8Array): Element {
  return readWhole(octetString(content), tags.octetString, 'it');
}

function nested(depth: number): Buffer {
  let bytes = integer(1);
  for (let level = 0; level < depth; level += 1) bytes = sequence(bytes);
  return bytes;
}

describe('what is DER all the way down', () => {
  it('may be nested 31 deep and not deeper', () => {
    expect(brokenInside(octets(nested(31)), 'it')).toBeNull();
    expect(brokenInside(octets(nested(32)), 'it')?.reason).toBe('it is nested too deep');
  });

  it('may have 20,000 parts and not one more', () => {
    const many = (count: number) => octets(Buffer.alloc(count * 3, integer(1)));
    expect(brokenInside(many(20_000), 'it')).toBeNull();
    expect(brokenInside(many(20_001), 'it')?.reason).toBe('it has over 20000 parts');
  });

  it('is told with the byte at which it breaks', () => {
    const broken = octets(sequence(integer(1), element(0x30, Buffer.from([0x04, 0x05]))));
    expect(brokenInside(broken, 'it')).toMatchObject({ reason: 'it is cut off', offset: 9 });
  });
});

describe('the order of a set', () => {
  it.each([
    ['rising', [integer(1), integer(2)], true],
    ['falling', [integer(2), integer(1)], false],
    ['equal', [integer(1), integer(1)], true],
    ['short before long', [integer(1), octetString(Buffer.alloc(3))], true],
  ] as const)('%s', (_name, parts, ordered) => {
    const list = childrenOf(readWhole(element(0x31, ...parts), tags.set, 'it'));
    const found: Element[] = [];
    while (!isDone(list)) found.push(takeAny(list, 'a part'));
    expect(isInSetOrder(found)).toBe(ordered);
  });
});
