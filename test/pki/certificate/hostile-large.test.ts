import { describe, expect, it } from 'vitest';
import { parseCertificate } from '../../../src/pki/certificate/parse-certificate.ts';
import { megabyteInputs } from '../../support/certificates/megabyte.ts';

/** Milliseconds are for `npm run bench:parse`; here it is counted what a megabyte can make the reader keep. */
describe('a megabyte of', () => {
  it.each([...megabyteInputs()])('%s is bounded in all that is made of it', (_name, der) => {
    expect(der.length).toBeGreaterThan(900_000);
    const read = parseCertificate(der);
    if ('unreadable' in read) {
      expect(read.unreadable.length).toBeLessThan(300);
      return;
    }
    expect(read.faults.length).toBeLessThanOrEqual(100);
    for (const { text } of read.faults) expect(text.length).toBeLessThan(400);
    const { names, extendedKeyUsage, keyUsage, issuerUrls, ocspUrls, crlUrls, unknownCritical } = read;
    expect(names?.dns.length ?? 0).toBeLessThanOrEqual(20_000);
    expect(names?.ip.length ?? 0).toBeLessThanOrEqual(20_000);
    for (const list of [extendedKeyUsage ?? [], keyUsage ?? [], issuerUrls, ocspUrls, crlUrls]) {
      expect(list.length).toBeLessThanOrEqual(1000);
    }
    expect(unknownCritical.length).toBeLessThanOrEqual(201);
    expect(read.serial.length).toBeLessThanOrEqual(128);
  });
});
