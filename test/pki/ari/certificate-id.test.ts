import { describe, expect, it } from 'vitest';
import { ariCertificateId } from '../../../src/pki/ari/certificate-id.ts';
import { forgeLeaf, forgeRoot } from '../../support/certificates/forge.ts';
import { readForged } from '../../support/certificates/read.ts';

describe('the name by which a CA knows a certificate', () => {
  it('is that of the RFC for its example (RFC 9773 §4.1)', () => {
    const authorityKeyId = '69885b6b87464041e1b37b847ba0ae2cde01c8d4';
    expect(ariCertificateId({ authorityKeyId, serial: '0087654321' })).toBe(
      'aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyE',
    );
  });

  it('keeps the leading 00 of a serial number read from a certificate', () => {
    const root = forgeRoot({ subjectKeyId: Buffer.from('0b1c8e01c3a9de1a25daf393a8fb39396dfbb155', 'hex') });
    const serial = Buffer.from('00f3a1b2c3d4e5f60718293a4b5c6d7e8f', 'hex');
    expect(ariCertificateId(readForged(forgeLeaf(root, { serial })))).toBe(
      'CxyOAcOp3hol2vOTqPs5OW37sVU.APOhssPU5fYHGCk6S1xtfo8',
    );
  });

  it('has neither padding nor the two characters of plain base64', () => {
    expect(ariCertificateId({ authorityKeyId: 'fbff', serial: 'fbefbeffff' })).toBe('-_8.----__8');
  });

  it('is none without a key identifier, or with a serial number too long to be kept whole', () => {
    expect(ariCertificateId({ authorityKeyId: null, serial: '01' })).toBeNull();
    expect(ariCertificateId({ authorityKeyId: '', serial: '01' })).toBeNull();
    expect(ariCertificateId({ authorityKeyId: '01', serial: '7f'.repeat(64) })).toBeNull();
    expect(ariCertificateId(readForged(forgeLeaf(forgeRoot(), { authorityKeyId: null })))).toBeNull();
  });
});
