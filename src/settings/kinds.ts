import { z } from 'zod';
import { parseDuration } from '../core/text/duration.ts';

/** One environment variable, as `.env.example` and the README's table show it. */
export type SettingPage = {
  readonly group: string;
  readonly about: string;
  readonly example: string;
  readonly secret?: boolean;
};

export function setting<Schema extends z.ZodType>(page: SettingPage, schema: Schema): Schema {
  return schema.meta(page);
}

// An empty line in .env means "not set".
export const optionalText = z.preprocess(
  (value) => (value === '' ? undefined : value),
  z.string().trim().optional(),
);

export const vantageName = optionalText.refine(
  (name) => name === undefined || (/^[a-z0-9][a-z0-9._-]{0,39}$/i.test(name) && !/^(all|here)$/i.test(name)),
  'up to 40 letters, digits, dots, hyphens and underscores, and neither "all" nor "here"',
);

export function withDefault(fallback: string) {
  return z.preprocess((value) => (value === '' ? undefined : value), z.string().trim().default(fallback));
}

export function numberWithin(low: number, high: number, fallback: number) {
  const wanted = `a whole number from ${low} to ${high}`;
  return z.preprocess(
    (value) => (value === '' ? undefined : value),
    z.coerce.number({ error: wanted }).int(wanted).min(low, wanted).max(high, wanted).default(fallback),
  );
}

export function duration(fallback: string) {
  return withDefault(fallback).transform((typed, context) => {
    try {
      return parseDuration(typed);
    } catch {
      context.addIssue({ code: 'custom', message: 'a length of time such as 30s, 15m or 12h' });
      return z.NEVER;
    }
  });
}

export function isZone(name: string | undefined): boolean {
  if (name === undefined) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export function isHeartbeatUrl(text: string | undefined): boolean {
  if (text === undefined) return true;
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
}
