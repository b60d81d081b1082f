import { describe, expect, it } from 'vitest';
import { berChildren, octetsOf, readerOf, takeBer, wholeBer } from '../../../src/pki/asn1/ber.ts';

function read(hex: string) {
  return takeBer(readerOf(Buffer.from(hex, 'hex')), 'it');
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

describe('BER', () => {
  it('reads indefinite lengths, one inside the other', () => {
    const outer = read('30800201053080020106000002010700000201ff');
    expect(hexOf(wholeBer(outer))).toBe('30800201053080020106000002010700' + '00');
    expect(berChildren(outer, 'it').map((child) => hexOf(wholeBer(child)))).toEqual([
      '020105',
      '30800201060000',
      '020107',
    ]);
  });

  it('reads lengths that are padded', () => {
    expect(hexOf(wholeBer(read('0484000000020a0b')))).toBe('0484000000020a0b');
    expect(hexOf(octetsOf(read('0484000000020a0b'), 'it'))).toBe('0a0b');
  });

  it('joins strings in pieces, nested ones too', () => {
    const pieces = '24800402aabb24060401cc0401dd0401ee0000';
    expect(hexOf(octetsOf(read(pieces), 'it'))).toBe('aabbccddee');
    expect(hexOf(octetsOf(read(pieces.replace(/^24/, 'a0')), 'it'))).toBe('aabbccddee');
    expect(hexOf(octetsOf(read('8002aabb'), 'it'))).toBe('aabb');
  });

  it.each([
    ['', 'is missing'],
    ['30', 'is cut off'],
    ['3005', 'is cut off'],
    ['3080020105', 'is cut off'],
    ['308002010500', 'is cut off'],
    ['3088ffffffffffffffff00', 'is cut off'],
    ['3085ff', 'is cut off'],
    ['0480aa0000', 'has an indefinite length and no parts'],
    ['1f8101', 'tag numbers over 30'],
    ['3080'.repeat(66), 'nested too deep'],
  ])('refuses %s', (hex, message) => {
    expect(() => read(hex)).toThrow(message);
  });

  it('refuses too many parts, and strings of something else or too deep', () => {
    expect(() => berChildren(read('3006020101020102'), 'it', 1)).toThrow('over 1 parts');
    expect(() => octetsOf(read('2403020101'), 'it')).toThrow('not an octet string');
    expect(() => octetsOf(read(`${'2480'.repeat(12)}0401aa${'0000'.repeat(12)}`), 'it')).toThrow(
      'nested too deep',
    );
  });
});
