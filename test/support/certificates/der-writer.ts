import { element } from '../../../src/pki/asn1/der-writer.ts';

/** What certificates are forged with beside the product's own DER writer, malformed elements included. */
export { element, integer, nullValue, octetString, oid, sequence } from '../../../src/pki/asn1/der-writer.ts';

export function setOf(...parts: readonly Uint8Array[]): Buffer {
  return element(0x31, ...parts.toSorted(Buffer.compare));
}

export function boolean(value: boolean): Buffer {
  return element(0x01, Buffer.from([value ? 0xff : 0]));
}

export function bitString(bytes: Uint8Array, unusedBits = 0): Buffer {
  return element(0x03, Buffer.from([unusedBits]), bytes);
}

/** A named bit list: trailing zero bits are left out (X.690 §11.2.2). */
export function namedBits(positions: readonly number[]): Buffer {
  const last = Math.max(-1, ...positions);
  const bytes = Buffer.alloc(Math.floor(last / 8) + 1);
  for (const position of positions) {
    const index = Math.floor(position / 8);
    bytes[index] = (bytes[index] ?? 0) | (0x80 >> (position % 8));
  }
  return bitString(bytes, last < 0 ? 0 : 7 - (last % 8));
}

const stringTags = {
  utf8: 0x0c,
  printable: 0x13,
  teletex: 0x14,
  ia5: 0x16,
  universal: 0x1c,
  bmp: 0x1e,
} as const;
export type StringKind = keyof typeof stringTags;

export function string(kind: StringKind, text: string): Buffer {
  return element(stringTags[kind], stringBytes(kind, text));
}

function stringBytes(kind: StringKind, text: string): Buffer {
  switch (kind) {
    case 'utf8':
      return Buffer.from(text, 'utf8');
    case 'bmp':
      return Buffer.from(text, 'utf16le').swap16();
    case 'universal': {
      const points = [...text].map((character) => character.codePointAt(0) ?? 0);
      const bytes = Buffer.alloc(points.length * 4);
      for (const [index, point] of points.entries()) bytes.writeUInt32BE(point, index * 4);
      return bytes;
    }
    case 'printable':
    case 'teletex':
    case 'ia5':
      return Buffer.from(text, 'latin1');
  }
}

/** UTCTime through 2049, GeneralizedTime from 2050 on (RFC 5280 §4.1.2.5). */
export function time(date: Date): Buffer {
  const year = date.getUTCFullYear();
  return year >= 1950 && year < 2050 ? utcTime(date) : generalizedTime(date);
}

export function utcTime(date: Date): Buffer {
  return element(0x17, Buffer.from(digitsOf(date).slice(2)));
}

export function generalizedTime(date: Date): Buffer {
  return element(0x18, Buffer.from(digitsOf(date)));
}

function digitsOf(date: Date): string {
  return `${date.toISOString().slice(0, 19).replace(/\D/g, '')}Z`;
}

/** `[n]` around complete elements (EXPLICIT). */
export function explicit(number: number, ...parts: readonly Uint8Array[]): Buffer {
  return element(0xa0 | number, ...parts);
}

/** `[n]` in place of a primitive element's own tag (IMPLICIT); `content` has no tag and length. */
export function implicit(number: number, content: Uint8Array): Buffer {
  return element(0x80 | number, content);
}
