import { UserError } from '../errors.ts';
import { shorten } from '../text/shorten.ts';

/**
 * How much of its time something may be down, in hundred-millionths: whole numbers, since 1 - 0.999 is no 0.001 to a
 * computer.
 */
export type Objective = { readonly allowed: number };

const whole = 100_000_000;

/** "99.95", "99.95 %" or "99,95": at least 50 and below 100 per cent, with up to six decimals. */
export function parseObjective(typed: string): Objective {
  const [, units, decimals = ''] = /^(\d{2})(?:[.,](\d{1,6}))?\s*%?$/.exec(typed.trim()) ?? [];
  if (units === undefined || Number(units) < 50) {
    throw new UserError(
      `"${shorten(typed, 40)}" is not an objective. Give per cent of the time from 50 to below 100: 99.9, 99.99 or 99.999.`,
    );
  }
  return { allowed: whole - Number(`${units}${decimals.padEnd(6, '0')}`) };
}

/** From a share of the time, as policies have it: 0.999. */
export function objectiveOf(share: number): Objective {
  return { allowed: Math.min(whole, Math.max(0, Math.round((1 - share) * whole))) };
}

/** "99.95 %". */
export function objectiveText({ allowed }: Objective): string {
  return percentText(whole - allowed, whole, 6);
}

/** The time it may be down of `judgedMs`, in whole ms: rounded down, as nobody is given what is not there. */
export function budgetMs({ allowed }: Objective, judgedMs: number): number {
  return Number((BigInt(judgedMs) * BigInt(allowed)) / BigInt(whole));
}

/** "99.95 %": cut, never rounded up, since 99.9996 is not 100. */
export function percentText(part: number, of: number, decimals: number): string {
  const scaled = of === 0 ? 0n : (BigInt(part) * 100n * 10n ** BigInt(decimals)) / BigInt(of);
  const digits = scaled.toString().padStart(decimals + 1, '0');
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  const units = digits.slice(0, digits.length - decimals);
  return `${units}${fraction === '' ? '' : `.${fraction}`} %`;
}
