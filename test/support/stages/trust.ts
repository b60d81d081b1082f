import { mozillaStore, type NamedStore, nodeStore, systemStore } from '../../../src/pki/trust/named-store.ts';
import { daysFrom, forgeRoot } from '../certificates/forge.ts';
import { forgeScenario } from '../certificates/scenarios.ts';
import { realNow } from '../diagnosing.ts';
import { startTlsServer } from '../farm/tls-server.ts';
import { type OpenStage, type Stage, setStage } from './stage.ts';

const { host, chain, key, anchorsPem: trusted } = forgeScenario('healthy', { now: realNow });
const unrelated = forgeRoot({ now: realNow, subject: 'Unrelated Root CA' }).pem;

/** Mozilla's list of last month, this Node's of last year, and the system's. */
function storesWith(mozilla: string, node: string): readonly NamedStore[] {
  const asOf = daysFrom(realNow, -30).toISOString().slice(0, 10);
  return [
    mozillaStore(`# As of: ${asOf}\n${mozilla}`),
    { ...nodeStore('24.1.0'), asOf: daysFrom(realNow, -300), set: mozillaStore(node).set },
    { ...systemStore(), set: mozillaStore(trusted).set },
  ];
}

async function open(mozilla: string, node: string): Promise<OpenStage> {
  const server = await startTlsServer({ chain, key });
  return setStage({
    typed: `tls://${host}:${server.port}`,
    address: '127.0.0.1',
    settings: { stores: storesWith(mozilla, node) },
    servers: [server],
  });
}

/** One sound chain, and lists of roots that differ. */
export const trustStages: readonly Stage[] = [
  {
    name: 'the root is missing in our own list',
    verdict: 'healthy',
    finding: 'vantage/trust-store-stale',
    also: ['chain/trust-stores-disagree'],
    open: () => open(trusted, unrelated),
  },
  {
    name: 'the newest list dropped the root',
    verdict: 'degraded',
    finding: 'chain/trust-stores-disagree',
    open: () => open(unrelated, trusted),
  },
];
