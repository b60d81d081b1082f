import type { Target } from '../../../core/target.ts';
import type { Endpoint, EndpointChange } from '../../../core/watch/endpoint.ts';
import type { Amendment } from '../../../core/watch/lists/brought.ts';
import { type Declared, endpointKey } from '../../../core/watch/lists/declared.ts';
import { changeFor } from '../plan-list.ts';

export type Reconciled = {
  readonly amendment: Amendment;
  /** To be kept as what the file says, and to be forgotten. */
  readonly declared: readonly Declared[];
  readonly forgotten: readonly Target[];
};

export type Sides = {
  /** What the file says now, and what it said when it was last applied. */
  readonly wanted: readonly Declared[];
  readonly before: readonly Declared[];
  readonly watched: readonly Endpoint[];
  readonly newId: () => string;
  readonly now: Date;
};

/**
 * What makes the watch list match the file. What people did by hand to the file's endpoints stays until the file itself says
 * something else of them; what people added stays unless the file names it, and is the file's from then on.
 */
export function reconcile({ wanted, before, watched, newId, now }: Sides): Reconciled {
  const was = byKey(before);
  const is = new Map(watched.map((endpoint) => [endpointKey(endpoint.target), endpoint]));
  const says = byKey(wanted);
  const add: Endpoint[] = [];
  const change: Amendment['change'][number][] = [];
  for (const [key, line] of says) {
    const earlier = was.get(key);
    const endpoint = is.get(key);
    const isNews = earlier === undefined || changeFor(line, asEndpoint(earlier, '', now)) !== null;
    if (endpoint === undefined) {
      if (isNews) add.push(asEndpoint(line, newId(), now));
    } else if (endpoint.origin !== 'file' || isNews) {
      const differing = changeFor(line, endpoint) ?? {};
      if (endpoint.origin !== 'file' || hasAny(differing))
        change.push({ id: endpoint.id, change: differing, origin: 'file' });
    }
  }
  const gone = before.filter(({ target }) => !says.has(endpointKey(target)));
  const remove = gone.flatMap(({ target }) => {
    const endpoint = is.get(endpointKey(target));
    return endpoint?.origin === 'file' ? [endpoint.id] : [];
  });
  return {
    amendment: { add, change, remove },
    declared: wanted.filter((one) => {
      const earlier = was.get(endpointKey(one.target));
      return earlier === undefined || changeFor(one, asEndpoint(earlier, '', now)) !== null;
    }),
    forgotten: gone.map(({ target }) => target),
  };
}

/** What makes the file's endpoints as the file says, whatever was done by hand. */
export function restore({ before, watched, newId, now }: Omit<Sides, 'wanted'>): Amendment {
  const is = new Map(watched.map((endpoint) => [endpointKey(endpoint.target), endpoint]));
  const add: Endpoint[] = [];
  const change: Amendment['change'][number][] = [];
  for (const declared of before) {
    const endpoint = is.get(endpointKey(declared.target));
    if (endpoint === undefined) add.push(asEndpoint(declared, newId(), now));
    else {
      const differing = changeFor(declared, endpoint);
      if (differing !== null) change.push({ id: endpoint.id, change: differing, origin: 'file' });
    }
  }
  return { add, change, remove: [] };
}

function byKey(declared: readonly Declared[]): ReadonlyMap<string, Declared> {
  return new Map(declared.map((one) => [endpointKey(one.target), one]));
}

function asEndpoint({ target, owners, home, labels }: Declared, id: string, addedAt: Date): Endpoint {
  return { id, target, owners, home, labels, addedBy: 'WATCH_FILE', addedAt, origin: 'file' };
}

function hasAny(change: EndpointChange): boolean {
  return Object.keys(change).length > 0;
}
