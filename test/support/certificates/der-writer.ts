import { element } from '../../../src/pki/asn1/der-writer.ts';

/** What certificates are forged with beside the product's own DER writer, malformed elements included. */
export {
  bitString,
  boolean,
  element,
  explicit,
  generalizedTime,
  implicit,
  integer,
  namedBits,
  nullValue,
  octetString,
  oid,
  sequence,
  time,
  utcTime,
} from '../../../src/pki/asn1/der-writer.ts';

export function setOf(...parts: readonly Uint8Array[]): Buffer {
  return element(0x31, ...parts.toSorted(Buffer.compare));
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
