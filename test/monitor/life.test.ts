import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SeenCertificate } from '../../src/core/diagnosis.ts';
import type { Store } from '../../src/core/store/store.ts';
import { renewalPlan } from '../../src/core/watch/renewal/renewal.ts';
import { deliverDue } from '../../src/monitor/delivery/deliver.ts';
import { sweep } from '../../src/monitor/looking/sweep.ts';
import { dayMs, newEndpoint, noon } from '../support/store-fixtures.ts';
import { watchStage } from '../support/watch-stage.ts';

const hourMs = 3_600_000;

type Life = {
  /** Of each certificate in turn; the next takes over at this share of its lifetime, expired ones included. */
  readonly certificates: readonly { readonly lifeHours: number; readonly replacedAt: number }[];
  /** In which hours one of two processes restarts, the network is down, or a send is not acknowledged. */
  readonly restarts: readonly number[];
  readonly outages: readonly number[];
};

const lives: fc.Arbitrary<Life> = fc.record({
  certificates: fc.array(
    fc.record({
      lifeHours: fc.integer({ min: 24, max: 60 }),
      replacedAt: fc.double({ min: 0.3, max: 1.3, noNaN: true }),
    }),
    { minLength: 1, maxLength: 2 },
  ),
  restarts: fc.array(fc.nat(100), { maxLength: 5 }),
  outages: fc.array(fc.nat(100), { maxLength: 30 }),
});

test('over a life with hourly sweeps, two processes, restarts and outages each state of each certificate is told once', async () => {
  await fc.assert(
    fc.asyncProperty(lives, async (life) => {
      await using stage = await watchStage();
      const { certificates, endsAfterHours } = series(life);
      await stage.store.endpoints.add(newEndpoint('pay.example.com'), noon);
      const loud = { owners: null, policy: { quiet: null }, setBy: 'test', setAt: noon };
      await stage.store.rules.set({ scope: { kind: 'all' }, ...loud });
      const expected = new Set<string>();
      const told: string[] = [];
      let seen: SeenCertificate | null = null;
      let processes = [stage.store, await stage.open()];

      for (let hour = 0; hour < endsAfterHours; hour++) {
        const down = life.outages.includes(hour);
        const current = certificates.findLast((certificate) => certificate.fromHour <= hour);
        stage.served.set(
          'pay.example.com',
          current === undefined || down ? { verdict: 'unknown' } : { certificates: [current.seen] },
        );
        if (current !== undefined && !down) seen = current.seen;
        // While it is down, what was last seen is told of from memory.
        const state = seen === null ? null : stateAt(seen, stage.now());
        if (seen !== null && state !== null) expected.add(`${seen.fingerprint256}:${state}`);
        if (life.restarts.includes(hour)) {
          await processes[1]?.close();
          processes = [stage.store, await stage.open()];
        }
        await Promise.all(processes.map((store) => sweep({ ...stage, store, concurrency: 2 })));
        await Promise.all(
          processes.map((store) =>
            deliverDue({
              ...stage,
              store,
              sendTo: new Map([
                [
                  'slack',
                  async ({ key }) => {
                    told.push(...(await firstCalls(key, stage.store)));
                    return { kind: 'sent', reference: key };
                  },
                ],
              ]),
            }),
          ),
        );
        stage.pass(hourMs);
      }
      expect(told.toSorted()).toEqual([...expected].toSorted());
    }),
    { numRuns: 4, endOnFailure: true },
  );
});

/** The certificate and state of an alarm, or of the first call of a worse state; nothing for whatever goes with it. */
async function firstCalls(key: string, store: Store): Promise<readonly string[]> {
  const [, id = '', what, rung, turn] = key.split(':');
  const incident = await store.incidents.find(id);
  if (incident?.subject.kind !== 'certificate') throw new Error(`an alarm about nothing: ${key}`);
  const { fingerprint256 } = incident.subject;
  if (what === 'open') return [`${fingerprint256}:${incident.state}`];
  return rung === '0' && turn === '0' ? [`${fingerprint256}:${what}`] : [];
}

function series({ certificates }: Life) {
  let fromHour = 0;
  const all = certificates.map(({ lifeHours, replacedAt }, index) => {
    const notBefore = new Date(noon.getTime() + fromHour * hourMs);
    const seen: SeenCertificate = {
      fingerprint256: `f${index}`,
      notBefore,
      notAfter: new Date(notBefore.getTime() + lifeHours * hourMs),
      issuer: 'Test CA',
      names: ['pay.example.com'],
      addresses: ['192.0.2.7:443'],
    };
    const certificate = { seen, fromHour };
    fromHour += Math.ceil(lifeHours * replacedAt);
    return certificate;
  });
  return { certificates: all, endsAfterHours: fromHour };
}

/** The oracle: which moments of the plan have passed, without the code under test. */
function stateAt(certificate: SeenCertificate, now: Date): string | null {
  const plan = renewalPlan(certificate);
  const passed = (['overdue', 'critical', 'expired'] as const).filter(
    (state) => plan[state].getTime() <= now.getTime(),
  );
  return passed.at(-1) ?? null;
}

test('a 6-day certificate that is renewed in time is never told of', async () => {
  await using stage = await watchStage();
  await stage.store.endpoints.add(newEndpoint('pay.example.com'), noon);
  let pinged = 0;
  for (let hour = 0; hour < 20 * 24; hour += 6) {
    const notBefore = new Date(noon.getTime() + Math.floor(hour / 66) * 66 * hourMs);
    stage.served.set('pay.example.com', {
      certificates: [
        {
          fingerprint256: `f${Math.floor(hour / 66)}`,
          notBefore,
          notAfter: new Date(notBefore.getTime() + 6 * dayMs),
          issuer: 'Test CA',
          names: [],
          addresses: [],
        },
      ],
    });
    pinged += (await sweep({ ...stage, concurrency: 1 })).pinged;
    stage.pass(6 * hourMs);
  }
  expect(pinged).toBe(0);
});
