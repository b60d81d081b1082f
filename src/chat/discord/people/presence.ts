import type { Client } from 'discord.js';
import type { Presence } from '../../../core/platform.ts';
import type { Look } from '../../presence-memory.ts';
import { readRefusal } from '../api/refusal.ts';

/** More servers than this are not asked one by one. */
const mostGuilds = 10;

/** Unknown member, unknown user, unknown role ("JSON Error Codes"). */
const absent: ReadonlySet<number | null> = new Set([10_007, 10_011, 10_013]);

/**
 * Looks a member or a role up in the servers the bot is in: here where one of them has it, gone where none has. A
 * mention does not say of which server it is.
 */
export function createPresence(client: Client<true>): Look {
  return async (who, signal) => {
    if (who.platform !== 'discord' || who.kind === 'channel') return 'unknown';
    const guilds = [...client.guilds.cache.keys()];
    if (guilds.length === 0 || guilds.length > mostGuilds) return 'unknown';
    const ask = who.kind === 'user' ? memberIn : roleIn;
    let isSure = true;
    for (const guild of guilds) {
      const presence = await ask(guild, who.id, client, signal);
      if (presence === 'here') return presence;
      isSure &&= presence === 'gone';
    }
    return isSure ? 'gone' : 'unknown';
  };
}

async function memberIn(
  guild: string,
  user: string,
  { rest }: Client<true>,
  signal: AbortSignal,
): Promise<Presence> {
  try {
    await rest.get(`/guilds/${guild}/members/${user}`, { signal });
    return 'here';
  } catch (thrown) {
    return absent.has(readRefusal(thrown).code) ? 'gone' : 'unknown';
  }
}

async function roleIn(
  guild: string,
  role: string,
  { rest }: Client<true>,
  signal: AbortSignal,
): Promise<Presence> {
  try {
    const roles = await rest.get(`/guilds/${guild}/roles`, { signal });
    if (!Array.isArray(roles)) return 'unknown';
    return roles.some((found: { readonly id?: unknown }) => found.id === role) ? 'here' : 'gone';
  } catch {
    return 'unknown';
  }
}
