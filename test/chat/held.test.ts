import { afterEach, describe, expect, test } from 'vitest';
import { type HeldTimes, heldPlatform, type Lease, usualHeldTimes } from '../../src/chat/held.ts';
import { UserError } from '../../src/core/errors.ts';
import type { Platform } from '../../src/core/platform.ts';
import { recordingLog } from '../support/watch-stage.ts';

const times: HeldTimes = { leaseMs: 400, renewMs: 20, leaveMs: 100, deafMs: 60 };

/** A lease that several hold by turns; `cut` takes the database away from one, `hung` lets it answer nobody. */
function openLease() {
  let holder = '';
  let until = 0;
  const cut = new Set<string>();
  const hung = new Set<string>();
  const of = (name: string): Lease => ({
    async hold(ms) {
      if (cut.has(name)) throw new Error('the database is away');
      if (hung.has(name)) return new Promise(() => undefined);
      const now = performance.now();
      if (holder !== name && now < until) return false;
      holder = name;
      until = now + ms;
      return true;
    },
    async release() {
      if (holder === name) until = 0;
    },
  });
  return { of, cut, hung };
}

describe('a platform that one process at a time connects to', () => {
  const connected: string[] = [];
  let most = 0;
  const running: Platform[] = [];
  afterEach(async () => {
    for (const one of running.splice(0)) await one.stop();
    connected.length = 0;
    most = 0;
  });

  function platform(name: string): Platform {
    return {
      name: 'discord',
      async start() {
        connected.push(name);
        most = Math.max(most, connected.length);
        return `on (${name})`;
      },
      async stop() {
        const at = connected.indexOf(name);
        if (at >= 0) connected.splice(at, 1);
      },
      send: async () => ({ kind: 'sent', reference: name }),
    };
  }

  function held(name: string, lease: Lease, create = () => platform(name)): Platform {
    const one = heldPlatform({ name: 'discord', create, lease, log: recordingLog(), times });
    running.push(one);
    return one;
  }

  test('the first has it, the second stands by, and follows when the first stops', async () => {
    const lease = openLease();
    const first = held('first', lease.of('first'));
    const second = held('second', lease.of('second'));
    expect(await first.start()).toBe('on (first)');
    expect(await second.start()).toMatch(/standing by/);
    expect([first.isStandingBy?.(), second.isStandingBy?.()]).toEqual([false, true]);
    const active: boolean[] = [];
    second.whenActive?.((isActive) => active.push(isActive));
    await first.stop();
    await until(() => active.length > 0);
    expect([active, connected, most]).toEqual([[true], ['second'], 1]);
  });

  test.each(['cut', 'hung'] as const)(
    'whoever has a database that is %s leaves before another comes',
    async (how) => {
      const lease = openLease();
      const first = held('first', lease.of('first'));
      const second = held('second', lease.of('second'));
      await first.start();
      await second.start();
      const told: boolean[] = [];
      first.whenActive?.((isActive) => told.push(isActive));
      lease[how].add('first');
      await until(() => connected.includes('second'));
      expect([told, connected, most]).toEqual([[true, false], ['second'], 1]);
      // It comes back to a place that is taken.
      lease[how].delete('first');
      expect(first.isStandingBy?.()).toBe(true);
    },
  );

  test('one that connects slowly keeps its lease meanwhile', async () => {
    const lease = openLease();
    const arrived = Promise.withResolvers<string>();
    let renewed = 0;
    const counting: Lease = {
      ...lease.of('slow'),
      async hold(ms) {
        renewed += 1;
        return lease.of('slow').hold(ms);
      },
    };
    const slow = held('slow', counting, () => ({ ...platform('slow'), start: () => arrived.promise }));
    const starting = slow.start();
    await until(() => renewed > times.leaseMs / times.renewMs);
    expect(await held('second', lease.of('second')).start()).toMatch(/standing by/);
    arrived.resolve('on at last');
    expect(await starting).toBe('on at last');
    expect(slow.isStandingBy?.()).toBe(false);
  });

  test('one that loses its lease while it connects does not stay', async () => {
    const lease = openLease();
    const arrived = Promise.withResolvers<string>();
    let stopped = 0;
    const slow = held('slow', lease.of('slow'), () => ({
      ...platform('slow'),
      start: () => arrived.promise,
      async stop() {
        stopped += 1;
      },
    }));
    const starting = slow.start();
    lease.hung.add('slow');
    await until(() => stopped > 0);
    arrived.resolve('on too late');
    expect(await starting).toMatch(/standing by/);
    expect([slow.isStandingBy?.(), stopped]).toEqual([true, 2]);
  });

  test('one that cannot connect lets others try, and tries again ever later', async () => {
    const lease = openLease();
    const first = held('first', lease.of('first'));
    await first.start();
    let tries = 0;
    const failing = held('failing', lease.of('failing'), () => ({
      ...platform('failing'),
      async start() {
        tries += 1;
        throw new Error('no way there');
      },
    }));
    await failing.start();
    await first.stop();
    await until(() => tries === 1);
    expect(await held('third', lease.of('third')).start()).toBe('on (third)');
    expect(tries).toBe(1);
  });

  test('one whose connection is lost for long makes room', async () => {
    const lease = openLease();
    const deaf = held('deaf', lease.of('deaf'), () => ({ ...platform('deaf'), isConnected: () => false }));
    const second = held('second', lease.of('second'));
    await deaf.start();
    await second.start();
    await until(() => connected.includes('second'));
    expect([connected, most]).toEqual([['second'], 1]);
  });

  test('a killed holder is followed within 30 s, and one without a database has time to leave', () => {
    const { leaseMs, renewMs, leaveMs } = usualHeldTimes;
    const connectingMs = 5000;
    expect(leaseMs + renewMs + connectingMs).toBeLessThan(30_000);
    // What stopping a platform may take: its grace and its last words.
    expect(leaveMs).toBeGreaterThan(4000 + 1000);
    expect(leaseMs - leaveMs).toBeGreaterThan(3 * renewMs);
  });

  test('a token that is refused is told, and the lease given back', async () => {
    const lease = openLease();
    const refused = held('refused', lease.of('refused'), () => ({
      ...platform('refused'),
      start: async () => {
        throw new UserError('The token is refused.');
      },
    }));
    await expect(refused.start()).rejects.toThrow('The token is refused.');
    expect(await held('other', lease.of('other')).start()).toBe('on (other)');
  });
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}
