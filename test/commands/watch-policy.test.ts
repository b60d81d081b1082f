import { describe, expect, it } from 'vitest';
import { watch } from '../../commands/watch.ts';
import type { Message } from '../../src/core/message.ts';
import { defaultPolicy } from '../../src/core/watch/policy/policy.ts';
import { policyFor } from '../../src/core/watch/policy/rule.ts';
import { run, words } from '../support/commanding.ts';
import { newEndpoint, noon } from '../support/store-fixtures.ts';
import { stageServices } from '../support/watch/alarm-stage.ts';
import { type WatchStage, watchStage } from '../support/watch-stage.ts';

async function policy(stage: WatchStage, values: Record<string, string> = {}): Promise<Message> {
  const message = (await run(watch, 'policy', values, stageServices(stage))).at(-1);
  if (message === undefined) throw new Error('no answer');
  return message;
}

async function watched(stage: WatchStage, labels: Record<string, string> = {}) {
  const endpoint = await stage.store.endpoints.add(newEndpoint('a.example.com', { labels }), noon);
  if (endpoint === null) throw new Error('there already');
  return endpoint;
}

describe('/watch policy', () => {
  it('alone shows what counts for all', async () => {
    await using stage = await watchStage();
    const shown = words(await policy(stage));
    expect(shown).toContain('What counts for all');
    for (const part of [
      'thresholds:life',
      'failures:3',
      'recoveries:2',
      'agree:1',
      'ladder:4h/12h/1d',
      'quiet:20:00-08:00',
      'days:mon-fri',
      'zone:owner',
      'oncall:none',
      'objective:99.9',
      'changes:no',
    ]) {
      expect(shown).toContain(part);
    }
    expect(shown.match(/\(default\)/g)).toHaveLength(11);
  });

  it('sets everything at once, and says where each value comes from', async () => {
    await using stage = await watchStage();
    const endpoint = await watched(stage, { team: 'pay' });
    await policy(stage, { what: 'all', objective: '99.99%' });
    await policy(stage, { what: 'team=pay', quiet: '22:00-07:00', zone: 'Europe/Berlin', changes: 'yes' });
    const set = await policy(stage, {
      what: 'a.example.com',
      thresholds: '30/14/3d',
      failures: '5',
      agree: '2',
      ladder: '30m/2h/6h',
      days: 'sat-mon',
      oncall: '#incidents',
    });
    expect(policyFor(endpoint, await stage.store.rules.list())).toEqual({
      thresholds: { kind: 'days', due: 30, overdue: 14, critical: 3 },
      confirm: { failures: 5, recoveries: 2 },
      agree: 2,
      ladderMs: [1_800_000, 7_200_000, 21_600_000],
      quiet: { from: 1320, to: 420, workingDays: [1, 6, 7], zone: 'Europe/Berlin' },
      objective: 0.9999,
      oncall: { platform: 'slack', channel: '#incidents' },
      alarmOnChange: true,
    });
    const shown = words(set);
    expect(shown).toMatch(/objective:99\.99 .*\(set for all\)/);
    expect(shown).toMatch(/changes:yes .*\(set for team=pay\)/);
    expect(shown).toMatch(/thresholds:30\/14\/3d .*\(set here\)/);
  });

  it.each<[Record<string, string>, string]>([
    [{ thresholds: '3/14/30' }, 'each less than the one before: thresholds:30/14/3d'],
    [{ thresholds: 'soon' }, 'thresholds cannot be "soon"'],
    [{ failures: '0' }, 'a number of looks from 1 to 20'],
    [{ recoveries: 'many' }, 'recoveries cannot be "many"'],
    [{ agree: '0' }, 'a number of vantages from 1 to 6'],
    [{ agree: '7' }, 'agree cannot be "7"'],
    [{ ladder: '4h/12h' }, 'ladder:4h/12h/24h'],
    [{ ladder: '1s/2s/3s' }, 'from a minute to 30 days'],
    [{ quiet: '25:00-08:00' }, 'quiet:20:00-08:00, or quiet:none'],
    [{ quiet: '08:00-08:00' }, 'quiet cannot be'],
    [{ days: 'mon-frx' }, 'days:mon-fri, days:mon,wed,fri or days:all'],
    [{ zone: 'Europe/Nowhere' }, 'zone:Europe/Berlin'],
    [{ objective: '100' }, 'from 50 to below 100 percent'],
    [{ objective: '0.999' }, 'objective:99.9'],
    [{ changes: 'maybe' }, 'changes:yes or changes:no'],
    [{ reset: 'reset', changes: 'yes' }, 'not both at once'],
  ])('refuses %j and says what was wanted', async (values, said) => {
    await using stage = await watchStage();
    await expect(policy(stage, { what: 'all', ...values })).rejects.toThrow(said);
    expect(await stage.store.rules.list()).toEqual([]);
  });

  it('takes one setting back to what counts without it, and forgets a rule that says nothing', async () => {
    await using stage = await watchStage();
    await policy(stage, { what: 'all', quiet: '22:00-07:00', zone: 'UTC' });
    await policy(stage, { what: 'all', quiet: 'default' });
    expect((await stage.store.rules.list())[0]?.policy).toEqual({
      quiet: { ...defaultPolicy.quiet, zone: 'UTC' },
    });
    await policy(stage, { what: 'all', zone: 'default' });
    expect(await stage.store.rules.list()).toEqual([]);
    await policy(stage, { what: 'all', quiet: 'none', days: 'all' });
    expect((await stage.store.rules.list())[0]?.policy?.quiet).toMatchObject({ from: 0, to: 0 });
    await policy(stage, { what: 'all', reset: 'reset' });
    expect(await stage.store.rules.list()).toEqual([]);
  });

  it.each<[string, Record<string, string>, Record<string, string>]>([
    ['what was not set', {}, { quiet: 'none', objective: '99' }],
    ['what was set', { quiet: '22:00-06:00', thresholds: '20/10/2d' }, { quiet: 'none', thresholds: 'life' }],
    ['a reset', { zone: 'UTC', failures: '7' }, { reset: 'reset' }],
  ])('is undone: %s', async (_name, before, change) => {
    await using stage = await watchStage();
    if (Object.keys(before).length > 0) await policy(stage, { what: 'tier=1', ...before });
    const rules = await stage.store.rules.list();
    const { buttons = [] } = await policy(stage, { what: 'tier=1', ...change });
    await policy(stage, { ...buttons[0]?.values });
    const after = await stage.store.rules.list();
    expect(after.map((rule) => rule.policy)).toEqual(rules.map((rule) => rule.policy));
  });

  it('keeps the owners of a rule whose policy goes', async () => {
    await using stage = await watchStage();
    await run(watch, 'owner', { what: 'tier=1', who: '@alice' }, stageServices(stage));
    await policy(stage, { what: 'tier=1', changes: 'yes' });
    await policy(stage, { what: 'tier=1', reset: 'reset' });
    expect(await stage.store.rules.list()).toMatchObject([{ owners: [{ name: 'alice' }], policy: null }]);
  });
});
