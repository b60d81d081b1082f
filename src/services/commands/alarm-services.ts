import { UserError } from '../../core/errors.ts';
import type { Place } from '../../core/people.ts';
import type { Alarms, DeedOutcome, WatchList } from '../../core/services.ts';
import type { Store } from '../../core/store/store.ts';
import type { Incident } from '../../core/watch/alarm/incident.ts';
import { act } from '../../monitor/deeds/act.ts';
import { recheck } from '../../monitor/deeds/recheck.ts';
import type { CommandHooks } from './command-hooks.ts';

export type AlarmWorld = {
  readonly store: () => Promise<Store>;
  readonly now: () => Date;
  readonly hooks: CommandHooks;
  readonly look: WatchList['look'];
};

/** What `/alarm` and the buttons of an alarm work with. */
export function alarmServices({ store, now, hooks, look }: AlarmWorld): Alarms {
  // Two presses of one person are one recheck.
  const running = new Map<string, Promise<DeedOutcome>>();
  const told = (outcome: DeedOutcome) => {
    if (outcome.kind === 'done') {
      hooks.onLook?.();
      hooks.onChange?.('alarms');
    }
    return outcome;
  };
  return {
    find: async (id, place) => findByBeginning(await store(), id, place),
    open: async (place) => (await (await store()).incidents.open()).filter((one) => isOf(one, place)),
    history: async (id, limit) => (await store()).audit.list(limit, id),
    async act(id, by, deed, options) {
      const opened = await store();
      if (deed.kind !== 'recheck') return told(await act(id, by, deed, { store: opened, now }));
      const key = JSON.stringify([id, by.platform, by.id]);
      const already = running.get(key);
      if (already !== undefined) return already;
      const run = recheck(id, by, { store: opened, now, look }, options).finally(() => running.delete(key));
      running.set(key, run);
      return told(await run);
    },
  };
}

/** A thread of a channel sees the alarms of its channel. */
function isOf({ home }: Incident, place: Place | null): boolean {
  return place === null || (home.platform === place.platform && home.channel === place.channel);
}

async function findByBeginning(
  { incidents }: Store,
  typed: string,
  place: Place | null,
): Promise<Incident | null> {
  const exact = await incidents.find(typed);
  if (exact !== null || typed === '') return exact;
  const open = (await incidents.open()).filter((one) => isOf(one, place));
  const begun = open.filter(({ id }) => id.startsWith(typed));
  if (begun.length > 1) {
    const some = begun.slice(0, 5).map(({ id, told }) => `${id} (${told.name})`);
    throw new UserError(`${begun.length} alarms begin with "${typed}": ${some.join(', ')}. Type more of it.`);
  }
  return begun[0] ?? null;
}
