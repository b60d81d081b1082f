import { askQuicVersions } from '../../net/quic/ask-versions.ts';
import type { ProbeContext } from '../probe.ts';

const lookMs = 1000;
const askMs = 900;
const mostHosts = 3;

/**
 * Whether UDP to the port of HTTPS gets out of here at all, by the reference hosts of the Internet: those of the usual
 * setting speak QUIC. Null: nobody may be asked, or nobody told.
 */
export async function udpGetsOut({
  vantage,
  network,
  signal,
  budgetMs,
}: ProbeContext): Promise<boolean | null> {
  if (vantage === undefined || !vantage.hasReferences) return null;
  const look = await vantage.references.take({ patienceMs: budgetMs(lookMs), signal });
  const places = (look?.references ?? [])
    .filter(({ local, connected }) => connected && !local)
    .flatMap(({ ip, port }) => {
      const verdict = network.policy.judge(ip, port);
      return verdict.allowed ? [verdict.address] : [];
    });
  const outcomes = await Promise.all(
    places.slice(0, mostHosts).map((to) => askQuicVersions(to, { signal, timeoutMs: budgetMs(askMs) })),
  );
  if (outcomes.some(({ kind }) => kind === 'versions' || kind === 'refused')) return true;
  return outcomes.length > 0 && outcomes.every(({ kind }) => kind === 'silent') ? false : null;
}
