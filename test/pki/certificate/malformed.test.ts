import { describe, expect, it } from 'vitest';
import { cited } from '../../../src/core/text/cited.ts';
import { parseCertificate } from '../../../src/pki/certificate/parse-certificate.ts';
import {
  element,
  generalizedTime,
  implicit,
  integer,
  octetString,
  oid,
  sequence,
} from '../../support/certificates/der-writer.ts';
import {
  type CertificateSpec,
  fixedNow,
  forgeIntermediate,
  forgeLeaf,
  forgeRoot,
} from '../../support/certificates/forge.ts';
import { readForged } from '../../support/certificates/read.ts';

const root = forgeRoot();

function leaf(spec: CertificateSpec) {
  return readForged(forgeLeaf(root, spec));
}

function withExtension(type: string, value: Uint8Array, critical = false) {
  const dropped = { '2.5.29.15': { keyUsage: null }, '2.5.29.37': { extendedKeyUsage: null } }[type] ?? {};
  const names = type === '2.5.29.17' ? { dns: [] } : {};
  return leaf({ ...dropped, ...names, extensions: [{ oid: type, critical, value }] });
}

describe('a malformed part', () => {
  it('is named, and the other names of the SAN stand', () => {
    const read = leaf({
      dns: ['site.test'],
      names: [
        implicit(7, Buffer.from([1, 2, 3])),
        implicit(2, Buffer.from('bücher.test', 'latin1')),
        'dns:foo_bar.test',
      ],
    });
    expect(read.names).toEqual({ dns: ['site.test', 'foo_bar.test'], ip: [], other: [] });
    expect(read.faults.map(({ text }) => text)).toEqual([
      'an IP address in the SAN has 3 bytes, not 4 or 16',
      'the SAN "bücher.test" is no host name: it has characters outside ASCII, which are written as "xn--" labels',
      'the SAN "foo_bar.test" has an underscore',
    ]);
  });

  it('is the signature, and everything that was signed stands', () => {
    const { der } = forgeLeaf(root, {});
    const broken = Buffer.from(der);
    // The BIT STRING of the signature is the last thing in the certificate, and begins with the count of unused bits.
    const isSignature = (at: number) =>
      at + 2 + (broken[at + 1] ?? 0) === broken.length && broken.readUInt16BE(at + 2) === 0x0030;
    const at = broken.findIndex((byte, at) => byte === 0x03 && isSignature(at));
    broken[at + 2] = 1;
    const read = parseCertificate(broken);
    expect(read).toMatchObject({ names: { dns: ['site.test'] }, subject: { commonName: 'site.test' } });
    expect('faults' in read && read.faults.map(({ code }) => code)).toEqual(['signature-bits']);
  });

  it('is counted, not listed, when there are thousands', () => {
    const names = Array.from({ length: 3000 }, () => implicit(7, Buffer.from([1])));
    expect(leaf({ dns: ['site.test'], names }).faults).toHaveLength(6);
  });

  it('never allows more than the certificate did', () => {
    const junk = Buffer.from('ffff', 'hex');
    expect(withExtension('2.5.29.37', junk)).toMatchObject({ extendedKeyUsage: [] });
    expect(withExtension('2.5.29.15', junk)).toMatchObject({ keyUsage: [] });
    expect(withExtension('2.5.29.17', junk)).toMatchObject({ names: { dns: [], ip: [], other: [] } });
    expect(withExtension('2.5.29.37', sequence()).faults.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^extendedKeyUsage is malformed: extendedKeyUsage is empty/),
    ]);
  });

  it('makes a critical extension one that is not processed', () => {
    expect(withExtension('2.5.29.15', Buffer.from('00', 'hex'), true).unknownCritical).toEqual(['2.5.29.15']);
    expect(leaf({ unknownExtension: 'critical' }).unknownCritical).toEqual(['1.3.6.1.4.1.99999.1']);
    expect(leaf({ unknownExtension: 'plain' })).toMatchObject({ unknownCritical: [], faults: [] });
  });

  it('that is processed where OCSP responders are judged is not unknown to a path', () => {
    expect(withExtension('1.3.6.1.5.5.7.48.1.5', Buffer.from('0500', 'hex'), true).unknownCritical).toEqual(
      [],
    );
  });

  it('twice counts for nothing', () => {
    const purposes = { oid: '2.5.29.37', value: sequence(oid('1.3.6.1.5.5.7.3.1')) };
    const read = leaf({ extensions: [purposes] });
    expect(read.extendedKeyUsage).toEqual([]);
    expect(read.faults.map(cited)).toEqual([
      expect.stringMatching(
        /^extendedKeyUsage stands there twice, so neither counts \(RFC 5280 §4\.2, byte \d+\)$/,
      ),
    ]);
  });

  it.each<[string, CertificateSpec, RegExp]>([
    ['a serial number of 21 bytes', { serial: Buffer.alloc(21, 1) }, /longer than 20 bytes/],
    ['a negative serial number', { serial: Buffer.from([0x80]) }, /negative/],
    ['serial number zero', { serial: 0 }, /zero/],
    ['a padded serial number', { serial: Buffer.from([0, 1]) }, /padded/],
    ['an empty subject without a critical SAN', { subject: null }, /subject is empty/],
    ['an empty issuer', { issuerName: null }, /issuer is empty/],
    ['keyCertSign without CA', { keyUsage: ['keyCertSign'] }, /does not say CA/],
    ['name constraints on a leaf', { nameConstraints: { permitted: ['dns:a.test'] } }, /no CA/],
    ['a path limit on a leaf', { pathLength: 3 }, /limits the path/],
    [
      'a subject in the wrong string type',
      { subject: [{ type: 'CN', value: 'a_b', as: 'printable' }] },
      /PrintableString/,
    ],
    [
      'an empty SAN',
      { dns: [], extensions: [{ oid: '2.5.29.17', value: sequence() }] },
      /subjectAltName is empty/,
    ],
    [
      'a URL list that is none',
      { extensions: [{ oid: '1.3.6.1.5.5.7.1.1', value: octetString() }] },
      /authorityInfoAccess is malformed/,
    ],
    [
      'a list of SCTs cut short',
      {
        scts: 0,
        extensions: [{ oid: '1.3.6.1.4.1.11129.2.4.2', value: octetString(Buffer.from([0, 9, 0])) }],
      },
      /SCTs is malformed/,
    ],
    [
      'a critical key identifier',
      {
        subjectKeyId: null,
        extensions: [{ oid: '2.5.29.14', critical: true, value: octetString(Buffer.from([1])) }],
      },
      /marked critical/,
    ],
  ])('%s', (_name, spec, problem) => {
    const { faults } = leaf(spec);
    expect(faults.filter(({ text }) => problem.test(text))).toHaveLength(1);
  });

  it('is not seen in sound certificates', () => {
    expect(readForged(root).faults).toEqual([]);
    expect(readForged(forgeRoot({ serial: 0 })).faults).toEqual([]);
    expect(
      readForged(forgeIntermediate(root, { nameConstraints: { excluded: ['dns:a.test'] } })).faults,
    ).toEqual([]);
  });
});

