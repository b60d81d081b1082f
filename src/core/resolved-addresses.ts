import type { ProbeResult } from './probe.ts';

/** The addresses that a look found, from the one result that says so; empty: it says nothing of them. */
export function resolvedAddresses(result: ProbeResult): readonly string[] {
  if (result.probe !== 'dns' || result.status !== 'ok') return [];
  const { facts } = result;
  if (typeof facts !== 'object' || facts === null || !('addresses' in facts)) return [];
  return Array.isArray(facts.addresses) ? facts.addresses.filter((ip) => typeof ip === 'string') : [];
}
