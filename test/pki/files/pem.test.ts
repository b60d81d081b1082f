import { describe, expect, it } from 'vitest';
import { fingerprintText, keyText } from '../../../src/pki/certificate/describe.ts';
import { readPem, writePem } from '../../../src/pki/files/pem/pem.ts';
import { forgeRoot } from '../../support/certificates/forge.ts';

const one = forgeRoot();
const two = forgeRoot();

describe('PEM', () => {
  it('reads every certificate in its order, whatever stands around them', () => {
    const text = `\ufeffsubject=CN = x\r\n${one.pem.replaceAll('\n', '\r\n')}\r\n${one.keyPem}${two.pem}trailing`;
    expect(readPem(text).map((der) => Buffer.from(der).equals(one.der))).toEqual([true, false]);
    expect(readPem(text)[1]).toEqual(two.der);
  });

  it('reads what it writes', () => {
    expect(readPem(writePem(one.der))).toEqual([one.der]);
    expect(writePem(one.der)).toBe(one.pem);
    expect(writePem(Buffer.from('x'), 'PUBLIC KEY')).toContain('-----BEGIN PUBLIC KEY-----\neA==\n');
  });

  it('cuts what OpenSSL appends to a trusted certificate', () => {
    const trusted = writePem(Buffer.concat([one.der, Buffer.from('3000', 'hex')]), 'TRUSTED CERTIFICATE');
    expect(readPem(trusted)).toEqual([one.der]);
  });

  it('keeps the place of a block that holds no base64', () => {
    expect(readPem(`-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n${one.pem}`)).toEqual([
      new Uint8Array(),
      one.der,
    ]);
  });

  it('finds nothing in a text without blocks', () => {
    expect(readPem('')).toEqual([]);
    expect(readPem('-----BEGIN CERTIFICATE-----\nMIIB')).toEqual([]);
  });
});

describe('short words', () => {
  it.each([
    [{ type: 'ec', bits: 256, curve: 'P-256' }, 'EC P-256'],
    [{ type: 'ec', bits: null, curve: null }, 'EC'],
    [{ type: 'rsa', bits: 2048, curve: null }, 'RSA 2048'],
    [{ type: 'ed25519', bits: 256, curve: null }, 'Ed25519'],
    [{ type: 'ml-dsa-65', bits: null, curve: null }, 'ML-DSA-65'],
    [{ type: '1.2.3.4', bits: null, curve: null }, '1.2.3.4'],
  ])('%o', (key, text) => {
    expect(keyText({ ...key, spki256: '' })).toBe(text);
  });

  it('writes fingerprints in pairs', () => {
    expect(fingerprintText('00ab7f')).toBe('00:AB:7F');
  });
});
