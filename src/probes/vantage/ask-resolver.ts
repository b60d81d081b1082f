import type { ResolverAnswer, ResolverLook } from '../../core/vantage/vantage.ts';
import type { Network } from '../../net/network.ts';
import type { ReferenceHost } from './reference-hosts.ts';
import type { Patience } from './shared-look.ts';

/** Asks our resolvers for the names of the reference hosts, each once. */
export async function askResolver(
  hosts: readonly ReferenceHost[],
  network: Network,
  { patienceMs, signal }: Patience,
): Promise<ResolverLook> {
  const names = [...new Set(hosts.flatMap(({ name }) => (name === null ? [] : [name])))];
  const answers = await Promise.all(
    names.map(async (name): Promise<ResolverAnswer> => {
      const answer = await network.dns.ask({ name, type: 'A' }, { signal, timeoutMs: patienceMs });
      const { elapsedMs } = answer;
      if (answer.status === 'no-answer') {
        return { name, rcode: null, silence: answer.reason, addresses: [], server: null, elapsedMs };
      }
      const addresses = answer.records.flatMap(({ type, data }) => (type === 'A' ? [data] : []));
      return { name, rcode: answer.rcode, silence: null, addresses, server: answer.server, elapsedMs };
    }),
  );
  return { servers: network.dns.servers, answers };
}
