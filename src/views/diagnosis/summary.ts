import type { Finding } from '../../core/finding.ts';
import { firstSentence } from '../../core/text/first-sentence.ts';
import { shorten } from '../../core/text/shorten.ts';

/** What a phone shows of a notification. */
export const longestSummary = 180;
/** Of a name: enough to know it by. */
const longestName = 56;
const longestCause = 118;

/** Verdict and cause, then how the fix begins, as far as a phone shows it. */
export function summaryOf(
  name: string,
  sentence: string,
  told: Pick<Finding, 'fix'> | null,
  between = ' ',
): string {
  const verdict = `${shortenedName(name)}${between}${shorten(sentence, longestCause)}`;
  if (told === null) return verdict;
  const room = longestSummary - verdict.length - '. Fix: '.length;
  return `${verdict}. Fix: ${shorten(firstSentence(told.fix), room)}`;
}

/** The end of a host name tells more than its middle. */
function shortenedName(name: string): string {
  if (name.length <= longestName) return name;
  const half = Math.floor((longestName - 3) / 2);
  return `${name.slice(0, half)}...${name.slice(-half)}`;
}
