import { parseTarget } from '../../../src/core/target.ts';
import { daysFrom } from '../certificates/forge.ts';
import { forgeCrl } from '../certificates/forge-crl.ts';
import { forgeScenario } from '../certificates/scenarios.ts';
import { openEngine, realNow } from '../diagnosing.ts';
import { answersCrl } from '../farm/authority.ts';
import { startFlightServer } from '../farm/flight-server.ts';
import { identityOf, startTlsServer } from '../farm/tls-server.ts';
import { openRepairStage } from '../revocation/repair-stage.ts';
import { serialOf } from '../revocation/revocation-stage.ts';
import { type Stage, setStage } from './stage.ts';

/** Lists of certificates that no library would serve, and repairs that must not be made. */
export const servedListStages: readonly Stage[] = [
  {
    name: 'reversed',
    verdict: 'broken',
    finding: 'chain/wrong-order',
    shows: / 0 s:CN = Test Outer CA/,
    async open() {
      const { host, chain, anchorsPem } = forgeScenario('reversed', { now: realNow });
      const server = await startFlightServer({ certificates: chain, done: true }, { ending: 'close' });
      return setStage({
        typed: `tls://${host}:${server.port}`,
        address: '127.0.0.1',
        settings: { anchorsPem },
        servers: [server],
      });
    },
  },
  {
    name: 'intermediate missing, and the one that AIA serves is revoked',
    verdict: 'broken',
    finding: 'chain/unknown-issuer',
    async open() {
      const stage = await openRepairStage((authority) => ({ inner: { crl: [authority.url('/crl')] } }));
      const entries = [{ serial: serialOf(stage.inner), at: daysFrom(realNow, -3), reason: 2 }];
      const dates = { thisUpdate: daysFrom(realNow, -1), nextUpdate: daysFrom(realNow, 6) };
      stage.authority.serve('/crl', answersCrl(forgeCrl(stage.outer, { ...dates, entries }).der));
      const leaf = stage.leaf([stage.publish('/inner', stage.inner.der)]);
      const server = await startTlsServer(identityOf(leaf, stage.outer));
      return {
        diagnose: openEngine({ anchorsPem: stage.root.pem }),
        target: parseTarget(`tls://site.test:${server.port}`, '127.0.0.1'),
        anchorsPem: stage.root.pem,
        async [Symbol.asyncDispose]() {
          await server[Symbol.asyncDispose]();
          await stage[Symbol.asyncDispose]();
        },
      };
    },
  },
];
