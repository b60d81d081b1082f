import type { Tone } from '../../core/message.ts';
import type { DigestContent } from './content.ts';

export function digestTone({ critical, overdue, due, unchecked, troubled }: DigestContent): Tone {
  if (critical.length > 0 || overdue.length > 0 || troubled.some(({ isBroken }) => isBroken)) return 'bad';
  if (due.length > 0 || troubled.length > 0) return 'warning';
  return unchecked.length > 0 ? 'unknown' : 'good';
}

/** "1 expired, 2 due, 1 could not be checked, 41 fine", or "all 41 fine". */
export function countWords(content: DigestContent): string {
  const { critical, overdue, due, unchecked, troubled, fine, withoutCertificate } = content;
  const expired = critical.filter(({ state }) => state === 'expired').length;
  const parts: string[] = [];
  const count = (n: number, words: string) => n > 0 && parts.push(`${n} ${words}`);
  count(expired, 'expired');
  count(critical.length - expired, 'critical');
  count(overdue.length, 'overdue');
  count(due.length, 'due');
  count(unchecked.length, 'could not be checked');
  count(troubled.length, 'with other trouble');
  const listed = parts.length;
  if (listed === 0 && fine + withoutCertificate === 0) return 'nothing is watched here yet';
  if (listed === 0 && withoutCertificate === 0) {
    return fine === 1 ? 'the one watched is fine' : `all ${fine} fine`;
  }
  if (fine > 0 || withoutCertificate === 0) parts.push(`${fine} fine`);
  count(withoutCertificate, 'without a certificate');
  return parts.join(', ');
}
