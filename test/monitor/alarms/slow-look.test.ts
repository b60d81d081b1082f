import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Endpoint } from '../../../src/core/watch/endpoint.ts';
import { type Look, lookAndCount } from '../../../src/monitor/looking/look.ts';
import { failing } from '../../support/watch-stage.ts';
import { type AlarmStage, alarmStage } from './alarm-stage.ts';

const minuteMs = 60_000;
let stage: AlarmStage;
beforeEach(async () => {
  stage = await alarmStage();
});
afterEach(() => stage[Symbol.asyncDispose]());

async function down(looks: number) {
  const endpoint = await stage.watch('pay.example.com');
  await stage.look(endpoint);
  stage.served.set('pay.example.com', failing('tcp/refused', 'Connection refused'));
  for (let look = 0; look < looks; look++) {
    stage.pass(minuteMs);
    await stage.look(endpoint);
  }
  stage.pass(minuteMs);
  return endpoint;
}

/** A look that has begun, and ends when it is told to. */
async function slowLook(endpoint: Endpoint) {
  const answer = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const look: Promise<Look> = lookAndCount(endpoint, {
    ...stage,
    async diagnose(target, options) {
      begun.resolve();
      await answer.promise;
      return stage.diagnose(target, options);
    },
  });
  await begun.promise;
  return async () => {
    stage.pass(5000);
    answer.resolve();
    await look;
  };
}

it('does not take back what became certain meanwhile', async () => {
  const endpoint = await down(2);
  const end = await slowLook(endpoint);
  await stage.look(endpoint);
  expect(await stage.said()).toEqual(['open open @Alice', 'reply event:details']);
  await end();
  expect(await stage.said()).toEqual([]);
  expect(await stage.incidents()).toHaveLength(1);
});

it('is no evidence of a further moment beside one that overlaps it', async () => {
  const endpoint = await down(1);
  const end = await slowLook(endpoint);
  await stage.look(endpoint);
  await end();
  expect(await stage.said()).toEqual([]);
  expect((await stage.store.endpoints.sighting(endpoint.id))?.conditions).toMatchObject([{ bad: 2 }]);
});

it('that breaks inside Notafter forgets nothing that was seen meanwhile', async () => {
  const endpoint = await down(2);
  const end = await slowLook(endpoint);
  await stage.look(endpoint);
  stage.served.set('pay.example.com', () => {
    throw new Error('a bug');
  });
  await expect(end()).rejects.toThrow('a bug');
  expect((await stage.store.endpoints.sighting(endpoint.id))?.conditions).toMatchObject([
    { bad: 3, confirmedAt: expect.any(Date) },
  ]);
});
