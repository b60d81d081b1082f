import type { Store } from '../../core/store/store.ts';
import type { ServedCertificate, WatchRow } from '../../core/watch/endpoint.ts';
import { policyFor, type WatchRule } from '../../core/watch/policy/rule.ts';
import { type RenewalState, renewalState, renewalStates } from '../../core/watch/renewal/renewal.ts';
import { rowBatches, rowsWhere } from '../rows-where.ts';
import type { DueLeaf } from './look-ahead.ts';

/** Every leaf that is due or worse by the policy of an endpoint that serves it, each once, the most urgent first. */
export function dueLeaves(
  rows: readonly WatchRow[],
  rules: readonly WatchRule[],
  now: Date,
): readonly DueLeaf[] {
  const leaves = new Map<string, DueLeaf>();
  for (const { endpoint, sighting } of rows) {
    const { thresholds } = policyFor(endpoint, rules);
    for (const certificate of servedIn(sighting)) {
      const known = leaves.get(certificate.fingerprint256);
      leaves.set(certificate.fingerprint256, {
        certificate: known?.certificate ?? certificate,
        endpoints: [...(known?.endpoints ?? []), endpoint],
        state: worse(known?.state ?? 'ok', renewalState(certificate, now, thresholds)),
      });
    }
  }
  const due = [...leaves.values()].filter(({ state }) => state !== 'ok');
  return due.toSorted((one, other) => rank(other) - rank(one));
}

/** The same for the whole watch list, of which only what serves such a leaf is ever in memory. */
export async function readDueLeaves(
  store: Pick<Store, 'endpoints'>,
  rules: readonly WatchRule[],
  now: Date,
): Promise<readonly DueLeaf[]> {
  const due = new Set<string>();
  for await (const rows of rowBatches(store, now)) {
    for (const { certificate } of dueLeaves(rows, rules, now)) due.add(certificate.fingerprint256);
  }
  if (due.size === 0) return [];
  // Whoever serves one and is content with it by a policy of its own is named with it all the same.
  const rows = await rowsWhere(store, now, ({ sighting }) =>
    servedIn(sighting).some(({ fingerprint256 }) => due.has(fingerprint256)),
  );
  return dueLeaves(rows, rules, now);
}

/** What was seen before every leaf was kept has one. */
function servedIn(sighting: WatchRow['sighting']): readonly ServedCertificate[] {
  if (sighting === null) return [];
  if (sighting.served.length > 0 || sighting.certificate === null) return sighting.served;
  return [{ ...sighting.certificate, addresses: [] }];
}

function worse(one: RenewalState, other: RenewalState): RenewalState {
  return renewalStates.indexOf(one) >= renewalStates.indexOf(other) ? one : other;
}

function rank({ state }: DueLeaf): number {
  return renewalStates.indexOf(state);
}