describe('a certificate whose skeleton is broken', () => {
  const { der } = forgeLeaf(root);

  it.each([
    ['nothing', new Uint8Array(), /^the certificate is missing/],
    ['text', Buffer.from('hello'), /wanted tag 0x30, found 0x68/],
    ['a cut one', der.subarray(0, 200), /^the certificate is cut off/],
    ['an empty sequence', sequence(), /^tbsCertificate is missing \(at byte 2\)/],
    ['one without a signature', sequence(sequence(), sequence()), /^signatureValue is missing/],
    ['indefinite lengths', Buffer.from('30800000', 'hex'), /indefinite length/],
    ['nesting without end', nested(5000), /wanted tag|missing/],
  ])('%s', (_name, bytes, message) => {
    const read = parseCertificate(bytes);
    expect(read).toEqual({ unreadable: expect.stringMatching(message) });
  });

  it('reads a GeneralizedTime before 2050 and names it', () => {
    const late = forgeLeaf(root, { notAfter: new Date('2050-01-01T00:00:00Z') }).der;
    const early = replaceOnce(
      late,
      generalizedTime(new Date('2050-01-01T00:00:00Z')),
      generalizedTime(fixedNow),
    );
    const read = parseCertificate(early);
    expect(read).toMatchObject({
      notAfter: fixedNow,
      faults: [{ code: 'time-type', text: expect.stringMatching(/^notAfter is a GeneralizedTime/) }],
    });
  });

  it.each([
    [
      'a notBefore that does not exist',
      () => replaceOnce(der, utc(-30), Buffer.from('269930120000Z')),
      'not-before-unreadable',
      { notBefore: new Date('9999-12-31T23:59:59Z') },
    ],
    [
      'a notAfter on 30 February',
      () => replaceOnce(der, utc(60), Buffer.from('270230120000Z')),
      'not-after-unreadable',
      { notAfter: new Date(0) },
    ],
    [
      'version 9',
      () => replaceOnce(der, element(0xa0, integer(2)), element(0xa0, integer(8))),
      'version-unknown',
      { version: 9 },
    ],
    ['bytes after it', () => Buffer.concat([der, Buffer.from([0])]), 'trailing-bytes', { der }],
  ])('is read for all the rest: %s', (_name, broken, code, facts) => {
    const read = parseCertificate(broken());
    const names = { dns: ['site.test'], ip: [], other: [] };
    expect(read).toMatchObject({ names, keyUsage: ['digitalSignature'], ...facts });
    if ('unreadable' in read) throw new Error(read.unreadable);
    expect(read.faults.map((fault) => fault.code)).toContain(code);
  });

  it('takes the last of two common names, and one moment for a whole life', () => {
    const read = leaf({
      subject: [
        { type: 'CN', value: 'first' },
        { type: 'CN', value: 'last' },
      ],
      notBefore: fixedNow,
      notAfter: fixedNow,
    });
    expect([read.subject.commonName, read.subject.text, read.faults]).toEqual([
      'last',
      'CN=last, CN=first',
      [],
    ]);
  });

  it('says what makes a label too long', () => {
    const read = leaf({ dns: [`${'a'.repeat(64)}.test`], subject: 'a' });
    expect(read.faults.map(({ text }) => text)).toEqual([
      expect.stringMatching(/is no host name: a label has 64 characters, over 63$/),
    ]);
  });

  it('never shows controls of a name as they are', () => {
    const read = leaf({
      subject: [
        { type: 'CN', value: 'a\u0000b\n' },
        { type: '1.2.3.4', value: 'x' },
      ],
    });
    expect(read.subject.text).toBe('1.2.3.4=x, CN=a\\00b\\0a');
  });

  function utc(days: number): Buffer {
    const date = new Date(fixedNow.getTime() + days * 86_400_000);
    return Buffer.from(`${date.toISOString().slice(2, 19).replace(/\D/g, '')}Z`);
  }

  function replaceOnce(bytes: Buffer, what: Buffer, by: Buffer): Buffer {
    const at = bytes.indexOf(what);
    expect(at).toBeGreaterThan(0);
    expect(by).toHaveLength(what.length);
    return Buffer.concat([bytes.subarray(0, at), by, bytes.subarray(at + what.length)]);
  }

  function nested(depth: number): Buffer {
    let bytes = sequence();
    for (let level = 0; level < depth; level += 1) bytes = sequence(bytes);
    return bytes;
  }
});
