import type { DiscordStandIn } from '../discord/stand-in.ts';
import type { SlackTwin } from '../slack/stand-in.ts';

/** What the bot said of its own accord, on either platform. */
export type Said = {
  readonly on: 'slack' | 'discord';
  /** The notification's key where the platform keeps it (Slack), else what stands for it (Discord's nonce). */
  readonly key: string;
  /** Of the stand-in's clock, in ms since 1970. */
  readonly at: number;
  readonly first: string;
  readonly now: string;
};

export function saidOn(slack: SlackTwin, discord: DiscordStandIn): readonly Said[] {
  return [...saidOnSlack(slack), ...saidOnDiscord(discord)];
}

function saidOnSlack(slack: SlackTwin): readonly Said[] {
  return slack.messages.flatMap(({ metadata, ts, revisions, shown }) => {
    const { event_payload: payload } = (metadata ?? {}) as { event_payload?: { key?: string } };
    if (payload?.key === undefined) return [];
    const at = Number(ts.split('.')[0]) * 1000;
    return [{ on: 'slack' as const, key: payload.key, at, first: revisions[0]?.shown ?? '', now: shown }];
  });
}

const discordEpoch = 1_420_070_400_000n;

function saidOnDiscord(discord: DiscordStandIn): readonly Said[] {
  return discord.messages().flatMap(({ id, nonce, interactionId, revisions, text }) => {
    if (interactionId !== null) return [];
    const at = Number((BigInt(id) >> 22n) + discordEpoch);
    return [{ on: 'discord' as const, key: nonce ?? id, at, first: revisions[0]?.text ?? '', now: text }];
  });
}

/** Each key that was said more than once, with when. */
export function saidTwice(
  said: readonly Said[],
): readonly { readonly key: string; readonly at: readonly number[] }[] {
  return [...Map.groupBy(said, ({ on, key }) => `${on} ${key}`)]
    .filter(([, same]) => same.length > 1)
    .map(([key, same]) => ({ key, at: same.map(({ at }) => at) }));
}
