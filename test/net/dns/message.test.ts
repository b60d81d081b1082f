import { encode } from 'dns-packet';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { typeNumber } from '../../../src/net/dns/codes.ts';
import { encodeName, readName } from '../../../src/net/dns/domain-name.ts';
import { readMessage } from '../../../src/net/dns/message.ts';
import { recordText } from '../../../src/net/dns/record-data.ts';

function hex(text: string): Buffer {
  return Buffer.from(text.replace(/[^0-9a-f]/g, ''), 'hex');
}

function textOf(type: string, data: Buffer): string {
  return recordText(typeNumber(type) ?? 0, { message: data, start: 0, end: data.length });
}

/** Header with these counts, then the bytes. */
function messageOf(counts: readonly [number, number, number, number], ...parts: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt16BE(0x8180, 2);
  for (const [index, count] of counts.entries()) header.writeUInt16BE(count, 4 + index * 2);
  return Buffer.concat([header, ...parts]);
}

describe('record data as in a zone file', () => {
  test.each([
    ['A', 'c0000201', '192.0.2.1'],
    ['AAAA', '20010db8000000000000000000000001', '2001:db8::1'],
    ['CNAME', '03777777 0474657374 00', 'www.test'],
    ['NS', '00', '.'],
    ['MX', '000a 046d61696c 0474657374 00', '10 mail.test'],
    ['SRV', '0001 0002 01bb 0474657374 00', '1 2 443 test'],
    ['TXT', '05 68692022 5c 00 03 ff0061', '"hi \\"\\\\" "" "\\255\\000a"'],
    ['CAA', '80 05 6973737565 63612e74657374', '128 issue "ca.test"'],
    ['CAA', '00 09 697373756577696c64', '0 issuewild ""'],
    ['DS', 'ec45 08 02 0102030a', '60485 8 2 0102030a'],
    ['DNSKEY', '0101 03 0d 010203', '257 3 13 AQID'],
    ['TLSA', '03 01 01 abcdef', '3 1 1 abcdef'],
    [
      'SOA',
      '026e73 00 04686f7374 00 00000001 00000002 00000003 00000004 ffffffff',
      'ns host 1 2 3 4 4294967295',
    ],
    [
      'RRSIG',
      '0001 0d 02 0000012c 65000000 64000000 abcd 0474657374 00 0102',
      'A 13 2 300 1694498816 1677721600 43981 test AQI=',
    ],
    ['HTTPS', '0000 03777777 0474657374 00', '0 www.test'],
    [
      'HTTPS',
      '0001 00 0001 0006 026832 026833 0003 0002 20fb 0004 0004 c0000201',
      '1 . alpn="h2,h3" port="8443" ipv4hint="192.0.2.1"',
    ],
    [
      'SVCB',
      '0001 00 0000 0002 0001 0002 0000 0005 0003 010203 0006 0010 20010db8000000000000000000000001 029a 0002 6869',
      '1 . mandatory="alpn" no-default-alpn ech="AQID" ipv6hint="2001:db8::1" key666="hi"',
    ],
    ['HTTPS', '0001 00 0003 0001 20', '1 . port="\\\\# 1 20"'],
    ['TYPE65280', 'c0de', '\\# 2 c0de'],
  ])('%s %s', (type, data, text) => {
    expect(textOf(type, hex(data))).toBe(text);
  });

  test.each([
    ['A', 'c00002'],
    ['A', 'c000020101'],
    ['AAAA', 'c0000201'],
    ['CNAME', '0377777700ff'],
    ['CNAME', '0377'],
    ['MX', '00'],
    ['TXT', '05 6869'],
    ['CAA', '00'],
    ['CAA', '00 09 61'],
    ['SOA', '00 00 0001'],
    ['SRV', '0001'],
    ['TLSA', '0301'],
    ['HTTPS', '0001 00 0001 0009 02'],
    ['HTTPS', '0001 00 00'],
    ['RRSIG', '0001 0d'],
  ])('%s %s does not fit its type', (type, data) => {
    expect(() => textOf(type, hex(data))).toThrow(RangeError);
  });
});

