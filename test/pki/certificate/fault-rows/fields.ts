import type { StringKind } from '../../../support/certificates/der-writer.ts';
import { type CertificateSpec, fixedNow } from '../../../support/certificates/forge.ts';
import type { FaultRow } from './row.ts';

const subject = (type: string, value: string, as: StringKind = 'utf8'): CertificateSpec => ({
  subject: [{ type, value, as }],
});
const daysAgo = (days: number) => new Date(fixedNow.getTime() - days * 86_400_000);

export const fieldRows: readonly FaultRow[] = [
  ['serial-empty', 'refuse', 'no digit', { serial: new Uint8Array() }],
  ['serial-padded', 'refuse', 'a zero before', { serial: Buffer.from([0, 1]) }],
  ['serial-too-long', 'refuse', '21 bytes', { serial: Buffer.alloc(21, 1) }],
  ['serial-negative', 'refuse', 'a sign', { serial: Buffer.from([0x80]) }],
  ['serial-zero', 'refuse', 'zero', { serial: 0 }],
  ['validity-reversed', 'refuse', 'the end first', { notBefore: fixedNow, notAfter: daysAgo(1) }],
  ['subject-empty', 'refuse', 'nobody', { subject: null }],
  ['issuer-empty', 'refuse', 'by nobody', { issuerName: null }],
  ['name-string', 'refuse', 'an underscore', subject('CN', 'a_b', 'printable')],
  ['name-string-type', 'lint', 'T.61', subject('O', 'Büro', 'teletex')],
  ['name-attribute-type', 'lint', 'a country in UTF-8', subject('C', 'DE', 'utf8')],
  ['name-country', 'lint', 'a country in words', subject('C', 'Germany', 'printable')],
  ['name-too-long', 'lint', '65 characters', subject('O', 'a'.repeat(65))],
  ['name-empty-value', 'lint', 'no character', subject('O', '')],
  ['name-blanks', 'lint', 'a blank at the end', subject('O', 'a ')],
  ['name-control-characters', 'lint', 'a line feed', subject('O', 'a\nb')],
  [
    'name-duplicate',
    'lint',
    'the same twice',
    {
      subject: [
        { type: 'O', value: 'a' },
        { type: 'O', value: 'a' },
      ],
    },
  ],
];
