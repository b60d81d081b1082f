import { UserError } from '../../core/errors.ts';
import type { CommandServices } from '../../core/services.ts';
import type { Store } from '../../core/store/store.ts';
import { boundedAdds, hostsOf, type WatchBounds } from '../../core/watch/watch-bounds.ts';

export type BoundedWorld = { readonly store: () => Promise<Store>; readonly bounds: WatchBounds };

/** The same services for somebody who is no admin: what is watched is looked at for ever, at whosever expense. */
export function withinWatchBounds(
  { store, bounds }: BoundedWorld,
  services: CommandServices,
): CommandServices {
  const { watchList, lists } = services;
  return {
    ...services,
    watchList: {
      ...watchList,
      async add(endpoint) {
        const { target, addedId = '' } = endpoint;
        const { endpoints } = await store();
        const [why = null] = boundedAdds([target], await endpoints.countOf(hostsOf(target), addedId), bounds);
        // What is watched already is told as that.
        if (why !== null && (await endpoints.find(target)) === null) throw new UserError(why);
        return watchList.add(endpoint);
      },
    },
    lists: {
      ...lists,
      attempt: (list, given) => lists.attempt(list, { ...given, isBounded: true }),
      apply: (id, by) => lists.apply(id, by, true),
    },
  };
}
