import { UserError } from '../errors.ts';

/** "team=payments, tier=1" as a record; "none", or an empty text, clears them all. */
export function labelsFrom(typed: string): Readonly<Record<string, string>> {
  if (/^\s*none\s*$/i.test(typed)) return {};
  const labels: Record<string, string> = {};
  for (const pair of typed.split(/[\s,]+/).filter((part) => part !== '')) {
    const match = /^([\w.-]{1,40})=([\w.@/-]{0,80})$/.exec(pair);
    if (match === null) {
      throw new UserError(`"${pair.slice(0, 60)}" is not a label. Try team=payments,tier=1.`);
    }
    labels[match[1] ?? ''] = match[2] ?? '';
  }
  return labels;
}
