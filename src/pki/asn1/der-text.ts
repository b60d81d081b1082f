import { contentLatin1, contentOf, type Element } from './der.ts';

/** Text of an ASN.1 string, and what is wrong with its encoding, if anything. */
export type ReadText = { readonly text: string; readonly problem: string | null };

/**
 * Reads any of the string types that names use (RFC 5280 §4.1.2.4); null for an element that is no string. Bytes
 * outside the type are shown as U+FFFD rather than dropped, so that two different names never look alike.
 */
export function textOf(element: Element): ReadText | null {
  switch (element.tag) {
    case 0x0c:
      return utf8(contentOf(element));
    case 0x13:
      return checked(contentLatin1(element), /^[A-Za-z0-9 '()+,\-./:=?]*$/, 'PrintableString');
    case 0x12:
      return checked(contentLatin1(element), /^[0-9 ]*$/, 'NumericString');
    case 0x16:
      return checked(contentLatin1(element), /^[\u0000-\u007f]*$/, 'IA5String');
    case 0x1a:
      return checked(contentLatin1(element), /^[\u0020-\u007e]*$/, 'VisibleString');
    case 0x14:
      // T.61 on paper, Latin-1 in every certificate that was ever seen (RFC 5280 appendix B).
      return { text: contentLatin1(element), problem: null };
    case 0x1e:
      return utf16(contentOf(element));
    case 0x1c:
      return utf32(contentOf(element));
    default:
      return null;
  }
}

const lenientUtf8 = new TextDecoder('utf-8', { ignoreBOM: true });

function utf8(bytes: Uint8Array): ReadText {
  const text = lenientUtf8.decode(bytes);
  const broken = text.includes('\ufffd') && !Buffer.from(text, 'utf8').equals(bytes);
  return { text, problem: broken ? 'a UTF8String with bytes that are not UTF-8' : null };
}

function checked(text: string, allowed: RegExp, type: string): ReadText {
  const problem = allowed.test(text) ? null : `a ${type} with characters outside that type`;
  return { text, problem };
}

function utf16(bytes: Uint8Array): ReadText {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const units = Array.from({ length: bytes.length >> 1 }, (_, index) => view.getUint16(index * 2));
  const text = units.map((unit) => String.fromCharCode(unit)).join('');
  const whole = bytes.length % 2 === 0 && text.isWellFormed();
  return {
    text: text.toWellFormed(),
    problem: whole ? null : 'a BMPString that is cut off or has surrogates',
  };
}

function utf32(bytes: Uint8Array): ReadText {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const points = Array.from({ length: bytes.length >> 2 }, (_, index) => view.getUint32(index * 4));
  const sound = bytes.length % 4 === 0 && points.every(isCharacter);
  const text = points.map((point) => (isCharacter(point) ? String.fromCodePoint(point) : '\ufffd')).join('');
  return { text, problem: sound ? null : 'a UniversalString with code points that do not exist' };
}

function isCharacter(point: number): boolean {
  return point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
}
