import { describe, expect, it } from 'vitest';
import { readServerFlight } from '../../../src/net/tls/server-flight.ts';
import { forgeLeaf, forgeRoot } from '../../support/certificates/forge.ts';
import { alertRecord, flightBytes } from '../../support/farm/flight.ts';
import { certificate13, flight13, message13 } from '../../support/farm/flight-13.ts';

const root = forgeRoot();
const leaf = forgeLeaf(root);
const list = [leaf.der, root.der, leaf.der];

const encryptedExtensions = message13(8, Buffer.from([0, 0]));
const certificateRequest = message13(13, Buffer.from([0, 0, 0]));
const certificateVerify = message13(15, Buffer.from([4, 3, 0, 2, 1, 2]));
const finished = message13(20, Buffer.alloc(32));
const messages = [encryptedExtensions, certificate13(list), certificateVerify, finished];

const suites = [0x1301, 0x1302, 0x1303, 0x1304, 0x1305] as const;
const secretOf = (suite: number) => Buffer.alloc(suite === 0x1302 ? 48 : 32, 9);
const hexOf = (ders: readonly Uint8Array[] | null) =>
  ders?.map((der) => Buffer.from(der).toString('hex')) ?? null;

describe.each(suites.map((suite) => [suite.toString(16), suite] as const))('TLS 1.3 under %s', (_, suite) => {
  const secret = secretOf(suite);
  const sealing = { suite, secret };

  it.each([
    ['all messages in one record', {}],
    ['records of one byte', { fragment: 1 }],
    ['cuts inside the headers of messages', { fragment: 3 }],
    ['padding behind each record', { fragment: 500, padding: 700 }],
    ['padding longer than the content', { fragment: 1, padding: 90 }],
  ])('%s', (_name, cut) => {
    const flight = readServerFlight(flight13(messages, { ...sealing, ...cut }), secret);
    expect(hexOf(flight.certificates)).toEqual(hexOf(list));
  });

  it('reads nothing under another secret, nor what was tampered with', () => {
    const bytes = flight13(messages, sealing);
    expect(readServerFlight(bytes, Buffer.alloc(secret.length, 1)).certificates).toBeNull();
    bytes[bytes.length - 40] = (bytes[bytes.length - 40] ?? 0) ^ 1;
    expect(readServerFlight(bytes, secret).certificates).toBeNull();
  });
});

describe('a TLS 1.3 flight', () => {
  const secret = secretOf(0x1301);
  const sealing = { suite: 0x1301, secret };
  const read = (parts: readonly Uint8Array[], retry = false) =>
    readServerFlight(flight13(parts, sealing, retry), secret);

  it('is read behind a HelloRetryRequest and its ChangeCipherSpec', () => {
    const flight = read(messages, true);
    expect(flight.serverHello?.retry).toBe(false);
    expect(hexOf(flight.certificates)).toEqual(hexOf(list));
  });

  it('is read behind a request for a client certificate', () => {
    const flight = read([encryptedExtensions, certificateRequest, ...messages.slice(1)]);
    expect(flight.acceptableAuthorities).toEqual([]);
    expect(hexOf(flight.certificates)).toEqual(hexOf(list));
  });

  it('may hold an empty list, which is no missing message', () => {
    expect(read([encryptedExtensions, certificate13([]), finished]).certificates).toEqual([]);
  });

  it('keeps a list of 100 KiB whole, and every stranger and duplicate in it', () => {
    const many = Array.from({ length: 300 }, (_, at) => list[at % 3] ?? root.der);
    const certificates = hexOf(read([encryptedExtensions, certificate13(many), finished]).certificates);
    expect(certificates).toEqual(hexOf(many));
    expect(many.reduce((sum, { length }) => sum + length, 0)).toBeGreaterThan(100_000);
  });

  it('is told as soon as the Certificate message is whole, wherever it breaks off', () => {
    const bytes = flight13(messages, { ...sealing, fragment: 100 });
    const seen = new Set<string>();
    // The message may become whole with the last few bytes.
    const ends = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, step) => step * 7);
    for (const end of [...ends, bytes.length]) {
      const { certificates } = readServerFlight(bytes.subarray(0, end), secret);
      seen.add(
        certificates === null
          ? 'nothing'
          : hexOf(certificates)?.join() === hexOf(list)?.join()
            ? 'whole'
            : 'part',
      );
    }
    expect([...seen]).toEqual(['nothing', 'whole']);
  });

  it('says nothing of a compressed list, which we do not ask for', () => {
    expect(read([encryptedExtensions, message13(25, Buffer.alloc(20)), finished]).certificates).toBeNull();
  });

  it('takes the list before the alert that ends it', () => {
    const bytes = Buffer.concat([flight13(messages.slice(0, 2), sealing), alertRecord(40)]);
    const flight = readServerFlight(bytes, secret);
    expect(hexOf(flight.certificates)).toEqual(hexOf(list));
    expect(flight.alerts).toEqual([{ fatal: true, number: 40 }]);
  });
});

describe('a TLS 1.2 flight', () => {
  it('keeps an empty list, and a large one', () => {
    expect(readServerFlight(flightBytes({ certificates: [], done: true }), null).certificates).toEqual([]);
    const many = Array.from({ length: 300 }, (_, at) => list[at % 3] ?? root.der);
    const { certificates } = readServerFlight(flightBytes({ certificates: many, done: true }), null);
    expect(hexOf(certificates)).toEqual(hexOf(many));
  });

  it('is told wherever it breaks off behind the Certificate message', () => {
    const bytes = flightBytes({ certificates: list, done: true });
    const seen = new Set<number>();
    for (let end = 0; end <= bytes.length; end += 1) {
      seen.add(readServerFlight(bytes.subarray(0, end), null).certificates?.length ?? -1);
    }
    // One record holds the whole flight here, and a record counts only when it is whole.
    expect([...seen]).toEqual([-1, 3]);
  });
});
