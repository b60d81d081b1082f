import type { Verdict } from '../../../src/core/diagnosis.ts';
import type { FindingId } from '../../../src/core/finding.ts';
import { forgeScenario } from '../certificates/scenarios.ts';
import { type EngineSettings, realNow } from '../diagnosing.ts';
import { type DnsServerSettings, startDnsServer } from '../dns/dns-server.ts';
import { startTlsServer } from '../farm/tls-server.ts';
import { type Stage, setStage } from './stage.ts';

type Row = readonly [
  string,
  DnsServerSettings,
  Verdict,
  FindingId | null,
  more?: { readonly shows?: RegExp; readonly settings?: EngineSettings },
];

const { host, chain, key, anchorsPem } = forgeScenario('healthy', { now: realNow });
const here = { [host]: { A: ['127.0.0.1'] } };

const rows: readonly Row[] = [
  ['no such name', {}, 'broken', 'dns/nxdomain'],
  ['no address', { records: { [host]: { TXT: ['x'] } } }, 'broken', 'dns/no-address'],
  [
    'SERVFAIL',
    { behaviours: { '*': { servfail: { code: 22, text: 'no reachable authority' } } } },
    'broken',
    'dns/servfail',
  ],
  ['bogus DNSSEC', { records: here, behaviours: { '*': 'bogus' } }, 'broken', 'dns/dnssec-bogus'],
  ['refused', { behaviours: { '*': 'refused' } }, 'unknown', 'dns/refused'],
  [
    'alias loop',
    { records: { [host]: { CNAME: 'b.test' }, 'b.test': { CNAME: host } } },
    'broken',
    'dns/cname-loop',
  ],
  ['dangling alias', { records: { [host]: { CNAME: 'gone.cdn.test' } } }, 'broken', 'dns/cname-dangling'],
  [
    'resolver drops the query',
    { behaviours: { '*': 'silent' } },
    'unknown',
    'dns/timeout',
    { shows: /timed out|no servers could be reached/, settings: { deadlineMs: 900 } },
  ],
  ['truncated, whole over TCP', { records: here, behaviours: { '*': 'truncated' } }, 'healthy', null],
  [
    'found by an alias',
    { records: { [host]: { CNAME: 'b.test' }, 'b.test': { A: ['127.0.0.1'] } } },
    'healthy',
    null,
  ],
];

/** What the resolver says of a name; behind it stands a sound server. */
export const dnsAnswerStages: readonly Stage[] = rows.map(([name, zone, verdict, finding, more = {}]) => ({
  name,
  verdict,
  finding,
  ...(more.shows === undefined ? {} : { shows: more.shows }),
  async open() {
    const dns = await startDnsServer(zone);
    const server = await startTlsServer({ chain, key });
    return setStage({
      typed: `tls://${host}:${server.port}`,
      settings: { anchorsPem, dnsServers: [dns.address], ...more.settings },
      servers: [dns, server],
    });
  },
}));
