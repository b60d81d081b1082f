import { createHash } from 'node:crypto';
import type { Certificate, Name } from '../../../src/pki/certificate/certificate.ts';
import type { Fault } from '../../../src/pki/certificate/fault.ts';

export const now = new Date('2026-11-24T12:00:00Z');
const dayMs = 86_400_000;

export function daysFromNow(days: number): Date {
  return new Date(now.getTime() + days * dayMs);
}

export function nameOf(commonName: string): Name {
  return {
    text: `CN=${commonName}`,
    commonName,
    organization: null,
    raw: Buffer.from(commonName).toString('hex'),
  };
}

export const host = 'api.example.org';

const clean: Certificate = {
  der: new Uint8Array(1000),
  fingerprint256: '',
  version: 3,
  serial: '01',
  subject: nameOf(host),
  issuer: nameOf('Test Intermediate'),
  notBefore: daysFromNow(-20),
  notAfter: daysFromNow(70),
  names: { dns: [host], ip: [], other: [] },
  publicKey: { type: 'ec', bits: 256, curve: 'P-256', spki256: 'aa' },
  signature: { algorithm: 'ecdsa-with-SHA256', hash: 'sha256' },
  basicConstraints: { ca: false, pathLength: null },
  keyUsage: ['digitalSignature'],
  extendedKeyUsage: ['serverAuth'],
  authorityKeyId: 'a1',
  subjectKeyId: 'b2',
  issuerUrls: [],
  ocspUrls: [],
  crlUrls: [],
  mustStaple: false,
  embeddedScts: 2,
  unknownCritical: [],
  selfIssued: false,
  faults: [],
};

export function faultOf(text: string, changes: Partial<Fault> = {}): Fault {
  return { code: 'test', text, citation: 'RFC 5280 §4.1', weight: 'refuse', ...changes };
}

/** A leaf without fault, 70 of its 90 days left; `changes` spoils it. No DER behind it: rules read facts only. */
export function leafWith(changes: Partial<Certificate> = {}): Certificate {
  return certificate({ subject: nameOf(host), issuer: nameOf('Test Intermediate'), ...changes });
}

export function caWith(commonName: string, issuer: string, changes: Partial<Certificate> = {}): Certificate {
  return certificate({
    subject: nameOf(commonName),
    issuer: nameOf(issuer),
    names: null,
    notBefore: daysFromNow(-400),
    notAfter: daysFromNow(1000),
    basicConstraints: { ca: true, pathLength: null },
    keyUsage: ['keyCertSign', 'cRLSign'],
    extendedKeyUsage: null,
    selfIssued: commonName === issuer,
    ...changes,
  });
}

export const intermediate = caWith('Test Intermediate', 'Test Root');
export const root = caWith('Test Root', 'Test Root');

function certificate(changes: Partial<Certificate>): Certificate {
  const facts = { ...clean, ...changes };
  const fingerprint256 = createHash('sha256').update(JSON.stringify(facts)).digest('hex');
  return { ...facts, fingerprint256, ...changes };
}
