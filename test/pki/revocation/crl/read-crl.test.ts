import { spawnSync } from 'node:child_process';
import { AsnConvert } from '@peculiar/asn1-schema';
import { CertificateList } from '@peculiar/asn1-x509';
import { describe, expect, it } from 'vitest';
import { findEntries } from '../../../../src/pki/revocation/crl/crl-entries.ts';
import { readCrl } from '../../../../src/pki/revocation/crl/read-crl.ts';
import {
  element,
  integer,
  octetString,
  oid,
  sequence,
  time,
} from '../../../support/certificates/der-writer.ts';
import { freshestCrl } from '../../../support/certificates/distribution-points.ts';
import { daysFrom, fixedNow, forgeRoot } from '../../../support/certificates/forge.ts';
import {
  type CrlSpec,
  forgeCrl,
  forgeLargeCrl,
  largeSerial,
} from '../../../support/certificates/forge-crl.ts';
import { readForgedCrl } from '../../../support/certificates/read.ts';

const root = forgeRoot();
const anyIssuer = () => true;

function faultsOf(spec: CrlSpec): readonly string[] {
  return readForgedCrl(forgeCrl(root, spec)).faults.map(({ code }) => code);
}

function unreadable(bytes: Uint8Array): string {
  const read = readCrl(bytes);
  return 'unreadable' in read ? read.unreadable : 'was read';
}

describe('the facts of a CRL', () => {
  const spec: CrlSpec = {
    number: (1n << 152n) + 5n,
    entries: [{ serial: 0x1234, reason: 5 }, { serial: Buffer.from('00ff', 'hex') }],
    scope: { at: { names: ['uri:http://crl.test/7.crl'] }, only: 'users', reasons: [1, 8] },
    extensions: [freshestCrl([{ at: { names: ['uri:http://crl.test/delta.crl'] } }])],
  };

  it('are read', () => {
    const crl = readForgedCrl(forgeCrl(root, spec));
    expect(crl).toMatchObject({
      version: 2,
      issuer: { text: 'CN=Test Root CA' },
      thisUpdate: daysFrom(fixedNow, -1),
      nextUpdate: daysFrom(fixedNow, 6),
      number: (1n << 152n) + 5n,
      baseNumber: null,
      authorityKeyId: Buffer.from(root.subjectKeyId ?? []).toString('hex'),
      scope: { urls: ['http://crl.test/7.crl'], onlyUserCertificates: true, reasons: 0x102, indirect: false },
      freshest: [{ urls: ['http://crl.test/delta.crl'] }],
      unknownCritical: [],
      faults: [],
    });
    expect(crl.entries.starts).toHaveLength(2);
    expect(findEntries(crl.entries, Buffer.from([0x12, 0x34]), anyIssuer)).toMatchObject([
      { revokedAt: daysFrom(fixedNow, -2), reason: 'cessationOfOperation' },
    ]);
    expect(findEntries(crl.entries, Buffer.from([0x12]), anyIssuer)).toEqual([]);
  });

  it('are the same in PEM, with text around it and CRLF', () => {
    const { der, pem } = forgeCrl(root, spec);
    const text = `Certificate Revocation List (CRL):\r\n${pem.replaceAll('\n', '\r\n')}after`;
    const [fromDer, fromPem] = [readCrl(der), readCrl(Buffer.from(text))];
    expect({ ...fromPem, signed: null, entries: null }).toEqual({ ...fromDer, signed: null, entries: null });
  });

  it('are those that the schema library and openssl read', () => {
    const { der, pem } = forgeCrl(root, spec);
    const crl = readForgedCrl({ der });
    const { tbsCertList } = AsnConvert.parse(der, CertificateList);
    expect(tbsCertList.thisUpdate.getTime()).toEqual(crl.thisUpdate);
    expect(tbsCertList.nextUpdate?.getTime()).toEqual(crl.nextUpdate);
    for (const { userCertificate } of tbsCertList.revokedCertificates ?? []) {
      expect(findEntries(crl.entries, Buffer.from(userCertificate), anyIssuer)).toHaveLength(1);
    }
    const openssl = spawnSync('openssl', ['crl', '-text', '-noout'], { input: pem, encoding: 'utf8' });
    if (openssl.error !== undefined) return;
    expect(openssl.stdout).toContain('Serial Number: 1234');
    expect(openssl.stdout).toContain('Key Compromise, AA Compromise');
    expect(openssl.stdout).toContain(`0x${crl.number?.toString(16).toUpperCase().padStart(40, '0')}`);
  });
});

describe('many entries', () => {
  const count = 20_000;
  const crl = readForgedCrl(forgeLargeCrl(root, count));

  it('are all found, and no others', () => {
    expect(crl.entries.starts).toHaveLength(count);
    expect(crl.entries.starts.byteLength).toBe(count * 4);
    expect(crl.faults).toEqual([]);
    for (let index = 0; index < count; index += 997) {
      const found = findEntries(crl.entries, largeSerial(index), anyIssuer);
      expect(found).toMatchObject([{ reason: 'keyCompromise' }]);
    }
    expect(findEntries(crl.entries, largeSerial(count), anyIssuer)).toEqual([]);
  });

  it('of nonsense are given up, and those before count', () => {
    const nonsense = Array.from({ length: 5000 }, () => sequence());
    const broken = readForgedCrl(forgeCrl(root, { entries: [{ serial: 4 }, ...nonsense, { serial: 5 }] }));
    expect(broken.entries).toMatchObject({ unreadable: 1000 });
    expect(broken.faults.length).toBeLessThan(30);
    expect(findEntries(broken.entries, Buffer.from([4]), anyIssuer)).toHaveLength(1);
  });
});

