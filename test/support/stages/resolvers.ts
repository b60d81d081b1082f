import type { FindingId } from '../../../src/core/finding.ts';
import { forgeScenario } from '../certificates/scenarios.ts';
import { realNow } from '../diagnosing.ts';
import { type DnsServerSettings, startDnsServer } from '../dns/dns-server.ts';
import { startTlsServer } from '../farm/tls-server.ts';
import { type Stage, setStage } from './stage.ts';

const { host, chain, key, anchorsPem } = forgeScenario('healthy', { now: realNow });
const here = { records: { [host]: { A: ['127.0.0.1'] } } };

type Row = readonly [name: string, FindingId | null, second: DnsServerSettings, shows?: RegExp];

const rows: readonly Row[] = [
  [
    'a second resolver without the name',
    'dns/resolvers-disagree',
    {},
    /status: NOERROR[\s\S]*status: NXDOMAIN/,
  ],
  [
    'a second resolver with another address',
    'dns/resolvers-disagree',
    { records: { [host]: { A: ['127.0.0.2'] } } },
    /127\.0\.0\.1[\s\S]*127\.0\.0\.2/,
  ],
  [
    'a second resolver that is dead',
    'dns/resolver-unreachable',
    { behaviours: { '*': 'silent' } },
    /timed out|no servers could be reached/,
  ],
  ['two resolvers that agree', null, here],
];

/** The first resolver is sound, and so is the server. */
export const resolverStages: readonly Stage[] = rows.map(([name, finding, second, shows]) => ({
  name,
  verdict: 'healthy',
  finding,
  ...(shows === undefined ? {} : { shows }),
  async open() {
    const servers = [await startDnsServer(here), await startDnsServer(second)];
    const site = await startTlsServer({ chain, key });
    return setStage({
      typed: `tls://${host}:${site.port}`,
      settings: { anchorsPem, dnsServers: servers.map(({ address }) => address) },
      servers: [...servers, site],
    });
  },
}));
