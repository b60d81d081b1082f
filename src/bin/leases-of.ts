import { randomUUID } from 'node:crypto';
import type { Lease } from '../chat/held.ts';
import type { Store } from '../core/store/store.ts';
import { isOver, ownLife } from './process-life.ts';

/**
 * Leases of this process, by name. What a process of this machine held that is gone for certain (killed, and started again) is not
 * waited for: nobody else has what it was for.
 */
export function leasesOf({ leases }: Pick<Store, 'leases'>): (name: string) => Lease {
  const own = ownLife();
  const holder = `${randomUUID()}/${own ?? ''}`;
  return (name) => ({
    async hold(ms) {
      if (await leases.hold(name, holder, ms)) return true;
      const other = own === null ? null : await leases.holder(name);
      if (other === null || !isOver(lifeIn(other), own)) return false;
      return leases.takeFrom(name, other, holder, ms);
    },
    release: () => leases.release(name, holder),
  });
}

function lifeIn(holder: string): string {
  return holder.slice(holder.indexOf('/') + 1);
}
