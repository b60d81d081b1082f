import type { Reach } from '../../core/access/reach.ts';
import type { CommandServices, WatchList } from '../../core/services.ts';
import type { Store } from '../../core/store/store.ts';
import type { HomeGuard } from './home-guard.ts';

export type BehalfWorld = {
  readonly guard: HomeGuard;
  readonly store: () => Promise<Store>;
  readonly now: () => Date;
};

/** The same services for one run of somebody: whatever looks, looks with what they may reach. */
export function onBehalf(world: BehalfWorld, services: CommandServices, reach: Reach): CommandServices {
  const { guard } = world;
  return {
    ...services,
    diagnose: (target, options) => services.diagnose(target, { ...options, reach }),
    inspectToken: (question, signal) => services.inspectToken(question, signal, reach),
    renewals: {
      lookAhead: (target, options) => services.renewals.lookAhead(target, { ...options, reach }),
    },
    vantages: {
      ...services.vantages,
      look: (target, names, options) => services.vantages.look(target, names, { ...options, reach }),
    },
    watchList: watchListFor(world, services.watchList, reach),
    lists: {
      ...services.lists,
      attempt: (list, given) =>
        services.lists.attempt(list, { ...given, mayGiveTo: (home) => guard.mayGiveTo(home, reach) }),
    },
  };
}

const decisionMs = 5000;

function watchListFor({ guard, store, now }: BehalfWorld, watchList: WatchList, reach: Reach): WatchList {
  return {
    ...watchList,
    async add(endpoint) {
      const signal = AbortSignal.timeout(decisionMs);
      await guard.mayLook(endpoint.target, reach, signal);
      await guard.mayGiveTo(endpoint.home, reach);
      await guard.mayBeWatchedFrom(endpoint.home, endpoint.target, signal);
      return watchList.add(endpoint);
    },
    async change(id, change) {
      if (change.home !== undefined) {
        const [row] = await (await store()).endpoints.rowsOf([id], now());
        await guard.mayGiveTo(change.home, reach);
        if (row !== undefined) {
          const signal = AbortSignal.timeout(decisionMs);
          await guard.mayBeWatchedFrom(change.home, row.endpoint.target, signal);
        }
      }
      return watchList.change(id, change);
    },
    async look(endpoint, signal, onResult) {
      // It is looked at by the leave of its home, and what is seen is shown to whoever asks.
      await guard.mayLook(endpoint.target, reach, signal);
      return watchList.look(endpoint, signal, onResult);
    },
  };
}
