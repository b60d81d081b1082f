import type { WebClient } from '../api/web.ts';

export type Listed = { readonly id: string; readonly handle: string; readonly zone?: string | undefined };

/** A user as `users.info` tells of them; the zone where it does. */
export type Known = { readonly name: string; readonly zone: string | null };

/** Who and what there is in the workspace. All but `nameOf` reject as the Web API does. */
export type Roster = {
  /** Never rejects: the id is what calls somebody, the name is only shown. */
  nameOf(userId: string): Promise<string>;
  /** Never rejects either: without a zone the server's own is taken. */
  known(userId: string): Promise<Known>;
  groupNamed(named: { readonly id: string } | { readonly handle: string }): Promise<Listed | null>;
  userNamed(handle: string): Promise<Listed | null>;
  channelNamed(name: string): Promise<Listed | null>;
};

/** Slack advises pages of 200 ("Pagination"); further names have to be picked from its list. */
const pageSize = 200;
const mostPages = 10;
const keptMs = 5 * 60_000;
const mostNames = 1000;

type Page = { readonly found: readonly Listed[]; readonly cursor: string | undefined };

export function createRoster(client: WebClient, now: () => Date): Roster {
  const names = new Map<string, Known>();

  const groups = kept(now, async () => {
    const { usergroups = [] } = await client.usergroups.list({});
    return usergroups.flatMap(({ id, handle }) => listedAs(id, handle));
  });
  const users = kept(now, () =>
    paged(async (cursor) => {
      const { members = [], response_metadata } = await client.users.list({ limit: pageSize, ...cursor });
      const present = members.filter((member) => member.deleted !== true && member.is_bot !== true);
      const found = present.flatMap(({ id, name, profile, tz }) => [
        ...listedAs(id, name, tz),
        ...listedAs(id, profile?.display_name, tz),
      ]);
      return { found, cursor: response_metadata?.next_cursor };
    }),
  );
  const channels = kept(now, () =>
    paged(async (cursor) => {
      const { channels: some = [], response_metadata } = await client.conversations.list({
        types: 'public_channel,private_channel',
        exclude_archived: true,
        limit: pageSize,
        ...cursor,
      });
      return {
        found: some.flatMap(({ id, name }) => listedAs(id, name)),
        cursor: response_metadata?.next_cursor,
      };
    }),
  );

  async function known(id: string): Promise<Known> {
    const before = names.get(id);
    if (before !== undefined) return before;
    try {
      const { user } = await client.users.info({ user: id });
      const name = user?.profile?.display_name || user?.name || `user ${id}`;
      if (names.size === mostNames) names.clear();
      const found = { name, zone: user?.tz ?? null };
      names.set(id, found);
      return found;
    } catch {
      return { name: `user ${id}`, zone: null };
    }
  }

  return {
    known,
    nameOf: async (id) => (await known(id)).name,
    async groupNamed(named) {
      const all = await groups();
      return (
        all.find((group) => ('id' in named ? group.id === named.id : isNamed(group, named.handle))) ?? null
      );
    },
    userNamed: async (handle) => (await users()).find((user) => isNamed(user, handle)) ?? null,
    channelNamed: async (name) => (await channels()).find((channel) => isNamed(channel, name)) ?? null,
  };
}

function listedAs(id: string | undefined, handle: string | undefined, zone?: string): readonly Listed[] {
  return id === undefined || handle === undefined || handle === '' ? [] : [{ id, handle, zone }];
}

function isNamed({ handle }: Listed, wanted: string): boolean {
  return handle.toLowerCase() === wanted;
}

async function paged(
  ask: (cursor: { readonly cursor?: string }) => Promise<Page>,
): Promise<readonly Listed[]> {
  const all: Listed[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const answered = await ask(cursor === undefined ? {} : { cursor });
    all.push(...answered.found);
    cursor = answered.cursor;
    if (cursor === undefined || cursor === '') break;
  }
  return all;
}

/** Asks at most every five minutes; a failure is not kept. */
function kept(now: () => Date, ask: () => Promise<readonly Listed[]>): () => Promise<readonly Listed[]> {
  let list: { readonly at: number; readonly all: readonly Listed[] } | null = null;
  return async () => {
    const at = now().getTime();
    if (list !== null && at - list.at < keptMs) return list.all;
    list = { at, all: await ask() };
    return list.all;
  };
}
