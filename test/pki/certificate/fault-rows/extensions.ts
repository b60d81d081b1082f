import {
  bitString,
  boolean,
  explicit,
  implicit,
  integer,
  nullValue,
  octetString,
  oid,
  sequence,
  string,
} from '../../../support/certificates/der-writer.ts';
import type { CertificateSpec } from '../../../support/certificates/forge.ts';
import { access, authority, extension, type FaultRow, ocsp } from './row.ts';

const dns = (text: string) => implicit(2, Buffer.from(text, 'latin1'));
const uri = (text: string) => implicit(6, Buffer.from(text, 'latin1'));
const point = (url: string) => sequence(explicit(0, explicit(0, uri(url))));
const crl = (...points: Uint8Array[]): CertificateSpec => extension('2.5.29.31', sequence(...points));
const policies = (...entries: Uint8Array[]) => extension('2.5.29.32', sequence(...entries));
const policy = (...qualifiers: Uint8Array[]) =>
  sequence(oid('2.23.140.1.2.1'), ...(qualifiers.length === 0 ? [] : [sequence(...qualifiers)]));
const notice = (...parts: Uint8Array[]) => sequence(oid('1.3.6.1.5.5.7.2.2'), sequence(...parts));
const cps = (pointer: Uint8Array) => sequence(oid('1.3.6.1.5.5.7.2.1'), pointer);
const mappings = (from: string, to: string) =>
  authority(extension('2.5.29.33', sequence(sequence(oid(from), oid(to))), true));

