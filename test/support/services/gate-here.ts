import type { AuditEntry } from '../../../src/core/watch/audit.ts';
import { createGate, type GateWorld } from '../../../src/services/gate/gate.ts';
import { createMemoryLog } from '../../chat/discord/fake-world.ts';

/** The real gate, with an audit log in memory. */
export function gateHere(parts: Partial<GateWorld> & { readonly entries?: AuditEntry[] } = {}) {
  const { entries = [], ...world } = parts;
  const keep = (entry: AuditEntry) => void entries.push(entry);
  return createGate({
    log: createMemoryLog(),
    now: () => new Date('2026-11-24T12:00:00Z'),
    audit: { later: keep, now: async (entry) => keep(entry) },
    ...world,
  });
}
