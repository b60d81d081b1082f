import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { knownZone } from '../../core/text/time-text.ts';
import type { AppWorld } from '../app-world.ts';
import type { Reader } from '../message-html.ts';

/** Dates are worded in the zone that the browser told of last; without scripts it never does. */
export function readerOf(context: Context, { zone, now, fileHref, commands }: AppWorld): Reader {
  const told = getCookie(context, 'notafter_zone') ?? '';
  return { zone: knownZone(told) ?? zone, now: now(), fileHref, commands };
}
