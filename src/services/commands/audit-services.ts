import type { AuditLog } from '../../core/services.ts';
import type { Store } from '../../core/store/store.ts';

/** For what commands do that no other service records. */
export function auditServices(store: () => Promise<Store>, now: () => Date): AuditLog {
  return {
    note: async (entry) => (await store()).audit.append({ ...entry, at: now() }),
    list: async (limit, to) => (await store()).audit.list(limit, to),
    find: async (query) => (await store()).audit.find(query),
  };
}
