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
      return utf8(element);
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

function utf8(element: Element): ReadText {
  const latin1 = contentLatin1(element);
  if (isAscii(latin1)) return { text: latin1, problem: null };
  const bytes = contentOf(element);
  const text = lenientUtf8.decode(bytes);
  const broken = text.includes('\ufffd') && !Buffer.from(text, 'utf8').equals(bytes);
  return { text, problem: broken ? 'a UTF8String with bytes that are not UTF-8' : null };
}

function checked(text: string, allowed: RegExp, type: string): ReadText {
  const problem = allowed.test(text) ? null : `a ${type} with characters outside that type`;
  return { text, problem };
}

const utf16be = new TextDecoder('utf-16be', { ignoreBOM: true });

function utf16(bytes: Uint8Array): ReadText {
  const text = utf16be.decode(bytes);
  // UCS-2: a pair of surrogates is no character here, and a lone one is none anywhere.
  const sound = bytes.length % 2 === 0 && !/[\ud800-\udfff]/.test(text) && !text.includes('\ufffd');
  return { text, problem: sound ? null : 'a BMPString that is cut off or has surrogates' };
}

/** A name longer than this says nothing that its beginning does not say. */
const mostUtf32Bytes = 65_536;

function utf32(bytes: Uint8Array): ReadText {
  const length = Math.min(bytes.length, mostUtf32Bytes) & ~3;
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  let sound = bytes.length % 4 === 0 && bytes.length <= mostUtf32Bytes;
  let text = '';
  for (let at = 0; at < length; at += 4) {
    const point = view.getUint32(at);
    sound &&= isCharacter(point);
    text += isCharacter(point) ? String.fromCodePoint(point) : '\ufffd';
  }
  return { text, problem: sound ? null : 'a UniversalString that is cut off or has no such characters' };
}

function isCharacter(point: number): boolean {
  return point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
}

export function isAscii(text: string): boolean {
  return !/[^\u0000-\u007f]/.test(text);
}
