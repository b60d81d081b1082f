import { type DoctorLine, skipped, warning, well, wrong } from '../../../core/doctor.ts';
import { askJson } from '../ask-json.ts';
import type { DoctorCheck } from '../check.ts';

const usualUrl = 'https://discord.com/api';

/** Bits of the permissions that are used (Discord documentation, "Permissions"). */
const needed: Readonly<Record<string, bigint>> = {
  'View Channels': 1n << 10n,
  'Send Messages': 1n << 11n,
  'Attach Files': 1n << 15n,
  'Read Message History': 1n << 16n,
  'Create Public Threads': 1n << 35n,
  'Send Messages in Threads': 1n << 38n,
};
const administrator = 1n << 3n;

export const discordCheck: DoctorCheck = {
  name: 'discord',
  async look({ config: { discord } }, signal) {
    if (discord === null) return [skipped('DISCORD_TOKEN is not set.')];
    const ask = (path: string) =>
      askJson(`${(discord.apiUrl ?? usualUrl).replace(/\/$/, '')}/v10${path}`, {
        method: 'GET',
        authorization: `Bot ${discord.token}`,
        signal,
      });
    const me = await ask('/users/@me');
    if (me.status === 401)
      return [
        wrong(
          'Discord refuses DISCORD_TOKEN.',
          'Copy the token under Bot at discord.com/developers/applications.',
        ),
      ];
    if (me.status !== 200 || typeof me.body.username !== 'string') return [strange(me.status, '/users/@me')];
    const guilds = await ask('/users/@me/guilds?limit=100');
    if (guilds.status !== 200 || !guilds.isList) return [strange(guilds.status, '/users/@me/guilds')];
    return [
      well(`Discord knows this bot as ${nameOf(me.body.username)}.`),
      ...guildLines(guilds.list, discord.guildId),
    ];
  },
};

/** Of a proxy, or of Discord when it has troubles: nothing follows from it about the token. */
function strange(status: number, path: string): DoctorLine {
  return status === 200
    ? wrong(
        `What answers 200 to ${path} is not Discord.`,
        'Look at DISCORD_API_URL, and at proxies on the way out.',
      )
    : wrong(`Discord answers ${status} to ${path}.`, 'See discordstatus.com, and try again.');
}

function guildLines(guilds: readonly unknown[], wanted: string | null): readonly DoctorLine[] {
  const known = guilds.filter(isGuild);
  if (known.length === 0)
    return [
      warning(
        'The bot is in no server.',
        'Open its install link and choose a server: README, Connecting Discord.',
      ),
    ];
  if (wanted !== null && !known.some(({ id }) => id === wanted))
    return [
      wrong(
        'The bot is not in the server of DISCORD_GUILD_ID.',
        'Install it there, or correct DISCORD_GUILD_ID.',
      ),
    ];
  const lacking = known.flatMap(({ name, permissions }) => {
    const missing = missingOf(BigInt(permissions));
    return missing.length === 0 ? [] : [`${nameOf(name)} (${missing.join(', ')})`];
  });
  if (lacking.length === 0)
    return [well(`It is in ${known.length} servers, with every permission it needs.`)];
  return [
    warning(
      `Permissions are missing in ${lacking.slice(0, 5).join('; ')}.`,
      'Give them to its role under Server Settings, Roles.',
    ),
  ];
}

function missingOf(granted: bigint): readonly string[] {
  if ((granted & administrator) !== 0n) return [];
  return Object.entries(needed).flatMap(([name, bit]) => ((granted & bit) === 0n ? [name] : []));
}

type Guild = { readonly id: string; readonly name: string; readonly permissions: string };

function isGuild(value: unknown): value is Guild {
  if (typeof value !== 'object' || value === null) return false;
  const { id, name, permissions } = value as Partial<Record<keyof Guild, unknown>>;
  return typeof id === 'string' && typeof name === 'string' && /^\d{1,30}$/.test(String(permissions));
}

function nameOf(value: unknown): string {
  return typeof value === 'string' ? value.replace(/[^\p{L}\p{N} ._-]/gu, '').slice(0, 40) : 'unknown';
}
