import type { Diagnosis } from '../../core/diagnosis.ts';
import type { CommandServices } from '../../core/services.ts';
import type { Target } from '../../core/target.ts';
import { renewalState } from '../../core/watch/renewal/renewal.ts';
import type { RenewalReport } from '../../core/watch/renewal/renewal-report.ts';
import { type Ahead, newerCertificate } from '../../monitor/preflight/look-ahead.ts';
import { obstaclesIn } from '../../monitor/preflight/obstacles.ts';
import type { CommandWorld } from './command-world.ts';

type World = Pick<CommandWorld, 'diagnose' | 'searchLogs' | 'now' | 'storeIfAny'>;

const mostLeaves = 4;

/** The same look ahead that due certificates get daily, for a target that somebody names. */
export function renewalServices({
  diagnose,
  searchLogs,
  now,
  storeIfAny,
}: World): CommandServices['renewals'] {
  return {
    async lookAhead(target, { signal, onResult, reach }) {
      const diagnosis = await diagnose(target, {
        depth: 'renewal',
        signal,
        ...(reach === undefined ? {} : { reach }),
        ...(onResult === undefined ? {} : { onResult }),
      });
      const store = await storeIfAny();
      // What is watched may serve a newer one; a check alone makes no store.
      const endpoints = store?.endpoints ?? { naming: async () => [] };
      return reportOn(target, diagnosis, { store: { endpoints }, diagnose, searchLogs, now, signal });
    },
  };
}

async function reportOn(target: Target, diagnosis: Diagnosis, ahead: Ahead): Promise<RenewalReport> {
  const now = ahead.now();
  const distinct = new Map(diagnosis.certificates.map((one) => [one.fingerprint256, one]));
  const leaves = [...distinct.values()].slice(0, mostLeaves).map(async (certificate) => {
    const state = renewalState(certificate, now);
    const leaf = { certificate, endpoints: [{ target }], state };
    const newer = await newerCertificate(leaf, [{ endpoint: { target }, diagnosis }], null, ahead);
    // Whoever asks wants to hear the hints as well.
    const obstacles = obstaclesIn(diagnosis, certificate.fingerprint256, 'overdue');
    return { certificate, state, outlook: { at: now, obstacles, newer } };
  });
  return { diagnosis, leaves: await Promise.all(leaves) };
}
