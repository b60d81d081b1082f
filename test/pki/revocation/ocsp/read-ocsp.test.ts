import { BasicOCSPResponse, OCSPResponse } from '@peculiar/asn1-ocsp';
import { AsnConvert } from '@peculiar/asn1-schema';
import { describe, expect, it } from 'vitest';
import { readOcspResponse } from '../../../../src/pki/revocation/ocsp/read-ocsp.ts';
import { daysFrom, fixedNow, forgeLeaf, forgeRoot } from '../../../support/certificates/forge.ts';
import { forgeOcsp, noCheckExtension, type OcspSpec } from '../../../support/certificates/forge-ocsp.ts';

const issuer = forgeRoot();
const certificate = forgeLeaf(issuer);
const responder = forgeLeaf(issuer, { extendedKeyUsage: ['OCSPSigning'], extensions: [noCheckExtension] });
const revokedAt = daysFrom(fixedNow, -2);
const hex = (bytes: ArrayBuffer | Uint8Array) => Buffer.from(new Uint8Array(bytes)).toString('hex');

/** The same facts by an independent reader. */
function secondOpinion(der: Buffer) {
  const { responseBytes } = AsnConvert.parse(der, OCSPResponse);
  const basic = AsnConvert.parse(responseBytes?.response.buffer ?? new ArrayBuffer(), BasicOCSPResponse);
  const { producedAt, responses } = basic.tbsResponseData;
  return {
    producedAt,
    certificates: basic.certs?.length ?? 0,
    responses: responses.map(({ certID, certStatus, thisUpdate, nextUpdate }) => ({
      serial: hex(certID.serialNumber),
      nameHash: hex(certID.issuerNameHash.buffer),
      revoked: certStatus.revoked?.revocationTime ?? null,
      reason: certStatus.revoked?.revocationReason?.reason ?? null,
      thisUpdate,
      nextUpdate: nextUpdate ?? null,
    })),
  };
}

const numbers: Readonly<Record<string, number>> = { keyCompromise: 1, superseded: 4 };

describe('an OCSP response', () => {
  it.each<readonly [string, Partial<OcspSpec>]>([
    ['good', {}],
    ['revoked', { status: { revokedAt, reason: 1 } }],
    ['revoked without a reason', { status: { revokedAt } }],
    ['unknown and without nextUpdate', { status: 'unknown', nextUpdate: null }],
    ['of a delegated responder', { responder, by: 'name' }],
    ['about two', { otherEntries: [{ certificate: responder, issuer, status: { revokedAt, reason: 4 } }] }],
    ['by SHA-512', { idHash: 'sha512' }],
  ])('that is %s is read as an independent reader reads it', (_what, spec) => {
    const der = forgeOcsp({ certificate, issuer, ...spec });
    const read = readOcspResponse(der);
    if (read.kind !== 'basic') throw new Error(JSON.stringify(read));
    const { producedAt, responses, certificates } = read.basic;
    const ours = responses.map(({ certId, status, thisUpdate, nextUpdate }) => ({
      serial: hex(certId?.serial ?? new Uint8Array()),
      nameHash: hex(certId?.issuerNameHash ?? new Uint8Array()),
      revoked: status.kind === 'revoked' ? status.at : null,
      reason: status.kind === 'revoked' && status.reason !== null ? (numbers[status.reason] ?? null) : null,
      thisUpdate,
      nextUpdate,
    }));
    expect({ producedAt, certificates: certificates.length, responses: ours }).toEqual(secondOpinion(der));
  });
});
