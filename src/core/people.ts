import type { Standing } from './access/standing.ts';

/** The platforms a message can go to and a person can belong to; nobody belongs to a webhook. */
export const platformNames = ['slack', 'discord', 'console', 'terminal', 'webhook'] as const;
export type PlatformName = (typeof platformNames)[number];

/** Somebody who can be called: a user, a user group or role, or everybody who reads a channel. */
export type Mention = {
  readonly platform: PlatformName;
  readonly kind: 'user' | 'group' | 'channel';
  /** The platform's own id ("U012AB3CD", "S0614TZR7", a snowflake); on the console and terminal the bare name. */
  readonly id: string;
  /** What people call them, without "@": shown, never used to find them. */
  readonly name: string;
  /** IANA name, where the platform tells it: whose evening it is. */
  readonly zone?: string;
};

export function isSamePerson(one: Mention, other: Mention): boolean {
  return one.platform === other.platform && one.kind === other.kind && one.id === other.id;
}

/** Where a message is posted. `thread` is the platform's own id of the conversation under a message. */
export type Place = {
  readonly platform: PlatformName;
  readonly channel: string;
  readonly thread?: string;
};

/** Who typed the command, and where. `zone` is an IANA name when the platform tells it. */
export type Caller = {
  readonly who: Mention;
  readonly place: Place;
  readonly zone: string | null;
  /** Why nothing can be said at `place` later, unasked, and what to do; left out where it can. */
  readonly onlyAnswers?: string;
  /** Where the platform tells with the question itself who asks. */
  readonly standing?: Standing;
};

/** How somebody is named by id where there is no list to pick from; every platform's directory reads its own. */
export function mentionText({ platform, kind, id, name }: Mention): string {
  switch (platform) {
    case 'slack':
      return `slack:${id}`;
    case 'discord':
      return kind === 'group' ? `discord:&${id}` : `discord:${id}`;
    case 'console':
    case 'terminal':
    case 'webhook':
      return `@${name}`;
  }
}

export function placeText(place: Place): string {
  return `${place.platform}:${place.channel}`;
}

/** As one types it: the console page is one place. */
export function placeWord(place: Place): string {
  return place.platform === 'console' ? 'console' : placeText(place);
}

/** What `placeWord` writes, read again; null: it names no place. */
export function placeNamed(word: string): Place | null {
  if (word === 'console') return { platform: 'console', channel: 'console' };
  const webhook = /^webhook:([a-z0-9][a-z0-9_]{0,39})$/.exec(word);
  if (webhook?.[1] !== undefined) return { platform: 'webhook', channel: webhook[1] };
  const slack = /^slack:([CGD][A-Z0-9]{1,20})$/.exec(word);
  if (slack?.[1] !== undefined) return { platform: 'slack', channel: slack[1] };
  const discord = /^discord:(\d{1,20})$/.exec(word);
  return discord?.[1] === undefined ? null : { platform: 'discord', channel: discord[1] };
}
