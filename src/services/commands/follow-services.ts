import { randomBytes } from 'node:crypto';
import { isSamePerson, type Mention } from '../../core/people.ts';
import type { Follows, NewFollow } from '../../core/services.ts';
import type { Store } from '../../core/store/store.ts';
import { takeSnapshot } from '../../diagnose/take-snapshot.ts';
import { followHere } from '../../monitor/follow/follow-here.ts';
import { newFollow } from '../../monitor/follow/new-follow.ts';
import { beginFollow, stopFollow } from '../../monitor/follow/next-follow.ts';
import type { CommandWorld } from './command-world.ts';

export { takeSnapshot as snapshotOf };

type FollowServicesWorld = Pick<CommandWorld, 'store' | 'now' | 'diagnose' | 'log' | 'hooks'>;

/** Looks come between reading and saving now and then, but not for ever. */
const mostTries = 10;

export function followServices({ store, now, diagnose, log, hooks }: FollowServicesWorld): Follows {
  const follows = async () => (await store()).follows;
  return {
    async start(asked) {
      const { follow, notifications } = beginFollow(fresh(asked));
      const kind = await (await follows()).start(follow, notifications, now());
      if (kind === 'person-full') {
        const all = await (await follows()).running(null);
        return { kind, theirs: all.filter(({ by }) => isSamePerson(by, asked.by)) };
      }
      if (kind !== 'started') return { kind };
      hooks.onLook?.();
      hooks.onChange?.('follow');
      return { kind, follow };
    },
    running: async (place) => (await follows()).running(place),
    find: async (id) => (await follows()).find(id),
    async stop(id, by) {
      const outcome = await stopIn(await store(), id, by);
      if (outcome?.stopped === true) hooks.onLook?.();
      return outcome;
    },
    here: (asked, signal) =>
      followHere(fresh(asked), { diagnose, snapshotOf: takeSnapshot, log, signal, now }),
  };

  function fresh(asked: NewFollow) {
    return newFollow(asked, randomBytes(4).toString('hex'), now());
  }

  async function stopIn({ follows: kept }: Store, id: string, by: Mention): ReturnType<Follows['stop']> {
    for (let tries = 0; tries < mostTries; tries++) {
      const found = await kept.find(id);
      if (found === null) return null;
      if (found.ended !== null) return { follow: found, stopped: false };
      const { follow, notifications } = stopFollow(found, by, now());
      if (await kept.save(follow, notifications, now())) return { follow, stopped: true };
    }
    throw new Error(`follow ${id} was changed by somebody else each time it was to be stopped`);
  }
}
