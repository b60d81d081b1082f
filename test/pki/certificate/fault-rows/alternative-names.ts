import { element, explicit, implicit, oid, sequence } from '../../../support/certificates/der-writer.ts';
import type { CertificateSpec } from '../../../support/certificates/forge.ts';
import { extension, type FaultRow } from './row.ts';

const dns = (text: string) => implicit(2, Buffer.from(text, 'latin1'));
const uri = (text: string) => implicit(6, Buffer.from(text, 'latin1'));
const san = (...names: Uint8Array[]): CertificateSpec => extension('2.5.29.17', sequence(...names));

export const nameRows: readonly FaultRow[] = [
  ['san-empty', 'refuse', 'no name', san()],
  ['san-not-a-host-name', 'refuse', 'an empty label', san(dns('a..test'))],
  ['san-not-a-host-name', 'refuse', 'nothing', san(dns(''))],
  ['san-not-a-host-name', 'refuse', 'a blank', san(dns(' '))],
  ['san-not-a-host-name', 'refuse', 'a dot at the end', san(dns('site.test.'))],
  ['san-not-a-host-name', 'refuse', 'a dot first', san(dns('.site.test'))],
  ['san-not-a-host-name', 'refuse', 'a label of 64', san(dns(`${'a'.repeat(64)}.test`))],
  ['san-not-a-host-name', 'refuse', '254 characters', san(dns(`${'abcdefg.'.repeat(31)}abc.ab`))],
  ['san-not-a-host-name', 'refuse', 'a hyphen first', san(dns('-a.test'))],
  ['san-not-a-host-name', 'refuse', 'a hyphen last', san(dns('a-.test'))],
  ['san-not-a-host-name', 'refuse', 'a star inside', san(dns('a*.test'))],
  ['san-not-a-host-name', 'refuse', 'two stars', san(dns('*.*.test'))],
  ['san-not-a-host-name', 'refuse', 'a star alone', san(dns('*'))],
  ['san-not-a-host-name', 'refuse', 'a URL', san(dns('http://a.test'))],
  ['san-not-a-host-name', 'refuse', 'a letter that is not ASCII', san(dns('bücher.test'))],
  ['san-underscore', 'refuse', 'an underscore', san(dns('a_b.test'))],
  ['san-reserved-label', 'lint', 'xn-- that is none', san(dns('xn--a.test'))],
  ['san-reserved-label', 'lint', 'another prefix', san(dns('ab--cd.test'))],
  ['san-ip-as-dns', 'lint', 'an address', san(dns('192.0.2.1'))],
  ['san-ip-length', 'refuse', 'five bytes', san(dns('a.test'), implicit(7, Buffer.alloc(5)))],
  ['san-email', 'refuse', 'no @', san(implicit(1, Buffer.from('someone')))],
  ['san-email', 'refuse', 'a name with its address', san(implicit(1, Buffer.from('A <a@b.test>')))],
  ['san-email', 'refuse', 'a letter that is not ASCII', san(implicit(1, Buffer.from('ü@b.test', 'latin1')))],
  ['san-uri', 'refuse', 'a relative one', san(uri('/path'))],
  ['san-uri', 'refuse', 'without a host', san(uri('https:///path'))],
  ['san-uri', 'refuse', 'a blank in it', san(uri('https://a.test/ b'))],
  ['san-uri', 'refuse', 'a host that is none', san(uri('https://a..test/'))],
  ['san-name-malformed', 'refuse', 'no such choice', san(implicit(9, Buffer.from('a')))],
  [
    'san-name-malformed',
    'refuse',
    'a name cut off',
    extension('2.5.29.17', element(0x30, dns('a.test'), Buffer.from([0x82, 5, 0x61]))),
  ],
  ['san-name-malformed', 'refuse', 'half an otherName', san(explicit(0, oid('1.2.3')))],
  ['san-duplicate', 'lint', 'the same name twice', san(dns('a.test'), dns('a.test'))],
  ['san-critical', 'lint', 'critical beside a subject', { sanCritical: true }],
  ['ian-empty', 'refuse', 'no issuer name', extension('2.5.29.18', sequence())],
];
