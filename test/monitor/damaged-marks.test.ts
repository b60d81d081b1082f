import { expect, it } from 'vitest';
import { breakerState } from '../../src/monitor/breaker/mark.ts';
import { noteWorse, recentlyWorse } from '../../src/monitor/breaker/recently-worse.ts';
import { lastCanary } from '../../src/monitor/canary.ts';
import { gonePeople, rememberPresence } from '../../src/monitor/delivery/gone-people.ts';
import { awaitDelivery, awaitedDigests } from '../../src/monitor/digest/awaited.ts';
import { readLeaves } from '../../src/monitor/digest/leaves.ts';
import { readNames, readState } from '../../src/monitor/lists/watch-file/state.ts';
import { knownDamage, tellDamage } from '../../src/monitor/tell-damage.ts';
import { createMemoryLog } from '../chat/discord/fake-world.ts';
import { alice, noon, ops } from '../support/store-fixtures.ts';
import { watchStage } from '../support/watch-stage.ts';

const marks = ['breaker', 'breaker:recently-worse', 'people/gone', 'digests-awaited', 'canary'];
const files = ['watch-file:state', 'watch-file:names', 'damaged-rows', `digest-leaves:slack:${ops.channel}:`];

it('a mark that cannot be read counts as never written, is written anew, and is told of once', async () => {
  await using stage = await watchStage();
  const { store } = stage;
  for (const spoiled of ['{"kind":', '5', '[5]', '{}', '[[null]]', '"x"']) {
    for (const mark of [...marks, ...files]) await store.marks.set(mark, spoiled);
    expect(await breakerState(store.marks)).toEqual({ kind: 'closed' });
    expect(await recentlyWorse(store.marks, noon)).toEqual([]);
    expect(await gonePeople(store.marks)).toEqual([]);
    expect(await awaitedDigests(store.marks)).toEqual([]);
    expect(await lastCanary(store.marks)).toBeNull();
    expect(await readState(store)).toBeNull();
    expect([...(await readNames(store))]).toEqual([]);
    expect(await readLeaves(store.marks, ops)).toEqual({});
    expect((await knownDamage(store.marks)).count).toBe(0);
  }
  await store.marks.set('canary', '{"at"');
  const log = createMemoryLog();
  let at = noon;
  const world = { store, now: () => at, log };
  const next = await tellDamage(world);
  expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
  expect(await knownDamage(store.marks)).toEqual({ count: 1, rows: [{ kind: 'mark', id: 'canary' }] });
  at = next;
  await tellDamage(world);
  expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
  await noteWorse(store.marks, ['e1'], noon);
  await rememberPresence(store.marks, { gone: [alice], here: [] }, noon);
  await awaitDelivery(store.marks, { key: 'digest:1', place: ops, since: noon });
  expect(await recentlyWorse(store.marks, noon)).toEqual(['e1']);
  expect(await gonePeople(store.marks)).toHaveLength(1);
  expect(await awaitedDigests(store.marks)).toHaveLength(1);
});
