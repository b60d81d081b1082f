import type { RungMark } from '../../core/message.ts';

/** The word says what the colour of the symbol does. */
export const rungMarks: Readonly<Record<RungMark, { readonly symbol: string; readonly word: string }>> = {
  good: { symbol: '✅', word: 'ok' },
  warning: { symbol: '⚠️', word: 'warning' },
  bad: { symbol: '❌', word: 'failed' },
  unknown: { symbol: '❔', word: 'unknown' },
  waiting: { symbol: '⏳', word: 'looking' },
  later: { symbol: '▫️', word: 'not yet' },
  'not-reached': { symbol: '➖', word: 'not reached' },
};
