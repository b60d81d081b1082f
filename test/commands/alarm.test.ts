import { describe, expect, it } from 'vitest';
import { alarm } from '../../commands/alarm.ts';
import type { Store } from '../../src/core/store/store.ts';
import type { Incident } from '../../src/core/watch/alarm/incident.ts';
import { lookAt } from '../../src/monitor/looking/look.ts';
import { run, words } from '../support/commanding.ts';
import { sampleIncident, toldEndpoint, toldOf } from '../support/samples/sample-incident.ts';
import { after, certificateEnding, dayMs, newEndpoint, noon, ops } from '../support/store-fixtures.ts';
import { stageServices } from '../support/watch/alarm-stage.ts';
import { failing, serving, type WatchStage, watchStage } from '../support/watch-stage.ts';

const old = 'ab'.repeat(32);
const fresh = 'cd'.repeat(32);

async function opened(store: Store, change: Partial<Incident> = {}): Promise<void> {
  expect(await store.incidents.save([sampleIncident({ version: 0, ...change })], [], noon)).toBe(true);
}

async function last(stage: WatchStage, action: string, values: Record<string, string>): Promise<string> {
  return words((await run(alarm, action, values, stageServices(stage))).at(-1));
}

describe('/alarm', () => {
  it('lists what is open with who has it, and says when nothing is', async () => {
    await using stage = await watchStage();
    expect(await last(stage, 'list', {})).toContain('No alarm is open.');
    await opened(stage.store);
    await opened(stage.store, { id: 'second', problem: 'untrusted', state: 'untrusted', owners: [] });
    const listed = await last(stage, 'list', {});
    expect(listed).toContain('2 alarms are open');
    expect(listed).toContain(
      'k3n9w2x7q1 pay.example.com critical, ends 2026-09-24T12:00:00.000Z · owner Alice',
    );
    expect(listed).toContain('second pay.example.com not trusted, since 2026-09-21T12:00:00.000Z · no owner');
    await last(stage, 'on-it', { id: 'k3', until: '2h' });
    expect(await last(stage, 'list', {})).toContain('bo is on it');
  });

  it('takes the beginning of an id, and says when several begin so', async () => {
    await using stage = await watchStage();
    await opened(stage.store, { id: 'abc1' });
    await opened(stage.store, { id: 'abd2', home: { ...ops, channel: 'C0OTHER' } });
    expect(await last(stage, 'show', { id: 'abc' })).toContain('pay.example.com');
    await expect(last(stage, 'show', { id: 'ab' })).rejects.toThrow(
      '2 alarms begin with "ab": abc1 (pay.example.com), abd2 (pay.example.com). Type more of it.',
    );
    await expect(last(stage, 'show', { id: 'zzz' })).rejects.toThrow('There is no open alarm "zzz" here.');
  });

  it.each([
    [{ until: '2h' }, after(7_200_000), null],
    [{ until: 'tomorrow 9:00 waiting for DNS' }, new Date('2026-09-22T07:00:00Z'), 'waiting for DNS'],
    [{ until: '2026-09-22 14:00', reason: 'on my way' }, new Date('2026-09-22T12:00:00Z'), 'on my way'],
    [{ until: '' }, after(dayMs), null],
    [{}, after(dayMs), null],
  ])('on-it reads %j by the clocks of who asks', async (values, until, reason) => {
    await using stage = await watchStage();
    await opened(stage.store);
    const said = await last(stage, 'on-it', { id: 'k3n9w2x7q1', ...values });
    expect(said).toContain(`You are on it until ${until.toISOString()}: pay.example.com`);
    expect((await stage.store.incidents.find('k3n9w2x7q1'))?.acknowledged).toMatchObject({ until, reason });
  });

  it('says when that is longer than there is, when it is past, and when it is no time', async () => {
    await using stage = await watchStage();
    await opened(stage.store);
    const id = 'k3n9w2x7q1';
    expect(await last(stage, 'snooze', { id, for: '90d' })).toMatch(
      /is muted until 2026-09-24T12:00:00.000Z[\s\S]*never past the end/,
    );
    await expect(last(stage, 'snooze', { id, for: '2020-01-01' })).rejects.toThrow('is over already');
    await expect(last(stage, 'on-it', { id, until: 'soonish' })).rejects.toThrow(
      '"soonish" is no time I can read. Try 2h, 3d, tomorrow 9:00, friday or 2026-12-01 14:00.',
    );
  });

  it('answers plainly to a press that comes twice, or late', async () => {
    await using stage = await watchStage();
    await opened(stage.store);
    const id = 'k3n9w2x7q1';
    await last(stage, 'on-it', { id, until: '2h' });
    expect(await last(stage, 'on-it', { id, until: '2h' })).toContain('You are on it already until');
    expect(await last(stage, 'hand-back', { id })).toContain('Handed back');
    expect(await last(stage, 'hand-back', { id })).toContain('Nobody had it in hand');
    expect(await last(stage, 'owner', { id, to: '@carol' })).toContain('was given to carol');
    expect(await last(stage, 'owner', { id, to: '@carol' })).toContain('belongs to carol already');
    const open = await stage.store.incidents.find(id);
    if (open === null) throw new Error('gone');
    await stage.store.incidents.save([{ ...open, endedAt: after(5), end: 'renewed' }], [], noon);
    for (const [action, values] of [
      ['on-it', {}],
      ['hand-back', {}],
      ['snooze', { for: '2h' }],
      ['owner', { to: '@dan' }],
      ['renewed', {}],
    ] as const) {
      const messages = await run(alarm, action, { id, ...values }, stageServices(stage));
      expect(words(messages.at(-1))).toMatch(/This alarm is over .*Nothing was changed\./);
      expect(messages.at(-1)?.audience).toBe('caller');
    }
    expect(await last(stage, 'history', { id })).toContain('bo: pay.example.com (critical): given to carol');
    const [history] = await run(alarm, 'history', { id }, stageServices(stage));
    const inlines =
      history?.blocks.flatMap((block) => (block.kind === 'list' ? block.items.flat() : [])) ?? [];
    // Moments are dates, which each reader has in their own zone.
    expect(inlines.filter((one) => one.kind === 'text' && /\d{4}-\d\d-\d\dT/.test(one.text))).toEqual([]);
    expect(inlines.filter(({ kind }) => kind === 'date').length).toBeGreaterThan(history?.blocks.length ?? 0);
  });

  it('explains by the page of the cause, or by what the state means', async () => {
    await using stage = await watchStage();
    await opened(stage.store);
    expect(await last(stage, 'explain', { id: 'k3n9' })).toContain('By share of its lifetime: due');
  });
});

