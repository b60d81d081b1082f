import type { Deferred } from '../answering/surface.ts';

/** "Interaction Context Types": messages between other people. */
const privateChannel = 2;
/** "Application Integration Types": the key of the server that has the bot. */
const inServer = 0;

/**
 * Why the bot cannot speak by itself where an interaction came from, and what to do; null where it can. People who have installed
 * it for themselves use it in servers and conversations that it is not in: there it can answer for 15 minutes, and that is all.
 */
export function silentThere(interaction: Deferred): string | null {
  const { guildId, client, context, authorizingIntegrationOwners: owners } = interaction;
  if (Number(context) === privateChannel && context !== null) {
    return 'Notafter is not part of this conversation: it can answer here, but say nothing by itself later. Ask for this in a direct message with Notafter, or in a server that it is in.';
  }
  if (guildId === null || client.guilds.cache.has(guildId)) return null;
  if (owners?.[inServer] === guildId) return null;
  return 'Notafter is not in this server: it can answer here, but say nothing by itself later. Have it invited to the server, or ask for this in a direct message with Notafter.';
}
