import { randomBytes, randomUUID } from 'node:crypto';
import { UserError } from '../../core/errors.ts';
import type { Mention, Place } from '../../core/people.ts';
import type { ListGiven, Lists } from '../../core/services.ts';
import {
  applyList,
  type Bringing,
  everyEndpoint,
  tryList,
  undoList,
} from '../../monitor/lists/bring-list.ts';
import type { FindPeople } from '../../monitor/lists/find-people.ts';
import { readDrift, settleDrift } from '../../monitor/lists/watch-file/drift.ts';
import type { CommandWorld } from './command-world.ts';

/** The readers and writers of lists cost 50 ms to load: that is for those who use them. */
export function listServices({
  store,
  config,
  now,
  hooks,
}: Pick<CommandWorld, 'store' | 'config' | 'now' | 'hooks'>): Lists {
  const world = async (isBounded = false): Promise<Bringing> => ({
    store: await store(),
    bounds: isBounded ? config.watchBounds : null,
    now,
    clientNames: config.clientCertificates.map(({ name }) => name),
    newId: randomUUID,
  });
  return {
    async read(bytes, name, format) {
      const { readList } = await import('../../lists/read-list.ts');
      return readList(bytes, name, format);
    },
    async attempt(list, given) {
      const { name, caller, home, usual } = given;
      const find = await findThrough(given);
      await given.mayGiveTo?.(home);
      const brought = { name, home, usual, by: caller.who };
      return tryList({ ...(await world(given.isBounded)), newId: shortId }, list, brought, find);
    },
    async apply(id, by, isBounded) {
      const outcome = await applyList(await world(isBounded), id, by);
      hooks.onChange?.('first-look');
      return outcome;
    },
    undo: async (id, by) => undoList(await world(), id, by),
    async write(format) {
      const { writeList } = await import('../../lists/write-list.ts');
      return writeList(await everyEndpoint(await store()), format);
    },
    async drift() {
      if (config.watchFile === null) return null;
      const drift = await readDrift(await store(), config.watchFile);
      // Where there is only the console page its names are people.
      const isChatting = config.slack !== null || config.discord !== null;
      return isChatting ? drift : { ...drift, unknownNames: [] };
    },
    async settleDrift(caller, directory) {
      const amendment = await settleDrift({
        store: await store(),
        now: now(),
        newId: randomUUID,
        by: caller.who,
        file: config.watchFile ?? '',
        lookUp: async (name) => {
          try {
            return (await directory.resolveMentions(`@${name}`, caller))[0] ?? null;
          } catch (thrown) {
            if (thrown instanceof UserError) return null;
            throw thrown;
          }
        },
      });
      hooks.onChange?.('watch-file');
      hooks.onChange?.('first-look');
      return amendment;
    },
    async mend(list, problems) {
      const { mendFile } = await import('../../lists/mend-file.ts');
      return mendFile(list, problems);
    },
  };
}

/** In a button, and typed by hand in a terminal. */
function shortId(): string {
  return randomBytes(6).toString('hex');
}

/** The caller's platform knows names; what it does not know may still be an id of another one. */
async function findThrough({ directory, caller, mayGiveTo }: ListGiven): Promise<FindPeople> {
  const { readChannel, readOwner } = await import('../../lists/people-text.ts');
  return {
    async owner(typed): Promise<readonly Mention[]> {
      const exact = readOwner(typed);
      if (exact !== null && exact.platform !== caller.who.platform) return [exact];
      return orExact(() => directory.resolveMentions(typed, caller), exact === null ? null : [exact]);
    },
    async place(typed): Promise<Place> {
      const place = await named(typed);
      await mayGiveTo?.(place);
      return place;
    },
  };

  async function named(typed: string): Promise<Place> {
    const exact = readChannel(typed);
    // A thread is part of a place here, and no directory knows threads.
    if (exact !== null && (exact.thread !== undefined || exact.platform !== caller.who.platform))
      return exact;
    return orExact(() => directory.resolvePlace(typed, caller), exact);
  }
}

async function orExact<T>(look: () => Promise<T>, exact: T | null): Promise<T> {
  try {
    return await look();
  } catch (thrown) {
    if (exact !== null && thrown instanceof UserError) return exact;
    throw thrown;
  }
}
