import { expect, test } from 'vitest';
import { parseTarget } from '../../../src/core/target.ts';
import { defaultPolicy } from '../../../src/core/watch/policy/policy.ts';
import { lookAt } from '../../../src/monitor/looking/look.ts';
import { preflightDue } from '../../../src/monitor/preflight/run.ts';
import { realNow } from '../../support/diagnosing.ts';
import { noSignal } from '../../support/loopback.ts';
import { nextIssuanceStages } from '../../support/stages/next-issuance.ts';
import { newEndpoint } from '../../support/store-fixtures.ts';
import { watchStage } from '../../support/watch-stage.ts';

/** Whole ten minutes, so that the turn is one in which the list is read; and they stay what they were. */
const begun = new Date(Math.floor(realNow.getTime() / 600_000) * 600_000);
const now = () => begun;

test('a real zone that forbids the authority is told of a certificate that a real server shows', async () => {
  const row = nextIssuanceStages.find(({ name }) =>
    /another name in the certificate permits another CA/.test(name),
  );
  await using opened = await row?.open();
  if (opened === undefined) throw new Error('the stage is gone');
  await using stage = await watchStage();
  const { store, log } = stage;
  const { diagnose, target } = opened;
  const signal = noSignal();
  const endpoint = await store.endpoints.add(
    { ...newEndpoint('a.example'), target: parseTarget(`tls://${target.host}:${target.port}`) },
    now(),
  );
  if (endpoint === null) throw new Error('it is there already');
  // Its 90 days are not near their end: whoever wants to be told a year before is told now.
  const thresholds = { kind: 'days', due: 80, overdue: 20, critical: 10 } as const;
  const policy = { ...defaultPolicy, thresholds };
  await store.rules.set({ scope: { kind: 'all' }, owners: null, policy, setBy: 'Alice', setAt: now() });
  await lookAt(endpoint, { store, diagnose, now, signal });
  const news: string[] = [];
  const onNews = async (leaf: string) => {
    news.push(leaf);
  };
  const world = { store, diagnose, now, log, signal, searchLogs: null, onNews, tried: new Map() };
  await preflightDue(world);
  const sighting = await store.endpoints.sighting(endpoint.id);
  const leaf = sighting?.served[0];
  expect(leaf?.keyType).toBe('ec');
  expect(news).toEqual([leaf?.fingerprint256]);
  const outlook = (await store.outlooks.get(news)).get(news[0] ?? '');
  expect(outlook?.obstacles.map(({ sentence, severity }) => [severity, sentence])).toEqual([
    ['blocks', 'CAA of example.com forbids letsencrypt.org (only digicert.com may issue)'],
  ]);
});
