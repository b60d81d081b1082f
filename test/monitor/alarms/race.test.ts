import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Endpoint } from '../../../src/core/watch/endpoint.ts';
import { tickAlarms } from '../../../src/monitor/alarms/tick.ts';
import { lookAndCount } from '../../../src/monitor/looking/look.ts';
import { dayMs, noon } from '../../support/store-fixtures.ts';
import { type AlarmStage, alarmStage } from './alarm-stage.ts';

const minuteMs = 60_000;
let stage: AlarmStage;
beforeEach(async () => {
  stage = await alarmStage();
});
afterEach(() => stage[Symbol.asyncDispose]());

async function six(leftDays: number): Promise<readonly Endpoint[]> {
  const endpoints: Endpoint[] = [];
  for (let number = 0; number < 6; number++) {
    endpoints.push(await stage.watch(`n${number}.example.com`));
    stage.serves(`n${number}.example.com`, leftDays);
  }
  return endpoints;
}

describe('two processes at once', () => {
  it('open one conversation between them', async () => {
    const endpoints = await six(5);
    const stores = [stage.store, await stage.open()];
    await Promise.all(
      stores.flatMap((store) => endpoints.map((endpoint) => lookAndCount(endpoint, { ...stage, store }))),
    );
    const said = await stage.said();
    expect(said.filter((line) => line.startsWith('open'))).toEqual(['open open @Alice']);
    expect(said.filter((line) => line === 'reply event:details')).toHaveLength(1);
    const [incident, ...others] = await stage.incidents();
    expect(others).toEqual([]);
    expect(incident?.told.endpoints).toHaveLength(6);
  });

  it('climb one rung between them', async () => {
    const endpoints = await six(5);
    const policy = { quiet: null };
    await stage.store.rules.set({ scope: { kind: 'all' }, owners: null, policy, setBy: 'x', setAt: noon });
    await stage.look(...endpoints);
    await stage.said();
    stage.pass(dayMs / 24);
    const stores = [stage.store, await stage.open()];
    await Promise.all(stores.map((store) => tickAlarms({ ...stage, store })));
    const said = await stage.said();
    expect(said.filter((line) => line.startsWith('to '))).toEqual([
      'to Alice critical:1:0:slack:user:U01ALICE @Alice',
    ]);
  });
});

describe('a process that dies between a look and what follows', () => {
  it('is made up for by the next tick', async () => {
    const [endpoint] = await six(5);
    const dying = { ...stage, onlySee: true };
    await lookAndCount(endpoint as Endpoint, dying);
    expect(await stage.said()).toEqual([]);
    await stage.tick();
    expect(await stage.said()).toEqual(['open open @Alice', 'reply event:details']);
  });

  it('has its alarms of what was served before ended by the next tick, also after further looks', async () => {
    const [endpoint] = (await six(5)) as [Endpoint];
    await stage.look(endpoint);
    // The hourly review would find it, too.
    await stage.tick();
    await stage.said();
    stage.serves('n0.example.com', 80, 'cd');
    stage.pass(minuteMs);
    const { addLook } = stage.store.endpoints;
    // As a commit whose acknowledgement never came.
    const lost: typeof addLook = async (...given) => {
      await addLook(...given);
      throw new Error('the connection fell silent');
    };
    const store = { ...stage.store, endpoints: { ...stage.store.endpoints, addLook: lost } };
    await expect(lookAndCount(endpoint, { ...stage, store })).rejects.toThrow('silent');
    stage.pass(minuteMs);
    await stage.look(endpoint);
    await stage.tick();
    expect(await stage.said()).toEqual(['reply event:ended', 'edit edit']);
    expect(await stage.incidents()).toEqual([]);
    expect(await stage.store.endpoints.turning(stage.now(), 9)).toEqual([]);
  });
});
