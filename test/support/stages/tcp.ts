import { forgeScenario } from '../certificates/scenarios.ts';
import { realNow } from '../diagnosing.ts';
import { startDnsServer } from '../dns/dns-server.ts';
import { dropsSyn } from '../farm/drops-syn.ts';
import type { FarmServer } from '../farm/listener.ts';
import { speaks } from '../farm/raw-servers.ts';
import { startTlsServer } from '../farm/tls-server.ts';
import { freePort } from '../processes/free-port.ts';
import { type OpenStage, type Stage, setStage } from './stage.ts';

const { host, anchorsPem, chain, key } = forgeScenario('healthy', { now: realNow });
const identity = { chain, key };

/** A name with these addresses, whose servers share the port of the first. */
async function behindName(
  addresses: { readonly A?: string[]; readonly AAAA?: string[] },
  first: FarmServer,
  others: readonly FarmServer[] = [],
): Promise<OpenStage> {
  const dns = await startDnsServer({ records: { [host]: addresses } });
  return setStage({
    typed: `tls://${host}:${first.port}`,
    settings: { anchorsPem, dnsServers: [dns.address] },
    servers: [first, ...others, dns],
  });
}

/** Who can be reached at all, and at which of a name's addresses. */
export const tcpStages: readonly Stage[] = [
  {
    name: 'nothing listens',
    verdict: 'broken',
    finding: 'tcp/refused',
    shows: /refused/i,
    async open() {
      return setStage({ typed: `${host}:${await freePort()}`, address: '127.0.0.1' });
    },
  },
  {
    name: 'packets dropped',
    verdict: 'broken',
    finding: 'tcp/filtered',
    shows: /timed out/i,
    async open() {
      const server = await dropsSyn();
      return setStage({
        typed: `${host}:${server.port}`,
        address: '127.0.0.1',
        settings: { deadlineMs: 900 },
        servers: [server],
      });
    },
  },
  {
    name: 'one of several addresses dead',
    verdict: 'degraded',
    finding: 'tcp/some-addresses-down',
    shows: /refused/i,
    async open() {
      const one = await startTlsServer({ ...identity, host: '127.0.0.1' });
      const other = await startTlsServer({ ...identity, host: '127.0.0.2', port: one.port });
      return behindName({ A: ['127.0.0.1', '127.0.0.2', '127.0.0.3'] }, one, [other]);
    },
  },
  {
    name: 'IPv6 dead and IPv4 fine',
    verdict: 'degraded',
    finding: 'tcp/ipv6-broken',
    shows: /refused/i,
    async open() {
      const one = await startTlsServer({ ...identity, host: '127.0.0.1' });
      return behindName({ A: ['127.0.0.1'], AAAA: ['::1'] }, one);
    },
  },
  {
    name: 'one address speaks SSH',
    verdict: 'degraded',
    finding: 'tls/some-addresses-fail',
    async open() {
      const one = await startTlsServer({ ...identity, host: '127.0.0.1' });
      const other = await speaks('ssh', { host: '127.0.0.2', port: one.port });
      return behindName({ A: ['127.0.0.1', '127.0.0.2'] }, one, [other]);
    },
  },
  {
    name: 'three addresses with the new certificate, one with the old',
    verdict: 'degraded',
    finding: 'tls/addresses-differ',
    also: ['certificate/renewed-not-deployed'],
    async open() {
      const fresh = forgeScenario('healthy', { now: realNow });
      const old = forgeScenario('renewal-due', { now: realNow });
      const one = await startTlsServer({ ...fresh, host: '127.0.0.1' });
      const more = await Promise.all([
        startTlsServer({ ...fresh, host: '127.0.0.2', port: one.port }),
        startTlsServer({ ...fresh, host: '127.0.0.3', port: one.port }),
        startTlsServer({ ...old, host: '127.0.0.4', port: one.port }),
      ]);
      const A = ['127.0.0.1', '127.0.0.2', '127.0.0.3', '127.0.0.4'];
      const dns = await startDnsServer({ records: { [host]: { A } } });
      return setStage({
        typed: `tls://${host}:${one.port}`,
        settings: { anchorsPem: fresh.anchorsPem + old.anchorsPem, dnsServers: [dns.address] },
        servers: [one, ...more, dns],
      });
    },
  },
  {
    name: 'two addresses, both sound',
    verdict: 'healthy',
    finding: null,
    async open() {
      const one = await startTlsServer({ ...identity, host: '127.0.0.1' });
      const other = await startTlsServer({ ...identity, host: '127.0.0.2', port: one.port });
      return behindName({ A: ['127.0.0.1', '127.0.0.2'] }, one, [other]);
    },
  },
];
