import { describe, expect, it } from 'vitest';
import { type Element, readWhole } from '../../../src/pki/asn1/der.ts';
import { textOf } from '../../../src/pki/asn1/der-text.ts';
import { timeOf } from '../../../src/pki/asn1/der-time.ts';
import {
  bitPositions,
  booleanOf,
  hasTrailingZeros,
  integerBits,
  oidOf,
  smallInteger,
  wholeBytes,
} from '../../../src/pki/asn1/der-values.ts';
import { element, oid, string } from '../../support/certificates/der-writer.ts';

function read(bytes: Uint8Array): Element {
  return readWhole(bytes, bytes[0] ?? 0, 'it');
}

function fromHex(hex: string): Element {
  return read(Buffer.from(hex, 'hex'));
}

function timeFrom(tag: number, text: string) {
  return timeOf(read(element(tag, Buffer.from(text))), 'notAfter');
}

describe('values', () => {
  it.each(['1.2.840.113549.1.1.11', '2.5.29.17', '0.9.2342.19200300.100.1.25', '2.999.4294967296'])(
    'reads the object identifier %s',
    (dotted) => {
      const bytes =
        dotted === '2.999.4294967296' ? fromHex('0607883790808080 00'.replace(' ', '')) : read(oid(dotted));
      expect(oidOf(bytes, 'it')).toBe(dotted);
      expect(oidOf(bytes, 'it')).toBe(dotted);
    },
  );

  it.each(['0600', '06028001', '060181', `0681c8${'01'.repeat(200)}`])(
    'refuses the object identifier %s',
    (hex) => {
      expect(() => oidOf(fromHex(hex), 'it')).toThrow(/not an object identifier/);
    },
  );

  it('takes booleans, integers and bit strings in their one DER form only', () => {
    expect(booleanOf(fromHex('0101ff'), 'it')).toBe(true);
    expect(() => booleanOf(fromHex('010101'), 'it')).toThrow(/boolean/);
    expect(smallInteger(fromHex('02020100'), 'it')).toBe(256);
    expect(() => smallInteger(fromHex('02020001'), 'it')).toThrow(/padded/);
    expect(() => smallInteger(fromHex('0201ff'), 'it')).toThrow(/negative/);
    expect(() => smallInteger(fromHex('0200'), 'it')).toThrow(/empty/);
    expect(smallInteger(fromHex('02067fffffffffff'), 'it')).toBe(2 ** 47 - 1);
    expect(() => smallInteger(fromHex('020701000000000000'), 'it')).toThrow(/far too large/);
    expect(() => bitPositions(fromHex('03020800'), 'it')).toThrow(/not a bit string/);
    expect(bitPositions(fromHex('03020106'), 'it')).toEqual([5, 6]);
    expect(() => bitPositions(fromHex('03020107'), 'it')).toThrow(/unused bits/);
    expect(() => wholeBytes(fromHex('03020106'), 'it')).toThrow(/does not end on a byte/);
    expect(integerBits(fromHex('020201ff'), 'it')).toBe(9);
    expect(integerBits(fromHex('020200ff'), 'it')).toBe(8);
    expect(integerBits(fromHex('020100'), 'it')).toBe(0);
    expect(() => integerBits(fromHex('0203000001'), 'it')).toThrow(/padded/);
    expect(() => bitPositions(fromHex(`0318${'00'.repeat(24)}`), 'it')).toThrow(/far too many bits/);
    expect(hasTrailingZeros(fromHex('03020780'))).toBe(false);
    expect(hasTrailingZeros(fromHex('03020680'))).toBe(true);
  });
});

describe('strings', () => {
  it.each([
    ['utf8', 'Bücher 測試'],
    ['printable', "Let's Encrypt"],
    ['teletex', 'Zürich'],
    ['ia5', 'a@b.test'],
    ['bmp', 'Zürich 測試'],
    ['universal', 'Zürich 𝄞'],
  ] as const)('reads a %s string', (kind, text) => {
    expect(textOf(read(string(kind, text)))).toEqual({ text, problem: null });
  });

  it.each([
    ['a UTF8String that is none', '0c02c328', '\ufffd(', /UTF8String/],
    ['an underscore in a PrintableString', '13035f6162', '_ab', /PrintableString/],
    ['half a character in a BMPString', '1e03004100', 'A\ufffd', /BMPString/],
    ['a lone surrogate in a BMPString', '1e02d800', '\ufffd', /BMPString/],
    ['a code point past the last', '1c0400110000', '\ufffd', /UniversalString/],
    ['a byte over 127 in an IA5String', '1601e9', 'é', /IA5String/],
  ])('names %s', (_name, hex, text, problem) => {
    expect(textOf(fromHex(hex))).toEqual({ text, problem: expect.stringMatching(problem) });
  });

  it('knows what is no string', () => {
    expect(textOf(fromHex('020101'))).toBeNull();
  });
});

describe('times', () => {
  it.each([
    [0x17, '260615120000Z', '2026-06-15T12:00:00.000Z'],
    [0x17, '491231235959Z', '2049-12-31T23:59:59.000Z'],
    [0x17, '500101000000Z', '1950-01-01T00:00:00.000Z'],
    [0x18, '20500101000000Z', '2050-01-01T00:00:00.000Z'],
    [0x18, '99991231235959Z', '9999-12-31T23:59:59.000Z'],
    [0x17, '240229000000Z', '2024-02-29T00:00:00.000Z'],
    [0x18, '24000229000000Z', '2400-02-29T00:00:00.000Z'],
  ])('reads %i %s', (tag, text, iso) => {
    expect(timeFrom(tag, text)).toEqual({ date: new Date(iso), problem: null, early: false });
  });

  it.each([
    [0x17, '2606151200Z', '2026-06-15T12:00:00.000Z', /without seconds/],
    [0x18, '20260615120000Z', '2026-06-15T12:00:00.000Z', /before 2050/],
    [0x18, '00500101000000Z', '0050-01-01T00:00:00.000Z', /before 2050/],
    [0x18, '20500101000000.5Z', '2050-01-01T00:00:00.500Z', /fractions/],
    [0x17, '260615140000+0200', '2026-06-15T12:00:00.000Z', /UTC/],
  ])('reads and names %i %s', (tag, text, iso, problem) => {
    expect(timeFrom(tag, text)).toMatchObject({
      date: new Date(iso),
      problem: expect.stringMatching(problem),
    });
  });

  it.each([
    [0x17, '260230000000Z'],
    [0x17, '261301000000Z'],
    [0x17, '260615240000Z'],
    [0x17, '260615126000Z'],
    [0x17, '20260615120000Z'],
    [0x17, '260615235960Z'],
    [0x17, '250229000000Z'],
    [0x18, '21000229000000Z'],
    [0x17, '260600000000Z'],
    [0x17, '26061512000aZ'],
    [0x17, '260615140000+2560'],
    [0x17, '260615140000+2400'],
    [0x17, '260615140000+0060'],
    [0x18, '260615120000Z'],
    [0x17, 'tomorrow'],
    [0x17, ''],
    [0x04, '260615120000Z'],
  ])('refuses %i %s', (tag, text) => {
    expect(() => timeFrom(tag, text)).toThrow(/notAfter is/);
  });
});
