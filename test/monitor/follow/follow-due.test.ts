import { describe, expect, it, onTestFinished } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import type { Snapshot } from '../../../src/core/past/snapshot.ts';
import { parseTarget } from '../../../src/core/target.ts';
import { followDue } from '../../../src/monitor/follow/follow-due.ts';
import { newFollow } from '../../../src/monitor/follow/new-follow.ts';
import { beginFollow, stopFollow } from '../../../src/monitor/follow/next-follow.ts';
import { alice, bob, noon, ops } from '../../support/store-fixtures.ts';
import { causedBy } from '../../support/watch/following.ts';
import { type WatchStage, watchStage } from '../../support/watch-stage.ts';

const minuteMs = 60_000;

async function begin(stage: WatchStage, host: string, id = host.slice(0, 2), by = alice) {
  const asked = { target: parseTarget(host), place: ops, by, everyMs: 15_000, forMs: 10 * minuteMs };
  const { follow, notifications } = beginFollow(newFollow(asked, id, stage.now()));
  await stage.store.follows.start(follow, notifications, stage.now());
}

function due(stage: WatchStage, change: Partial<Parameters<typeof followDue>[0]> = {}) {
  const snapshotOf = (): Snapshot => ({ at: noon, parts: {} });
  return followDue({ ...stage, snapshotOf, lookMs: 10_000, onQueued: () => undefined, ...change });
}

async function queued(stage: WatchStage): Promise<readonly string[]> {
  const keys: string[] = [];
  for (;;) {
    const claimed = await stage.store.outbox.claim(stage.now(), 10, minuteMs);
    if (claimed.length === 0) return keys;
    for (const { key } of claimed) {
      keys.push(key);
      await stage.store.outbox.settle(key, { kind: 'sent', reference: key }, stage.now(), stage.now());
    }
  }
}

describe('what is due of the follows', () => {
  it('is looked at once by two processes, and told once', async () => {
    await using stage = await watchStage();
    await begin(stage, 'a1.example');
    const other = await stage.open();
    for (let looks = 0; looks < 4; looks++) {
      if (looks === 2) stage.served.set('a1.example', causedBy('tcp/refused', 'tcp', 'Nothing listens'));
      await Promise.all([due(stage), due(stage, { store: other })]);
      stage.pass(15_000);
    }
    expect(stage.looked).toHaveLength(4);
    expect(await queued(stage)).toEqual([
      'follow:a1:open:0',
      'follow:a1:reply:1',
      'follow:a1:reply:3',
      'follow:a1:edit:3',
    ]);
  });

  it('is taken over from a process that was killed, once its lease is over', async () => {
    await using stage = await watchStage();
    await begin(stage, 'a1.example');
    await stage.store.follows.claim(stage.now(), 1, 30_000);
    await due(stage);
    expect(stage.looked).toEqual([]);
    stage.pass(30_000);
    const next = await due(stage);
    expect(stage.looked).toEqual(['a1.example']);
    expect(next).toEqual(new Date(noon.getTime() + 45_000));
  });

  it('is given back at once by one that is stopped', async () => {
    await using stage = await watchStage();
    await begin(stage, 'a1.example');
    const stop = new AbortController();
    stage.served.set('a1.example', (_at, signal) => {
      stop.abort();
      signal.throwIfAborted();
      return {};
    });
    await due(stage, { signal: stop.signal });
    expect(await stage.store.follows.claim(stage.now(), 1, 1000)).toHaveLength(1);
    expect(await queued(stage)).toEqual(['follow:a1:open:0']);
  });

  it('waits for no other: one that hangs holds up nobody', async () => {
    await using stage = await watchStage();
    const hangs = Promise.withResolvers<void>();
    onTestFinished(() => hangs.resolve());
    await begin(stage, 'a1.example');
    await begin(stage, 'b2.example');
    const { diagnose } = stage;
    const looking = due(stage, {
      async diagnose(target, options) {
        if (target.host === 'a1.example') await hangs.promise;
        const seen = await diagnose(target, options);
        if (stage.looked.length === 2) hangs.resolve();
        if (stage.looked.length < 2) stage.pass(15_000);
        return seen;
      },
    });
    await looking;
    expect(stage.looked.slice(0, 3)).toEqual(['b2.example', 'b2.example', 'a1.example']);
  });

  it('says nothing more of one that was stopped while it was looked at', async () => {
    await using stage = await watchStage();
    await begin(stage, 'a1.example');
    const { diagnose } = stage;
    await due(stage, {
      async diagnose(target, options) {
        const running = await stage.store.follows.find('a1');
        if (running === null) throw new Error('nothing is followed');
        const { follow, notifications } = stopFollow(running, bob, stage.now());
        await stage.store.follows.save(follow, notifications, stage.now());
        return diagnose(target, options);
      },
    });
    expect(await queued(stage)).toEqual(['follow:a1:open:0', 'follow:a1:reply:end', 'follow:a1:edit:end']);
    expect((await stage.store.follows.find('a1'))?.ended?.by).toEqual(bob);
  });

  it('leaves a look out where the address is looked at too often, but none of the console', async () => {
    await using stage = await watchStage();
    await begin(stage, 'a1.example');
    await begin(stage, 'c3.example', 'c3', { ...alice, platform: 'console' });
    await due(stage, {
      async paced() {
        throw new UserError('192.0.2.7 is looked at too often.');
      },
    });
    expect(stage.looked).toEqual(['c3.example']);
    expect((await stage.store.follows.find('a1'))?.course.told).toMatchObject([
      { notes: [{ kind: 'paced', reason: '192.0.2.7 is looked at too often.' }] },
    ]);
    expect(stage.log.lines).toEqual([]);
  });

  it('is told as a fault of ours where a look broke inside', async () => {
    await using stage = await watchStage();
    await begin(stage, 'a1.example');
    await due(stage, {
      async diagnose() {
        throw new TypeError('undefined is not a function');
      },
    });
    expect((await stage.store.follows.find('a1'))?.course.blind?.reason).toContain('a fault inside Notafter');
    expect(stage.log.lines).toEqual(['error a look of a follow failed']);
  });
});
