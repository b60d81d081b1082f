import { expect, test } from 'vitest';
import { canonicalData } from '../../../src/net/dns/canonical-data.ts';
import { createDnsClient } from '../../../src/net/dns/client.ts';
import { typeNumber } from '../../../src/net/dns/codes.ts';
import { encodeName } from '../../../src/net/dns/domain-name.ts';
import { startDnsServer } from '../../support/dns/dns-server.ts';
import { noSignal } from '../../support/loopback.ts';

function hex(text: string): Buffer {
  return Buffer.from(text.replace(/[^0-9a-f]/g, ''), 'hex');
}

/** In front of the data stands "TEST." at offset 0, for pointers to lead to. */
const before = hex('04 54455354 00');

test.each([
  ['A', 'c0000201', 'c0000201'],
  ['CNAME', '03575757 c000', '03777777 0474657374 00'],
  ['MX', '000a c000', '000a 0474657374 00'],
  ['SRV', '0001 0002 01bb c000', '0001 0002 01bb 0474657374 00'],
  [
    'SOA',
    '024e53 c000 0148 c000 00000001 00000002 00000003 00000004 00000005',
    '026e73 0474657374 00 0168 0474657374 00 00000001 00000002 00000003 00000004 00000005',
  ],
  [
    'RRSIG',
    '0001 0d 02 0000012c 65000000 64000000 abcd c000 4142',
    '0001 0d 02 0000012c 65000000 64000000 abcd 0474657374 00 4142',
  ],
  ['NAPTR', '0001 0002 0153 0141 00 c000', '0001 0002 0153 0141 00 0474657374 00'],
  // RFC 6840 §5.1: the name in NSEC keeps its case.
  ['NSEC', '0141 04 54455354 00 0001 40', '0141 04 54455354 00 0001 40'],
  ['NSEC', 'c000 0001 40', '04 54455354 00 0001 40'],
  ['TXT', '02 4142', '02 4142'],
])('the canonical form of %s %s', (type, data, wanted) => {
  const message = Buffer.concat([before, hex(data)]);
  const range = { message, start: before.length, end: message.length };
  expect(canonicalData(typeNumber(type) ?? 0, range).toString('hex')).toBe(hex(wanted).toString('hex'));
});

test('whoever asks for dnssec sets DO and has the bytes of every record beside its text', async () => {
  await using dns = await startDnsServer({
    records: { 'www.test': { CNAME: 'API.test' }, 'api.test': { A: ['192.0.2.1'] } },
  });
  const client = createDnsClient({ servers: [dns.address] });
  const options = { signal: noSignal(), timeoutMs: 2000 };
  const plain = await client.ask({ name: 'www.test', type: 'A' }, options);
  const signed = await client.ask(
    { name: 'www.test', type: 'A', dnssec: true, checkingDisabled: true },
    options,
  );
  if (plain.status !== 'answered' || signed.status !== 'answered') throw new Error('no answer');
  expect(dns.queries.map(({ dnssecOk, checkingDisabled }) => [dnssecOk, checkingDisabled])).toEqual([
    [false, false],
    [true, true],
  ]);
  expect(plain.records.map(({ wire }) => wire)).toEqual([undefined, undefined]);
  expect(signed.records.map(({ wire }) => wire)).toEqual([
    encodeName('api.test'),
    Buffer.from([192, 0, 2, 1]),
  ]);
  expect(signed.records.map(({ data }) => data)).toEqual(plain.records.map(({ data }) => data));
});
