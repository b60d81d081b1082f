import { randomUUID } from 'node:crypto';
import type { Lease } from '../chat/held.ts';
import type { Store } from '../core/store/store.ts';

/** Leases of this process, by name. */
export function leasesOf({ leases }: Store): (name: string) => Lease {
  const holder = randomUUID();
  return (name) => ({
    hold: (ms) => leases.hold(name, holder, ms),
    release: () => leases.release(name, holder),
  });
}