describe('/alarm renewed', () => {
  async function three(stage: WatchStage) {
    const { store, now, diagnose, signal, served } = stage;
    const names = ['a.example.com', 'b.example.com', 'c.example.com'];
    for (const name of names) {
      served.set(name, serving(3 * dayMs, old));
      const endpoint = await store.endpoints.add(newEndpoint(name), noon);
      if (endpoint === null) throw new Error('there already');
      await lookAt(endpoint, { store, diagnose, now, signal });
    }
    const told = toldOf({
      name: 'a.example.com and 2 more',
      endpoints: names.map((name) => toldEndpoint(name)),
      certificate: { ...certificateEnding(3 * dayMs, old), seenAt: noon },
    });
    await opened(store, { told, home: { ...ops, channel: 'C0ELSE' } });
    stage.pass(60_000);
  }

  it('looks at all endpoints and says which still serve the old one, and which could not be seen', async () => {
    await using stage = await watchStage();
    await three(stage);
    stage.served.set('a.example.com', serving(89 * dayMs, fresh));
    stage.served.set('c.example.com', failing('tcp/refused', 'Nothing listens on port 443'));
    const messages = await run(alarm, 'renewed', { id: 'k3n9' }, stageServices(stage));
    expect(messages[0]?.summary).toBe('Looking again at a.example.com and 2 more ...');
    const said = words(messages.at(-1));
    expect(said).toContain(
      'of 3 endpoints 1 renewed, 1 still with the old certificate, 1 could not be seen.',
    );
    expect(said).toContain('Still the old certificate: b.example.com');
    expect(said).toContain('c.example.com: Nothing listens on port 443');
    const [entry] = await stage.store.audit.list(9, 'k3n9w2x7q1');
    expect(entry).toMatchObject({ did: 'alarm renewed' });
  });

  it('is one recheck when one person presses twice', async () => {
    await using stage = await watchStage();
    await three(stage);
    stage.looked.length = 0;
    const services = stageServices(stage);
    await Promise.all([
      run(alarm, 'renewed', { id: 'k3n9' }, services),
      run(alarm, 'renewed', { id: 'k3n9' }, services),
    ]);
    expect(stage.looked).toHaveLength(3);
    expect(await stage.store.audit.list(9, 'k3n9w2x7q1')).toHaveLength(1);
  });
});
