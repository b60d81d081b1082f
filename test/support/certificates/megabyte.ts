import { createHash, generateKeyPairSync } from 'node:crypto';
import {
  bitString,
  element,
  implicit,
  integer,
  nullValue,
  octetString,
  oid,
  sequence,
  setOf,
  string,
} from './der-writer.ts';
import { type CertificateSpec, forgeLeaf, forgeRoot } from './forge.ts';
import { selfSigned } from './self-signed.ts';

const megabyte = 1_000_000;
const root = forgeRoot();

/** Certificates of a megabyte, each large in one part, by what is large. What a hostile server might send. */
export function megabyteInputs(): ReadonlyMap<string, Buffer> {
  return new Map([
    ['names in the SAN', leaf({ names: [repeated(dns('host-12345.test'))] })],
    ['empty names in the SAN', leaf({ names: [repeated(dns(''))] })],
    ['malformed addresses in the SAN', leaf({ names: [repeated(implicit(7, Buffer.alloc(3)))] })],
    ['one name in the SAN', leaf({ names: [dns('a'.repeat(megabyte))] })],
    ['one name of hyphens', leaf({ names: [dns(`a${'-'.repeat(megabyte)}`)] })],
    ['nested sequences', withExtension('1.2.3.4', nested())],
    ['nested sequences for a SAN', withExtension('2.5.29.17', nested())],
    ['one object identifier', withExtension('2.5.29.37', sequence(longOid))],
    ['an attribute type', leaf({ names: [longAttribute] })],
    ['attributes of the subject', leaf({ subject: manyAttributes(20_000) })],
    ['one RDN', leaf({ names: [element(0xa4, sequence(setOf(...manyPairs(30_000))))] })],
    ['a BMPString', leaf({ subject: [{ type: 'O', value: 'ü'.repeat(megabyte / 2), as: 'bmp' }] })],
    [
      'a UniversalString',
      leaf({ subject: [{ type: 'O', value: 'ü'.repeat(megabyte / 4), as: 'universal' }] }),
    ],
    ['a UTF8String', leaf({ subject: [{ type: 'O', value: 'ü'.repeat(megabyte / 2), as: 'utf8' }] })],
    ['a serial number', leaf({ serial: Buffer.alloc(megabyte, 1) })],
    ['extensions', leaf({ extensions: manyExtensions(10_000) })],
    ['one extension, many times', leaf({ extensions: sameExtension(10_000) })],
    ['places in authorityInfoAccess', withExtension('1.3.6.1.5.5.7.1.1', sequence(repeated(place)))],
    ['distribution points', withExtension('2.5.29.31', sequence(repeated(sequence(place))))],
    ['policies', withExtension('2.5.29.32', sequence(repeated(sequence(oid('1.2.3')))))],
    ['purposes', withExtension('2.5.29.37', sequence(repeated(oid('1.3.6.1.5.5.7.3.1'))))],
    ['bits of keyUsage', withExtension('2.5.29.15', bitString(Buffer.alloc(megabyte, 0xff)))],
    [
      'name constraints',
      withExtension('2.5.29.30', element(0x30, element(0xa0, repeated(sequence(dns('a.test')))))),
    ],
    ['TLS features', withExtension('1.3.6.1.5.5.7.1.24', sequence(repeated(integer(5))))],
    ['timestamps', withExtension('1.3.6.1.4.1.11129.2.4.2', octetString(Buffer.alloc(megabyte, 1)))],
    ['noise', noise(megabyte)],
    ['noise behind a certificate', Buffer.concat([leaf({}), noise(megabyte)])],
    ['zeros', Buffer.alloc(megabyte)],
    ['an RSA key', withKey(rsaKey())],
  ]);
}

const place = sequence(oid('1.3.6.1.5.5.7.48.1'), implicit(6, Buffer.from('http://a.test/')));
const longOid = element(0x06, Buffer.alloc(megabyte, 0x81), Buffer.from([1]));
const longAttribute = element(0xa4, sequence(setOf(sequence(longOid, string('utf8', 'a')))));

function leaf(spec: CertificateSpec): Buffer {
  return forgeLeaf(root, spec).der;
}

function withExtension(type: string, value: Uint8Array): Buffer {
  return leaf({
    dns: [],
    subject: 'a',
    keyUsage: null,
    extendedKeyUsage: null,
    scts: 0,
    extensions: [{ oid: type, value }],
  });
}

function dns(text: string): Buffer {
  return implicit(2, Buffer.from(text));
}

function repeated(part: Uint8Array): Buffer {
  return Buffer.alloc(Math.floor(megabyte / part.length) * part.length, part);
}

/** As deep as a megabyte can be: headers only, each the frame of the next. */
function nested(): Buffer {
  const headers: Buffer[] = [];
  for (let length = 0; length < megabyte; ) {
    const header = sequenceHeader(length);
    headers.push(header);
    length += header.length;
  }
  return Buffer.concat(headers.toReversed());
}

function sequenceHeader(length: number): Buffer {
  if (length < 0x80) return Buffer.from([0x30, length]);
  if (length < 0x100) return Buffer.from([0x30, 0x81, length]);
  if (length < 0x10000) return Buffer.from([0x30, 0x82, length >> 8, length & 0xff]);
  return Buffer.from([0x30, 0x83, length >> 16, (length >> 8) & 0xff, length & 0xff]);
}

function manyAttributes(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    type: 'OU',
    value: `unit ${index} ${'x'.repeat(30)}`,
  }));
}

function manyPairs(count: number): Buffer[] {
  return Array.from({ length: count }, (_, index) =>
    sequence(oid('2.5.4.11'), string('utf8', `unit ${index}${'x'.repeat(12)}`)),
  );
}

function manyExtensions(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    oid: `1.2.3.${index}`,
    value: octetString(Buffer.alloc(80)),
  }));
}

function sameExtension(count: number) {
  return Array.from({ length: count }, () => ({ oid: '1.2.3.4', value: octetString(Buffer.alloc(80)) }));
}

function withKey(spki: Uint8Array): Buffer {
  const key = generateKeyPairSync('ed25519').privateKey;
  return selfSigned({ key, algorithm: sequence(oid('1.3.101.112')), sign: () => Buffer.alloc(64), spki });
}

function rsaKey(): Buffer {
  const numbers = sequence(integer(Buffer.alloc(megabyte, 0x41)), integer(65_537));
  return sequence(sequence(oid('1.2.840.113549.1.1.1'), nullValue()), bitString(numbers));
}

/** The same on every run. */
function noise(length: number): Buffer {
  const blocks: Buffer[] = [];
  for (let index = 0; index * 32 < length; index += 1) {
    blocks.push(createHash('sha256').update(String(index)).digest());
  }
  return Buffer.concat(blocks).subarray(0, length);
}