export const extensionRows: readonly FaultRow[] = [
  [
    'tls-feature-malformed',
    'refuse',
    'text',
    extension('1.3.6.1.5.5.7.1.24', sequence(integer(5), string('utf8', 'x'))),
  ],
  [
    'list-not-read',
    'lint',
    '1001 features',
    extension('1.3.6.1.5.5.7.1.24', sequence(...Array.from({ length: 1001 }, () => integer(5)))),
  ],
  [
    'extension-twice',
    'refuse',
    'EKU',
    { extensions: [{ oid: '2.5.29.37', value: sequence(oid('1.3.6.1.5.5.7.3.1')) }] },
  ],
  ['extension-critical', 'refuse', 'SKI', extension('2.5.29.14', octetString(Buffer.from([1])), true)],
  [
    'extension-critical-advice',
    'lint',
    'CRL points',
    extension('2.5.29.31', sequence(point('http://a.test/')), true),
  ],
  [
    'extension-not-critical',
    'refuse',
    'policyConstraints',
    authority(extension('2.5.29.36', sequence(implicit(0, Buffer.from([0]))))),
  ],
  [
    'extension-not-critical-advice',
    'lint',
    'keyUsage',
    extension('2.5.29.15', bitString(Buffer.from([0x80]), 7)),
  ],
  [
    'name-constraints-not-critical',
    'lint',
    'name constraints',
    authority(extension('2.5.29.30', sequence(explicit(0, sequence(dns('a.test')))))),
  ],
  ['extension-malformed', 'refuse', 'junk', extension('2.5.29.37', Buffer.from('ffff', 'hex'))],
  ['extension-not-der', 'lint', 'text', extension('1.2.3.4', Buffer.from('hello there'))],
  ['precertificate', 'refuse', 'poison', extension('1.3.6.1.4.1.11129.2.4.3', nullValue(), true)],
  ['default-written', 'lint', 'cA: false', extension('2.5.29.19', sequence(boolean(false)), true)],
  ['path-length-without-ca', 'refuse', 'a limit', { pathLength: 1 }],
  ['path-length-without-cert-sign', 'refuse', 'a limit', authority({ keyUsage: ['cRLSign'], pathLength: 1 })],
  [
    'basic-constraints-not-critical',
    'refuse',
    'of a CA',
    authority(extension('2.5.29.19', sequence(boolean(true)))),
  ],
  ['key-usage-empty', 'refuse', 'nothing allowed', { keyUsage: [] }],
  [
    'key-usage-trailing-zeros',
    'lint',
    'a zero byte',
    extension('2.5.29.15', bitString(Buffer.from([0x80, 0])), true),
  ],
  [
    'key-usage-unknown',
    'lint',
    'bit 9',
    extension('2.5.29.15', bitString(Buffer.from([0x80, 0x40]), 6), true),
  ],
  ['key-usage-missing', 'lint', 'of a CA', authority({ keyUsage: null })],
  ['key-usage-for-key', 'lint', 'EC that enciphers', { keyUsage: ['digitalSignature', 'keyEncipherment'] }],
  [
    'key-usage-half',
    'lint',
    'encipherOnly alone',
    { keyUsage: ['digitalSignature', 'encipherOnly'], key: 'rsa2048' },
  ],
  ['key-cert-sign-without-ca', 'refuse', 'a leaf that signs', { keyUsage: ['keyCertSign'] }],
  ['purpose-duplicate', 'lint', 'twice', { extendedKeyUsage: ['serverAuth', 'serverAuth'] }],
  [
    'purpose-malformed',
    'refuse',
    'a number',
    extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'), integer(1))),
  ],
  ['authority-key-id-missing', 'lint', 'none', { authorityKeyId: null }],
  ['authority-key-id-without-key-id', 'lint', 'empty', extension('2.5.29.35', sequence())],
  [
    'authority-key-id-pair',
    'refuse',
    'a serial alone',
    extension('2.5.29.35', sequence(implicit(0, Buffer.from([1])), implicit(2, Buffer.from([1])))),
  ],
  ['key-id-length', 'lint', 'no byte', { subjectKeyId: new Uint8Array() }],
  ['subject-key-id-missing', 'lint', 'of a CA', authority({ subjectKeyId: null })],
  ['access-empty', 'refuse', 'no entry', access()],
  ['access-malformed', 'refuse', 'an entry without a place', access(sequence(oid('1.3.6.1.5.5.7.48.1')))],
  ['access-not-a-uri', 'lint', 'a DNS name', access(ocsp(dns('a.test')))],
  ['url-malformed', 'refuse', 'no scheme', access(ocsp(uri('ocsp.test')))],
  ['url-scheme', 'lint', 'https', access(ocsp(uri('https://ocsp.test/')))],
  ['crl-points-empty', 'refuse', 'no point', crl()],
  ['crl-point-without-name', 'refuse', 'reasons alone', crl(sequence(implicit(1, Buffer.from([1, 2]))))],
  ['crl-point-malformed', 'refuse', 'a number', crl(integer(1))],
  ['crl-point-empty', 'refuse', 'no full name', crl(sequence(explicit(0, explicit(0))))],
  [
    'crl-point-relative',
    'lint',
    'a relative name',
    crl(sequence(explicit(0, explicit(1, sequence(oid('2.5.4.3'), string('utf8', 'a')))))),
  ],
  ['policies-empty', 'refuse', 'no policy', policies()],
  ['policy-duplicate', 'refuse', 'one twice', policies(policy(), policy())],
  ['policy-malformed', 'refuse', 'a number', policies(policy(), integer(1))],
  ['qualifiers-empty', 'refuse', 'no qualifier', policies(sequence(oid('2.23.140.1.2.1'), sequence()))],
  ['qualifier-unknown', 'lint', 'of no known type', policies(policy(sequence(oid('1.2.3'), nullValue())))],
  ['cps-not-a-uri', 'lint', 'in UTF-8', policies(policy(cps(string('utf8', 'http://a.test/'))))],
  [
    'notice-reference',
    'lint',
    'a reference',
    policies(policy(notice(sequence(string('utf8', 'o'), sequence(integer(1)))))),
  ],
  ['explicit-text-type', 'refuse', 'IA5', policies(policy(notice(string('ia5', 'text'))))],
  ['explicit-text-utf8', 'lint', 'BMP', policies(policy(notice(string('bmp', 'text'))))],
  [
    'explicit-text-too-long',
    'lint',
    '201 characters',
    policies(policy(notice(string('utf8', 'a'.repeat(201))))),
  ],
  ['explicit-text-controls', 'lint', 'a line feed', policies(policy(notice(string('utf8', 'a\nb'))))],
  ['explicit-text-not-nfc', 'lint', 'an accent apart', policies(policy(notice(string('utf8', 'e\u0301'))))],
  ['mappings-empty', 'refuse', 'no mapping', authority(extension('2.5.29.33', sequence(), true))],
  ['mapping-any-policy', 'refuse', 'from any', mappings('2.5.29.32.0', '1.2.3')],
  [
    'mapping-malformed',
    'refuse',
    'half a mapping',
    authority(extension('2.5.29.33', sequence(sequence(oid('1.2.3'))), true)),
  ],
  [
    'policy-constraints-empty',
    'refuse',
    'no constraint',
    authority(extension('2.5.29.36', sequence(), true)),
  ],
  ['name-constraints-without-ca', 'refuse', 'of a leaf', { nameConstraints: { permitted: ['dns:a.test'] } }],
  [
    'policy-mappings-without-ca',
    'lint',
    'of a leaf',
    extension('2.5.29.33', sequence(sequence(oid('1.2.3'), oid('1.2.4'))), true),
  ],
  [
    'policy-constraints-without-ca',
    'lint',
    'of a leaf',
    extension('2.5.29.36', sequence(implicit(0, Buffer.from([0]))), true),
  ],
  ['inhibit-any-policy-without-ca', 'lint', 'of a leaf', extension('2.5.29.54', integer(0), true)],
];
