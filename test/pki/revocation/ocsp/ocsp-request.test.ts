import { OCSPRequest } from '@peculiar/asn1-ocsp';
import { AsnConvert } from '@peculiar/asn1-schema';
import { describe, expect, it } from 'vitest';
import { ocspGetUrl, ocspRequest } from '../../../../src/pki/revocation/ocsp/ocsp-request.ts';
import { forgeLeaf, forgeRoot } from '../../../support/certificates/forge.ts';
import { readForged } from '../../../support/certificates/read.ts';

const root = forgeRoot();
const issuer = readForged(root);
/** 128 random bits whose first is set take 17 bytes: what most authorities issue. */
const leaf = readForged(
  forgeLeaf(root, { serial: Buffer.concat([Buffer.from('00f3', 'hex'), Buffer.alloc(15, 7)]) }),
);

describe('an OCSP request', () => {
  it('is what an independent reader takes for one certificate, named by SHA-1, without a nonce', () => {
    const request = ocspRequest(leaf, issuer);
    expect(request.length).toBe(84);
    const { tbsRequest, optionalSignature } = AsnConvert.parse(request, OCSPRequest);
    expect(optionalSignature).toBeUndefined();
    expect(tbsRequest.requestExtensions).toBeUndefined();
    expect(tbsRequest.requestList).toHaveLength(1);
    const id = tbsRequest.requestList[0]?.reqCert;
    expect(id?.hashAlgorithm.algorithm).toBe('1.3.14.3.2.26');
    expect(Buffer.from(id?.serialNumber ?? new ArrayBuffer()).toString('hex')).toBe(leaf.serial);
  });

  it('keeps a leading zero of the serial number, which is part of it', () => {
    const serial = Buffer.from('00f3a1', 'hex');
    const request = ocspRequest(readForged(forgeLeaf(root, { serial })), issuer);
    expect(Buffer.from(request).toString('hex')).toMatch(/020300f3a1$/);
  });

  it('can name it by SHA-256', () => {
    const request = AsnConvert.parse(ocspRequest(leaf, issuer, 'sha256'), OCSPRequest);
    const id = request.tbsRequest.requestList[0]?.reqCert;
    expect(id?.hashAlgorithm.algorithm).toBe('2.16.840.1.101.3.4.2.1');
    expect(id?.issuerKeyHash.byteLength).toBe(32);
  });

  it('is asked for by GET while the whole URL has at most 255 characters', () => {
    const request = ocspRequest(leaf, issuer);
    const url = ocspGetUrl('http://ocsp.test/', request) ?? '';
    expect(url).toMatch(/^http:\/\/ocsp\.test\/[A-Za-z0-9%]+$/);
    const last = decodeURIComponent(url.slice('http://ocsp.test/'.length));
    expect(Buffer.from(last, 'base64').equals(request)).toBe(true);
    expect(ocspGetUrl('http://ocsp.test', request)).toBe(url);
    const room = 255 - url.length;
    const host = (length: number) => `http://ocsp.test/${'a'.repeat(length)}`;
    expect(ocspGetUrl(host(room - 1), request)).toHaveLength(255);
    expect(ocspGetUrl(host(room), request)).toBeNull();
    expect(ocspGetUrl('http://ocsp.test/?ca=1', request)).toBeNull();
  });
});