describe('names', () => {
  test('are lower case, escaped, and read back to the same bytes', () => {
    const wire = hex('05 612e62 5c 41 02 00ff 04 54455354 00');
    expect(readName(wire, 0)).toEqual({ name: 'a\\.b\\\\a.\\000\\255.test', end: wire.length });
    expect(encodeName('a\\.b\\\\a.\\000\\255.test')).toEqual(hex('05 612e62 5c 61 02 00ff 04 74657374 00'));
    expect(encodeName('.')).toEqual(hex('00'));
    expect(encodeName('test.')).toEqual(hex('0474657374 00'));
  });

  test('follow pointers backwards only', () => {
    const chained = hex('0474657374 00 03777777 c000 0161 c006');
    expect(readName(chained, 12)).toEqual({ name: 'a.www.test', end: 16 });
    for (const looping of ['c000', '0161 c000', 'c002 c000', 'c002 00', 'c0ff', 'c0']) {
      expect(() => readName(hex(looping), 0), looping).toThrow(RangeError);
    }
    expect(() => readName(hex('c002 c000'), 2)).toThrow(RangeError);
  });

  test('have labels of 63 and 255 octets at most', () => {
    const label = (length: number) => Buffer.concat([Buffer.from([length]), Buffer.alloc(length, 'a')]);
    const end = Buffer.from([0]);
    const longest = Buffer.concat([label(63), label(63), label(63), label(61), end]);
    expect(longest).toHaveLength(255);
    expect(readName(longest, 0).name).toHaveLength(253);
    expect(encodeName(readName(longest, 0).name)).toEqual(longest);
    const tooLong = Buffer.concat([label(63), label(63), label(63), label(62), end]);
    expect(() => readName(tooLong, 0)).toThrow(RangeError);
    expect(encodeName([63, 63, 63, 62].map((length) => 'a'.repeat(length)).join('.'))).toBeNull();
    expect(() => readName(Buffer.concat([Buffer.from([64]), Buffer.alloc(64, 'a'), end]), 0)).toThrow(
      RangeError,
    );
    expect(encodeName('a'.repeat(64))).toBeNull();
  });
});

test('thousands of records behind long pointer chains cost no more than their bytes', () => {
  // Pointers that each lead to the one before: the worst a name can do, repeated for every record.
  const chain = Buffer.alloc(2 * 8000);
  for (let at = 0; at < 8000; at += 1) chain.writeUInt16BE(0xc000 | (at === 0 ? 2 : 10 + at * 2), at * 2);
  expect(
    readMessage(messageOf([0, 1, 0, 0], hex('00 fe00 0001 00000000 3e80'), chain))?.answers,
  ).toHaveLength(1);
  const record = hex('fe7e fe01 0001 00000000 0000');
  const many = Buffer.concat(Array.from({ length: 3000 }, () => record));
  expect(readMessage(messageOf([0, 3001, 0, 0], hex('00 fe00 0001 00000000 3e80'), chain, many))).toBeNull();
});

test('a malformed part makes the whole message malformed', () => {
  const question = hex('0474657374 00 0001 0001');
  expect(readMessage(messageOf([1, 0, 0, 0], question))?.questions).toEqual([
    { name: 'test', type: 1, class: 1 },
  ]);
  expect(readMessage(messageOf([1, 1, 0, 0], question))).toBeNull();
  expect(readMessage(messageOf([2, 0, 0, 0], question, question))).toBeNull();
  expect(readMessage(messageOf([0, 65_535, 0, 0]))).toBeNull();
  expect(readMessage(messageOf([0, 1, 0, 0], hex('00 0001 0001 00000001 0005 01020304')))).toBeNull();
  expect(readMessage(messageOf([0, 0, 0, 1], hex('00 0029 04d0 00000000 0005 000f00ff00')))).toBeNull();
  expect(readMessage(Buffer.alloc(11))).toBeNull();
});

test('EDNS carries the upper bits of the rcode; a TTL with the top bit set is zero', () => {
  const opt = hex('00 0029 04d0 01000000 0000');
  expect(readMessage(messageOf([0, 0, 0, 1], opt))).toMatchObject({ rcode: 16, edns: true });
  const record = hex('00 0001 0001 80000000 0004 01020304');
  expect(readMessage(messageOf([0, 1, 0, 0], record))?.answers[0]?.ttl).toBe(0);
});

test('no bytes make the reader throw, and what it reads agrees with an independent writer', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      readMessage(Buffer.from(bytes));
    }),
    { numRuns: 2000 },
  );
  const packet = encode({
    type: 'response',
    id: 7,
    flags: 0x0100,
    questions: [{ type: 'A', name: 'www.test' }],
    answers: [
      { type: 'A', name: 'www.test', ttl: 5, data: '192.0.2.1' },
      { type: 'MX', name: 'www.test', ttl: 6, data: { preference: 10, exchange: 'mail.test' } },
      { type: 'TXT', name: 'www.test', ttl: 7, data: ['one', 'two'] },
    ],
  });
  expect(readMessage(packet)?.answers).toEqual([
    { name: 'www.test', type: 'A', ttl: 5, data: '192.0.2.1' },
    { name: 'www.test', type: 'MX', ttl: 6, data: '10 mail.test' },
    { name: 'www.test', type: 'TXT', ttl: 7, data: '"one" "two"' },
  ]);
  fc.assert(
    fc.property(fc.nat({ max: packet.length - 1 }), fc.nat({ max: 255 }), (at, octet) => {
      const broken = Buffer.from(packet);
      broken[at] = octet;
      readMessage(broken);
    }),
    { numRuns: 2000 },
  );
});
