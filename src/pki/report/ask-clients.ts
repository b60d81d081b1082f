import { askClient } from '../client/client-verdict.ts';
import type { TrustStore } from '../trust/trust-store.ts';
import type { FileReport, ReportedChain } from './file-report.ts';

const timeoutMs = 2000;

/**
 * Adds to each chain of a report what this Node's own OpenSSL says of it, sent in the order in which a server wants
 * it. OpenSSL reads the clock of the machine.
 */
export async function askClients(
  report: FileReport,
  { secureContext: context }: Pick<TrustStore, 'secureContext'>,
  signal: AbortSignal,
): Promise<FileReport> {
  const chains = await Promise.all(
    report.chains.map(async (chain): Promise<ReportedChain> => {
      const certificates = chain.order.flatMap(
        (position) => report.certificates[position]?.certificate ?? [],
      );
      const leafKey = certificates[0]?.publicKey.type ?? 'ec';
      const sent = certificates.map(({ der }) => der);
      return { ...chain, clients: await askClient({ chain: sent, context, leafKey, timeoutMs, signal }) };
    }),
  );
  return { ...report, chains };
}
