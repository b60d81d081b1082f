import { forgeScenario } from '../certificates/scenarios.ts';
import { realNow } from '../diagnosing.ts';
import { startDnsServer } from '../dns/dns-server.ts';
import { startTlsServer } from '../farm/tls-server.ts';
import { type Stage, setStage } from './stage.ts';

const { host, anchorsPem, chain, key } = forgeScenario('healthy', { now: realNow });

/** Where the address policy has a word. */
export const policyStages: readonly Stage[] = [
  {
    name: 'an address that the policy refuses',
    verdict: 'unknown',
    finding: 'target/not-allowed',
    async open() {
      return setStage({ typed: '169.254.169.254', settings: { allowedNetworks: [] } });
    },
  },
  {
    name: 'one of two addresses refused by the policy',
    verdict: 'healthy',
    finding: 'target/some-not-allowed',
    async open() {
      const server = await startTlsServer({ chain, key });
      const dns = await startDnsServer({ records: { [host]: { A: ['127.0.0.1', '10.0.0.9'] } } });
      return setStage({
        typed: `tls://${host}:${server.port}`,
        settings: { anchorsPem, dnsServers: [dns.address] },
        servers: [server, dns],
      });
    },
  },
];
