import { describe, expect, it } from 'vitest';
import { watch } from '../../commands/watch.ts';
import type { Message } from '../../src/core/message.ts';
import { parseTarget } from '../../src/core/target.ts';
import { run, words } from '../support/commanding.ts';
import { newEndpoint, noon } from '../support/store-fixtures.ts';
import { stageServices } from '../support/watch/alarm-stage.ts';
import { type WatchStage, watchStage } from '../support/watch-stage.ts';

async function owner(stage: WatchStage, values: Record<string, string> = {}): Promise<Message> {
  const message = (await run(watch, 'owner', values, stageServices(stage))).at(-1);
  if (message === undefined) throw new Error('no answer');
  return message;
}

async function watched(stage: WatchStage, typed: string, labels: Record<string, string> = {}): Promise<void> {
  await stage.store.endpoints.add(newEndpoint(typed, { owners: [], labels }), noon);
}

/** Presses the button under a message. */
async function press(stage: WatchStage, { buttons = [] }: Message): Promise<string> {
  const [button] = buttons;
  return words(await owner(stage, { ...button?.values }));
}

describe('/watch owner', () => {
  it('says of nothing, and of what nobody is called for', async () => {
    await using stage = await watchStage();
    expect(words(await owner(stage))).toContain('Nothing is watched yet');
    await watched(stage, 'a.example.com', { team: 'payments' });
    await watched(stage, 'b.example.com');
    expect(words(await owner(stage))).toMatch(
      /Of 2 watched endpoints nobody is called[\s\S]*b\.example\.com/,
    );
    await owner(stage, { what: 'team=payments', who: '@pay' });
    const listed = words(await owner(stage));
    expect(listed).toContain('Of one watched endpoint nobody is called');
    expect(listed).toContain('team=payments: pay (set by bo)');
    await owner(stage, { what: 'all', who: '@platform' });
    expect(words(await owner(stage))).toMatch(
      /Everything watched has somebody[\s\S]*whatever has no other \(fallback\): platform/,
    );
  });

  it('is shown in the list as it counts', async () => {
    await using stage = await watchStage();
    await watched(stage, 'a.example.com', { team: 'payments' });
    await watched(stage, 'b.example.com');
    await owner(stage, { what: 'team=payments', who: '@pay' });
    await owner(stage, { what: 'all', who: '@platform' });
    const list = words((await run(watch, 'list', {}, stageServices(stage))).at(-1));
    expect(list).toContain('a.example.com not looked at yet; pay (by a rule)');
    expect(list).toContain('b.example.com not looked at yet; platform (fallback)');
  });

  it('gives a target owners of its own, in order, and takes that back', async () => {
    await using stage = await watchStage();
    await watched(stage, 'a.example.com');
    const set = await owner(stage, { what: 'a.example.com', who: '@alice @bob' });
    expect(words(set)).toContain('a.example.com now belongs to alice, bob');
    expect(words(set)).toContain('They are called in this order.');
    expect(words(await owner(stage, { what: 'a.example.com' }))).toContain('a.example.com: alice, bob');
    expect(await press(stage, set)).toContain('a.example.com has no owner of its own any more');
    expect((await stage.store.endpoints.find(parseTarget('a.example.com')))?.owners).toEqual([]);
  });

  it('undoes a rule to whom it named before, and "none" clears it', async () => {
    await using stage = await watchStage();
    await owner(stage, { what: 'tier=1', who: '@alice' });
    const second = await owner(stage, { what: 'tier=1', who: '@bob' });
    expect(second.buttons?.[0]?.values).toEqual({ what: 'tier=1', who: '@alice' });
    const cleared = await owner(stage, { what: 'tier=1', who: 'none' });
    expect(words(cleared)).toContain('Called now: no owner');
    expect(await stage.store.rules.list()).toEqual([]);
    expect((await stage.store.audit.list(9)).map(({ did, to }) => [did, to])).toEqual(
      Array(3).fill(['watch owner', 'label:tier=1']),
    );
  });

  it('refuses a target that nobody watches', async () => {
    await using stage = await watchStage();
    await expect(owner(stage, { what: 'nobody.example.com', who: '@alice' })).rejects.toThrow(
      'is not watched',
    );
  });
});