describe('entries', () => {
  const entry = (...parts: readonly Uint8Array[]) => sequence(...parts);
  const date = time(fixedNow);
  const reason = (value: Uint8Array) => sequence(sequence(oid('2.5.29.21'), octetString(value)));

  it.each<[string, Uint8Array, string, number]>([
    ['without a date', entry(integer(6)), 'entry-malformed', 1],
    [
      'with a date that does not exist',
      entry(integer(6), element(0x17, Buffer.from('250230000000Z'))),
      'entry-malformed',
      1,
    ],
    [
      'with an hour that does not exist',
      entry(integer(6), element(0x17, Buffer.from('260615250000Z'))),
      'entry-malformed',
      1,
    ],
    ['with an empty serial number', entry(element(0x02), date), 'entry-malformed', 1],
    ['that is no sequence', integer(6), 'entry-malformed', 1],
    ['with one part too many', entry(integer(6), date, sequence(), integer(1)), 'entry-malformed', 1],
    [
      'with a reason that has no meaning',
      entry(integer(6), date, reason(element(0x0a, Buffer.from([7])))),
      'entry-extension-malformed',
      0,
    ],
    ['with seconds left out', entry(integer(6), element(0x17, Buffer.from('2506150000Z'))), 'entry-time', 0],
  ])('%s are named', (_name, bytes, code, unread) => {
    const crl = readForgedCrl(forgeCrl(root, { entries: [{ serial: 5 }, bytes, { serial: 7 }] }));
    expect(crl.faults.map((fault) => fault.code)).toContain(code);
    expect(crl.entries.unreadable).toBe(unread);
    expect(findEntries(crl.entries, Buffer.from([5]), anyIssuer)).toHaveLength(1);
    expect(findEntries(crl.entries, Buffer.from([6]), anyIssuer)).toHaveLength(unread === 0 ? 1 : 0);
  });

  it('after one that cannot be read still count', () => {
    const crl = readForgedCrl(forgeCrl(root, { entries: [entry(integer(6)), { serial: 7 }] }));
    expect(findEntries(crl.entries, Buffer.from([7]), anyIssuer)).toHaveLength(1);
  });

  it('with a padded serial number are found by the number', () => {
    const crl = readForgedCrl(forgeCrl(root, { entries: [{ serial: Buffer.from([0, 0, 9]) }] }));
    expect(findEntries(crl.entries, Buffer.from([9]), anyIssuer)).toHaveLength(1);
    expect(findEntries(crl.entries, Buffer.from([0, 9]), anyIssuer)).toHaveLength(1);
  });
});

describe('what is wrong with a CRL', () => {
  it.each<[string, CrlSpec, string]>([
    ['an empty list', { entries: [] }, 'entries-empty'],
    ['two numbers', { extensions: [{ oid: '2.5.29.20', value: integer(2) }] }, 'extension-twice'],
    [
      'a number that is none',
      { number: null, extensions: [{ oid: '2.5.29.20', value: octetString() }] },
      'number-malformed',
    ],
    [
      'a negative number',
      { number: null, extensions: [{ oid: '2.5.29.20', value: integer(Buffer.from([0x80])) }] },
      'number-malformed',
    ],
    [
      'two kinds of certificates',
      { extensions: [{ oid: '2.5.29.28', critical: true, value: Buffer.from('30068101ff8201ff', 'hex') }] },
      'scope-contradictory',
    ],
    [
      'a critical freshestCRL',
      { extensions: [{ ...freshestCrl([{ at: { names: ['dn:x'] } }]), critical: true }] },
      'freshest-critical',
    ],
    [
      'an entry with extensions in version 1',
      { version: 1, entries: [{ serial: 1, reason: 1 }] },
      'version-too-low',
    ],
    [
      'extensions in version 1',
      { version: 1, extensions: [{ oid: '2.5.29.20', value: integer(2) }] },
      'version-too-low',
    ],
  ])('%s is named', (_name, spec, code) => {
    expect(faultsOf(spec)).toContain(code);
  });

  it('a scope that cannot be read makes it useless, marked critical or not', () => {
    const broken = { oid: '2.5.29.28', value: Buffer.from('3003a00101', 'hex') };
    expect(readForgedCrl(forgeCrl(root, { extensions: [broken] })).unknownCritical).toEqual(['2.5.29.28']);
  });

  it.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), 'the file is empty'],
    ['a page', Buffer.from('<html>Not found</html>'), 'neither DER nor PEM'],
    ['PEM without an end', Buffer.from('-----BEGIN X509 CRL-----\nMII'), 'is cut off'],
    [
      'PEM of something else',
      Buffer.from('-----BEGIN X509 CRL-----\n*\n-----END X509 CRL-----'),
      'something else than base64',
    ],
    ['a download that broke off', forgeCrl(root).der.subarray(0, 200), 'is cut off: it says it has'],
    ['a certificate', root.der, 'tag'],
    ['an indefinite length', Buffer.from('30800000', 'hex'), 'indefinite length'],
    ['too much', new Uint8Array(64 * 1024 * 1024 + 1), 'are not read'],
  ])('%s cannot be read, and says why', (_name, bytes, why) => {
    expect(unreadable(bytes)).toContain(why);
  });

  it('bytes behind it do not matter', () => {
    const crl = readForgedCrl({ der: Buffer.concat([forgeCrl(root).der, Buffer.from('\n')]) });
    expect(crl.faults).toMatchObject([{ code: 'trailing-bytes', weight: 'lint' }]);
  });
});
