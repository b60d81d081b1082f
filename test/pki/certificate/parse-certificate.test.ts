import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseCertificate } from '../../../src/pki/certificate/parse-certificate.ts';
import { string } from '../../support/certificates/der-writer.ts';
import { fixedNow, forgeIntermediate, forgeLeaf, forgeRoot } from '../../support/certificates/forge.ts';
import { otherName } from '../../support/certificates/names.ts';
import { readForged } from '../../support/certificates/read.ts';
import { forgeScenario, scenarioNames } from '../../support/certificates/scenarios.ts';

const root = forgeRoot();

describe('reading a certificate', () => {
  it('says all that a modern leaf says', () => {
    const issuer = forgeIntermediate(root, { pathLength: 0 });
    const forged = forgeLeaf(issuer, {
      subject: [
        { type: 'C', value: 'DE' },
        { type: 'O', value: 'Bücher, Söhne & Co' },
        { type: 'CN', value: 'site.test' },
      ],
      serial: Buffer.from('00f3a1', 'hex'),
      dns: ['site.test', '*.site.test'],
      ip: ['192.0.2.7', '2001:db8::7'],
      names: [
        'email:a@b.test',
        'uri:spiffe://x/y',
        'dn:inner',
        otherName('1.3.6.1.4.1.311.20.2.3', string('utf8', 'u')),
      ],
      caIssuers: ['http://ca.test/i.der'],
      ocsp: ['http://ocsp.test/'],
      crl: ['http://crl.test/1.crl'],
      mustStaple: true,
      scts: 3,
      extendedKeyUsage: ['serverAuth', '1.3.6.1.4.1.1.1'],
    });
    const read = readForged(forged);
    expect(read).toMatchObject({
      fingerprint256: forged.fingerprint256,
      version: 3,
      serial: '00f3a1',
      subject: {
        text: 'CN=site.test, O=Bücher\\, Söhne & Co, C=DE',
        commonName: 'site.test',
        organization: 'Bücher, Söhne & Co',
      },
      issuer: { text: 'CN=Test Intermediate CA', raw: issuer.subject.toString('hex') },
      notBefore: forged.notBefore,
      notAfter: forged.notAfter,
      names: {
        dns: ['site.test', '*.site.test'],
        ip: ['192.0.2.7', '2001:db8::7'],
        other: [
          'email:a@b.test',
          'uri:spiffe://x/y',
          'directory:CN=inner',
          'otherName:1.3.6.1.4.1.311.20.2.3',
        ],
      },
      publicKey: { type: 'ec', bits: 256, curve: 'P-256' },
      signature: { algorithm: 'ecdsa-with-SHA256', hash: 'sha256' },
      basicConstraints: { ca: false, pathLength: null },
      keyUsage: ['digitalSignature'],
      extendedKeyUsage: ['serverAuth', '1.3.6.1.4.1.1.1'],
      subjectKeyId: Buffer.from(forged.subjectKeyId ?? []).toString('hex'),
      authorityKeyId: Buffer.from(issuer.subjectKeyId ?? []).toString('hex'),
      issuerUrls: ['http://ca.test/i.der'],
      ocspUrls: ['http://ocsp.test/'],
      crlUrls: ['http://crl.test/1.crl'],
      mustStaple: true,
      embeddedScts: 3,
      unknownCritical: [],
      selfIssued: false,
      faults: [],
    });
    expect(readForged(issuer).basicConstraints).toEqual({ ca: true, pathLength: 0 });
  });

  it.each([
    ['p256', 'ec', 256, 'P-256'],
    ['p384', 'ec', 384, 'P-384'],
    ['p521', 'ec', 521, 'P-521'],
    ['secp256k1', 'ec', 256, 'secp256k1'],
    ['rsa2048', 'rsa', 2048, null],
    ['rsa8192', 'rsa', 8192, null],
    ['ed25519', 'ed25519', 256, null],
    ['ed448', 'ed448', 456, null],
  ] as const)('knows a %s key', (key, type, bits, curve) => {
    expect(readForged(forgeLeaf(root, { key })).publicKey).toMatchObject({ type, bits, curve });
  });

  it('knows what signed it', () => {
    const rsaRoot = forgeRoot({ key: 'rsa2048' });
    const by = (issuer: typeof root, hash: 'sha1' | 'sha256' | 'sha384', padding: 'pkcs1' | 'pss') =>
      readForged(forgeLeaf(issuer, { hash, padding })).signature;
    expect(by(root, 'sha384', 'pkcs1')).toEqual({ algorithm: 'ecdsa-with-SHA384', hash: 'sha384' });
    expect(by(rsaRoot, 'sha1', 'pkcs1')).toEqual({ algorithm: 'sha1WithRSAEncryption', hash: 'sha1' });
    expect(by(rsaRoot, 'sha384', 'pss')).toEqual({
      algorithm: 'RSASSA-PSS',
      hash: 'sha384',
      pss: { hash: 'sha384', mgfHash: 'sha384', saltLength: 48 },
    });
    const edRoot = forgeRoot({ key: 'ed25519' });
    expect(by(edRoot, 'sha256', 'pkcs1')).toEqual({ algorithm: 'Ed25519', hash: null });
  });

  it('tells absent from empty', () => {
    const read = readForged(
      forgeLeaf(root, {
        dns: [],
        ca: null,
        keyUsage: null,
        extendedKeyUsage: null,
        subjectKeyId: null,
        authorityKeyId: null,
      }),
    );
    expect(read).toMatchObject({
      names: null,
      basicConstraints: null,
      keyUsage: null,
      extendedKeyUsage: null,
      subjectKeyId: null,
      authorityKeyId: null,
    });
  });

  it('agrees with OpenSSL on every forged certificate', () => {
    for (const name of scenarioNames.filter((one) => one !== 'sans-10000')) {
      for (const { der } of forgeScenario(name).sent) {
        const read = readForged({ der });
        const other = new X509Certificate(der);
        expect(read.fingerprint256).toBe(other.fingerprint256.replaceAll(':', '').toLowerCase());
        expect(read.serial.replace(/^(00)+/, '')).toBe(other.serialNumber.toLowerCase());
        expect(read.notBefore).toEqual(new Date(other.validFrom));
        expect(read.notAfter).toEqual(new Date(other.validTo));
        const names = [...(read.names?.dns ?? []).map((dns) => `DNS:${dns}`)].join(', ');
        if (read.names?.ip.length === 0) expect(other.subjectAltName ?? '').toBe(names);
        expect(read.publicKey.type).toBe(other.publicKey.asymmetricKeyType);
      }
    }
  });

  it('reads a version 1 certificate', () => {
    expect(readForged(forgeRoot({ version: 1 }))).toMatchObject({
      version: 1,
      basicConstraints: null,
      faults: [],
    });
  });

  it('reads bytes that are a window into a larger buffer', () => {
    const { der, fingerprint256 } = forgeLeaf(root);
    const large = new Uint8Array(der.length + 20);
    large.set(der, 7);
    const read = parseCertificate(large.subarray(7, 7 + der.length));
    expect(read).toMatchObject({ fingerprint256, notBefore: new Date(fixedNow.getTime() - 30 * 86_400_000) });
  });
});
